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
	kept    []kept // the oldest first
	size    int    // of all entries
}

// kept says until when an entry is kept.
type kept struct {
	id    ID
	until time.Time
	size  int
}

// NewMemory returns an empty Memory.
func NewMemory(cfg Config) *Memory {
	return &Memory{ttl: cfg.TTL, max: cfg.Memory, entries: make(map[ID]Entry)}
}

// Do implements Store.
func (m *Memory) Do(ctx context.Context, id ID, fingerprint Fingerprint, handle Handler) (Entry, error) {
	if earlier, ok := m.find(id); ok {
		return earlier, nil
	}
	answer, err := handle(ctx)
	entry := Entry{Fingerprint: fingerprint, Answer: answer}
	if err == nil && answer.Succeeded() {
		m.keep(id, entry)
	}
	return entry, err
}

// find returns the entry with the ID, and forgets those that have expired.
func (m *Memory) find(id ID) (Entry, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for now := time.Now(); len(m.kept) > 0 && !now.Before(m.kept[0].until); {
		m.forgetOldest()
	}
	entry, ok := m.entries[id]
	return entry, ok
}

// keep adds an entry, for which the oldest make room.
func (m *Memory) keep(id ID, entry Entry) {
	size := overhead + len(entry.Answer.Body)
	for name, value := range entry.Answer.Header {
		size += len(name) + len(value)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries[id] = entry
	m.kept = append(m.kept, kept{id: id, until: time.Now().Add(m.ttl), size: size})
	for m.size += size; m.size > m.max; {
		m.forgetOldest()
	}
}

// forgetOldest removes the entry that was stored first.
func (m *Memory) forgetOldest() {
	oldest := m.kept[0]
	m.kept = m.kept[1:]
	m.size -= oldest.size
	delete(m.entries, oldest.id)
}
