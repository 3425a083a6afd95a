package cache

import (
	"context"
	"time"
)

// backend keeps entries, and the generations that they are valid under.
type backend interface {
	// Get returns the entry with a key, nil if there is none, and the present values
	// of the generations, which no earlier value is equal to.
	Get(ctx context.Context, key string, generations []string) (entry []byte, current []string, err error)
	// Set stores an entry for as long as ttl at most.
	Set(ctx context.Context, key string, entry []byte, ttl time.Duration) error
	// Raise gives generations new values.
	Raise(ctx context.Context, generations ...string) error
	// Alone calls fill, which stores an entry, while no other process does so for the
	// same key. It need not if another one has: kept reports whether the entry is
	// there. It does not wait for long.
	Alone(ctx context.Context, key string, kept func() bool, fill func())
	// Close stops what runs in the background.
	Close() error
}
