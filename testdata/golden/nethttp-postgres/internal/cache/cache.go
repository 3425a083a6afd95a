// Package cache has stores that keep what another store has read.
//
// An entry, a row or a page of a list, is valid under two generations, values that
// writes raise: a row has one for itself, the lists of a resource have one together,
// and everything of a resource has another one. An entry is stored with the
// generations that were current before the database was read, and served only while
// they still are. So a read that a write overtakes leaves an entry that nobody gets,
// however late it is stored, and one write invalidates all pages of all lists.
//
// Generations are raised after the commit: nothing older than the write can be read
// under the new ones.
package cache

import (
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

// Cache keeps rows and lists of all resources.
type Cache struct {
	cfg     Config
	backend backend
	flights singleflight.Group  // one fill of an entry at a time
	turns   *semaphore.Weighted // of reads of the database
	counts  readCounters
}

func newCache(cfg Config, b backend) *Cache {
	return &Cache{cfg: cfg, backend: b, turns: semaphore.NewWeighted(cfg.Fills)}
}

// Close stops what runs in the background.
func (c *Cache) Close() error { return c.backend.Close() }
