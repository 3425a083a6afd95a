package cache

import (
	"context"

	"github.com/acme/shop/internal/redisdb"
)

// New returns a cache in Redis and in the memory of the process.
func New(ctx context.Context, cfg Config, client *redisdb.Client) (*Cache, error) {
	b, err := newTieredBackend(newRedisBackend(client, cfg.Wait), cfg.Memory, cfg.LocalTTL)
	if err != nil {
		return nil, err
	}
	b.start(ctx, b.settleAgain, b.listen)
	return newCache(cfg, b), nil
}
