package cache

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	// claimTTL is for how long others respect the claim of a process that has died.
	claimTTL = 10 * time.Second
	// claimPause is the mean time between looks at what another process does.
	claimPause = 10 * time.Millisecond
)

// releaseClaim deletes a claim, unless it is another one's by now.
const releaseClaim = `
if redis.call('GET', KEYS[1]) == ARGV[1] then
	return redis.call('DEL', KEYS[1])
end
return 0`

// Alone implements backend. A claim that cannot be made is no reason not to read the
// database.
func (r *redisBackend) Alone(ctx context.Context, key string, kept func() bool, fill func()) {
	claim := r.client.Prefix + "filling:" + key
	for end := time.Now().Add(r.wait); ; {
		claimed, err := r.client.SetNX(ctx, claim, r.name, claimTTL).Result()
		if claimed || err != nil || time.Now().After(end) {
			if !kept() {
				fill()
			}
			if claimed {
				_ = r.release.Run(ctx, r.client, []string{claim}, r.name).Err() // or else it expires
			}
			return
		}
		time.Sleep(claimPause/2 + rand.N(claimPause)) //nolint:gosec // not all at the same time
		if kept() {
			return
		}
	}
}
