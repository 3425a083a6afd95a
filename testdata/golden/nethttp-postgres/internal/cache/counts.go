package cache

import "sync/atomic"

// ReadCounts are numbers of reads since the start.
type ReadCounts struct {
	Hits   int64 `json:"hits"`   // fresh in the cache
	Stale  int64 `json:"stale"`  // served as they were in the cache, and read again in the background
	Misses int64 `json:"misses"` // not in the cache
	Fills  int64 `json:"fills"`  // reads of the database, each for one or several misses
	Errors int64 `json:"errors"` // failures of the cache, which the database made up for
}

// readCounters are numbers that are still counted.
type readCounters struct{ hits, stale, misses, fills, errors atomic.Int64 }

// Counts returns the numbers up to now.
func (c *Cache) Counts() ReadCounts {
	n := &c.counts
	return ReadCounts{
		Hits: n.hits.Load(), Stale: n.stale.Load(), Misses: n.misses.Load(),
		Fills: n.fills.Load(), Errors: n.errors.Load(),
	}
}
