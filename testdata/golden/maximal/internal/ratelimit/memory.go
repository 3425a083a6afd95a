package ratelimit

import (
	"fmt"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// memory has the buckets of one instance. It is safe for concurrent use.
type memory struct {
	buckets *lru.Cache[key, *rate.Limiter]
}

func newMemory(clients int) (*memory, error) {
	buckets, err := lru.New[key, *rate.Limiter](clients)
	if err != nil {
		return nil, fmt.Errorf("RATELIMIT_CLIENTS: %w", err)
	}
	return &memory{buckets}, nil
}

// take takes a token, and returns whether there was one and what is left.
func (m *memory) take(k key, q Quota) (allowed bool, left float64) {
	now, bucket := time.Now(), m.bucket(k, q)
	allowed = bucket.AllowN(now, 1)
	return allowed, bucket.TokensAt(now)
}

// bucket returns the bucket for k and creates it if there is none.
func (m *memory) bucket(k key, q Quota) *rate.Limiter {
	if found, ok := m.buckets.Get(k); ok {
		return found
	}
	fresh := q.bucket()
	if other, found, _ := m.buckets.PeekOrAdd(k, fresh); found { // another request was faster
		return other
	}
	return fresh
}
