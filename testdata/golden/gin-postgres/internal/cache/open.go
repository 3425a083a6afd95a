package cache

import (
	"context"

	"github.com/acme/notes/internal/redisdb"
)

// New returns a cache in Redis.
func New(ctx context.Context, cfg Config, client *redisdb.Client) (*Cache, error) {
	b := newRedisBackend(client, cfg.Wait)
	b.start(ctx, b.settleAgain)
	return newCache(cfg, b), nil
}
