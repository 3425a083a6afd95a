package cache

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/maypok86/otter/v2"
)

// inMemory is a backend in the memory of the process. It never fails.
type inMemory struct {
	entries     *otter.Cache[string, inMemoryEntry]
	generations *generationCounts
}

// inMemoryEntry is an entry with its time to live.
type inMemoryEntry struct {
	data []byte
	ttl  time.Duration
}

// newInMemory returns a backend whose entries take up to size bytes.
func newInMemory(size uint64) (*inMemory, error) {
	entries, err := otter.New(&otter.Options[string, inMemoryEntry]{
		MaximumWeight: size,
		Weigher: func(key string, e inMemoryEntry) uint32 {
			return uint32(min(len(key)+len(e.data)+entryOverhead, math.MaxUint32))
		},
		ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[string, inMemoryEntry]) time.Duration { return e.Value.ttl }),
		Logger:           &otter.NoopLogger{},
	})
	if err != nil {
		return nil, fmt.Errorf("make cache: %w", err)
	}
	return &inMemory{entries: entries, generations: newGenerationCounts()}, nil
}

// Get implements backend.
func (m *inMemory) Get(_ context.Context, key string, generations []string) (entry []byte, current []string, err error) {
	current = make([]string, len(generations))
	for i, name := range generations {
		current[i] = strconv.FormatUint(m.generations.of(name).Load(), 36)
	}
	e, _ := m.entries.GetIfPresent(key)
	return e.data, current, nil
}

// Set implements backend.
func (m *inMemory) Set(_ context.Context, key string, entry []byte, ttl time.Duration) error {
	m.entries.Set(key, inMemoryEntry{entry, ttl})
	return nil
}

// Raise implements backend.
func (m *inMemory) Raise(_ context.Context, generations ...string) error {
	for _, name := range generations {
		m.generations.of(name).Add(1)
	}
	return nil
}

// Alone implements backend. No other process has these entries.
func (*inMemory) Alone(_ context.Context, _ string, _ func() bool, fill func()) { fill() }

// Close implements backend: it stops the removal of entries that have expired.
func (m *inMemory) Close() error {
	m.entries.StopAllGoroutines()
	return nil
}
