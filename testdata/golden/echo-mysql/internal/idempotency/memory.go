package idempotency

import (
	"context"
	"sync"
	"time"
)

// overhead is roughly the size of an entry without its response.
const overhead = 512

// Memory is a Store in memory. Its entries are not shared with other processes
// and are lost on exit.
type Memory struct {
	ttl time.Duration
	max int

	mu      sync.Mutex
	entries map[ID]Entry
	kept    []kept // entries with a response, the oldest first
	size    int    // of all kept entries
}

// kept is an entry with a response.
type kept struct {
	id    ID
	until time.Time
	size  int
}

// NewMemory returns an empty Memory.
func NewMemory(cfg Config) *Memory {
	return &Memory{ttl: cfg.TTL, max: cfg.Memory, entries: make(map[ID]Entry)}
}

// Claim implements Store.
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
	return nil, nil //nolint:nilnil // no entry and no error: the claim succeeded
}

// Keep implements Store.
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

// Release implements Store.
func (m *Memory) Release(_ context.Context, id ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.entries, id)
}

// forgetOldest removes the entry whose response was stored first.
func (m *Memory) forgetOldest() {
	oldest := m.kept[0]
	m.kept = m.kept[1:]
	m.size -= oldest.size
	delete(m.entries, oldest.id)
}
