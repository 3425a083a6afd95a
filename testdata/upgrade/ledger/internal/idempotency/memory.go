package idempotency

import (
	"context"
	"sync"
	"time"
)

// overhead is about what an entry takes beside its answer.
const overhead = 512

// Memory is a Store in the memory of this process: another one, or the next,
// knows nothing of its entries.
type Memory struct {
	ttl time.Duration
	max int

	mu      sync.Mutex
	entries map[ID]Entry
	kept    []kept // those with an answer, the oldest first
	size    int    // of all that are kept
}

// kept is an entry with an answer.
type kept struct {
	id    ID
	until time.Time
	size  int
}

// NewMemory returns an empty store.
func NewMemory(cfg Config) *Memory {
	return &Memory{ttl: cfg.TTL, max: cfg.Memory, entries: make(map[ID]Entry)}
}

// Claim makes an entry, or returns the one there is.
func (m *Memory) Claim(_ context.Context, id ID, fingerprint Fingerprint) (*Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for now := time.Now(); len(m.kept) > 0 && !now.Before(m.kept[0].until); {
		m.forgetOldest()
	}
	if earlier, ok := m.entries[id]; ok {
		return &earlier, nil
	}
	m.entries[id] = Entry{Fingerprint: fingerprint}
	return nil, nil //nolint:nilnil // there is no entry, and nothing went wrong
}

// Keep adds an answer to an entry.
func (m *Memory) Keep(_ context.Context, id ID, answer Answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries[id] = Entry{Fingerprint: m.entries[id].Fingerprint, Answer: &answer}
	size := overhead + len(answer.Body)
	for name, value := range answer.Header {
		size += len(name) + len(value)
	}
	m.kept = append(m.kept, kept{id: id, until: time.Now().Add(m.ttl), size: size})
	for m.size += size; m.size > m.max; {
		m.forgetOldest()
	}
}

// Release removes an entry.
func (m *Memory) Release(_ context.Context, id ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.entries, id)
}

// forgetOldest removes the entry whose answer was kept first.
func (m *Memory) forgetOldest() {
	oldest := m.kept[0]
	m.kept = m.kept[1:]
	m.size -= oldest.size
	delete(m.entries, oldest.id)
}
