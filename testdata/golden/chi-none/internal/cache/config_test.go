package cache_test

import (
	"strings"
	"testing"
	"time"

	"github.com/acme/shelf/internal/cache"
)

func TestValidate(t *testing.T) {
	valid := cache.Config{TTL: time.Second, NegativeTTL: time.Second, Fills: 1, Memory: 1 << 20}
	if err := valid.Validate(); err != nil {
		t.Error(err)
	}
	for _, tc := range []struct {
		change func(*cache.Config)
		want   string
	}{
		{func(c *cache.Config) { c.TTL = 0 }, "CACHE_TTL"},
		{func(c *cache.Config) { c.StaleTTL = -1 }, "CACHE_STALE_TTL"},
		{func(c *cache.Config) { c.NegativeTTL = 0 }, "CACHE_NEGATIVE_TTL"},
		{func(c *cache.Config) { c.Fills = 0 }, "CACHE_FILLS"},
		{func(c *cache.Config) { c.Memory = 0 }, "CACHE_MEMORY"},
	} {
		cfg := valid
		tc.change(&cfg)
		if err := cfg.Validate(); err == nil || !strings.Contains(err.Error(), tc.want+":") {
			t.Errorf("%+v: %v, want an error about %s", cfg, err, tc.want)
		}
	}
}
