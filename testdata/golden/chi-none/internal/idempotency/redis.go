package idempotency

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/redisdb"
)

const (
	// grace is how long a claim outlives the deadline of its request, as handlers
	// may notice late that it has passed.
	grace = 10 * time.Second
	// maxLease is how long a claim lasts if its request has no deadline.
	maxLease = time.Minute
)

// claimScript returns the record of the key KEYS[1]. If there is none, it claims
// the key with the record ARGV[1] for ARGV[2] milliseconds.
const claimScript = `
local found = redis.call('GET', KEYS[1])
if not found then
	redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return found
`

// settleScript ends the claim with the record ARGV[1]: the key gets the record
// ARGV[2] for ARGV[3] milliseconds, or is free if that is empty. If another request
// has claimed the key since, it returns 0 and changes nothing.
const settleScript = `
local found = redis.call('GET', KEYS[1])
if found and found ~= ARGV[1] then
	return 0
end
if ARGV[2] == '' then
	redis.call('DEL', KEYS[1])
else
	redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return 1
`

// Redis is a Store that all instances share. A request claims its key before it is
// handled, so that no other instance handles it, too; without Redis it is refused.
//
// Redis does not know what the handler does. If an instance dies while it handles a
// request, or cannot store the response, the claim ends some time after the deadline
// of the request. A retry after that is handled again, whatever the first has done.
type Redis struct {
	client        *redisdb.Client
	ttl           time.Duration
	log           *slog.Logger
	claim, settle *redis.Script
}

// NewRedis returns a store that keeps each entry for ttl.
func NewRedis(client *redisdb.Client, ttl time.Duration, log *slog.Logger) *Redis {
	return &Redis{client: client, ttl: ttl, log: log, claim: redis.NewScript(claimScript), settle: redis.NewScript(settleScript)}
}

// record is the value of a key in Redis.
type record struct {
	Fingerprint string  `json:"fingerprint"`
	Claim       string  `json:"claim,omitempty"`  // tells apart the requests that have claimed the key
	Answer      *Answer `json:"answer,omitempty"` // nil while the request is handled
}

// Do implements Store.
func (s *Redis) Do(ctx context.Context, id ID, fingerprint Fingerprint, handle Handler) (Entry, error) {
	key := s.client.Prefix + "idempotency:" + hex.EncodeToString(id[:])
	own := record{Fingerprint: hex.EncodeToString(fingerprint[:]), Claim: rand.Text()}
	claim := own.encode()
	found, err := s.claim.Run(ctx, s.client, []string{key}, claim, lease(ctx).Milliseconds()).Text()
	switch {
	case err == nil:
		answer, err := own.repeat(found)
		return Entry{Fingerprint: fingerprint, Answer: answer}, err
	case !errors.Is(err, redis.Nil):
		return Entry{}, fmt.Errorf("%w: claim idempotency key: %w", apperr.ErrUnavailable, err)
	}

	result := "" // frees the key, after a panic too
	defer func() { s.end(context.WithoutCancel(ctx), key, claim, result) }()
	answer, err := handle(ctx)
	if err == nil && answer.Succeeded() {
		result = record{Fingerprint: own.Fingerprint, Answer: &answer}.encode()
	}
	return Entry{Fingerprint: fingerprint, Answer: answer}, err
}

// lease returns how long a claim lasts.
func lease(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return max(0, time.Until(deadline)) + grace
	}
	return maxLease
}

// end ends a claim. The request has had its effect, if any, so that it gets its
// response even if that cannot be stored.
func (s *Redis) end(ctx context.Context, key, claim, result string) {
	ended, err := s.settle.Run(ctx, s.client, []string{key}, claim, result, s.ttl.Milliseconds()).Bool()
	switch {
	case err != nil:
		s.log.WarnContext(ctx, "a retry of this request will be handled again", slog.Any("error", err))
	case !ended:
		s.log.WarnContext(ctx, "a retry of this request was handled before it ended")
	}
}

// repeat returns the response for a retry that has found a record.
func (r record) repeat(found string) (Answer, error) {
	var first record
	err := json.Unmarshal([]byte(found), &first)
	switch {
	case err != nil:
		return Answer{}, fmt.Errorf("decode idempotency key: %w", err)
	case first.Fingerprint != r.Fingerprint:
		return Answer{}, apperr.ErrIdempotencyMismatch
	case first.Answer == nil:
		return Answer{}, apperr.ErrIdempotencyInProgress
	}
	return *first.Answer, nil
}

func (r record) encode() string {
	text, _ := json.Marshal(r) //nolint:errchkjson // strings and bytes always encode
	return string(text)
}
