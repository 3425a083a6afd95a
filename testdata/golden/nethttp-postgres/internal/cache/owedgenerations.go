package cache

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// maxOwed bounds the generations that are owed. When there are more, everything is.
const maxOwed = 1000

// owedGenerations are generations that were to be raised and could not be.
type owedGenerations struct {
	some atomic.Bool
	mu   sync.Mutex
	// names has for each generation how many had been added with it.
	names map[string]uint64
	added uint64
}

// any reports whether there are any.
func (o *owedGenerations) any() bool { return o.some.Load() }

// add adds generations.
func (o *owedGenerations) add(names ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.names == nil {
		o.names = map[string]uint64{}
	}
	if len(o.names)+len(names) > maxOwed {
		clear(o.names)
		names = []string{everything}
	}
	for _, name := range names {
		o.added++
		o.names[name] = o.added
	}
	o.some.Store(true)
}

// list returns the generations, and a number to call settled with.
func (o *owedGenerations) list() (names []string, upTo uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Collect(maps.Keys(o.names)), o.added
}

// settled forgets the generations that a list had, unless they were added again.
func (o *owedGenerations) settled(upTo uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	maps.DeleteFunc(o.names, func(_ string, added uint64) bool { return added <= upTo })
	o.some.Store(len(o.names) > 0)
}
