package cache

import (
	"hash/maphash"
	"sync/atomic"
)

// entryOverhead is about what an entry in memory takes besides its key and its bytes.
const entryOverhead = 200

// generationCounts counts how often generations were raised. Its size is fixed:
// generations with the same count are raised together, which costs a few fills.
type generationCounts struct {
	counts [1 << 16]atomic.Uint64
	seed   maphash.Seed
}

func newGenerationCounts() *generationCounts { return &generationCounts{seed: maphash.MakeSeed()} }

// of returns the count of a generation.
func (g *generationCounts) of(name string) *atomic.Uint64 {
	return &g.counts[maphash.String(g.seed, name)%uint64(len(g.counts))]
}
