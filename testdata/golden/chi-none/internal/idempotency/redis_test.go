package idempotency_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/idempotency"
	"github.com/acme/shelf/internal/redisdb"
	"github.com/acme/shelf/internal/redisdb/redistest"
)

// instance returns the store of an instance of the service.
func instance(client *redisdb.Client) *idempotency.Redis {
	return idempotency.NewRedis(client, time.Hour, slog.New(slog.DiscardHandler))
}

// responds returns a handler with a response.
func responds(status int, body string) idempotency.Handler {
	return func(context.Context) (idempotency.Answer, error) {
		return idempotency.Answer{Status: status, Header: map[string]string{"Location": "/1"}, Body: []byte(body)}, nil
	}
}

func TestRedis(t *testing.T) {
	client, failure := redistest.New(t), errors.New("failure")
	for _, tc := range []struct {
		name        string
		fingerprint byte
		handle      idempotency.Handler
		body        string
		err         error
	}{
		{"error", 1, func(context.Context) (idempotency.Answer, error) {
			return idempotency.Answer{Status: http.StatusOK}, failure
		}, "", failure},
		{"panic", 1, func(context.Context) (idempotency.Answer, error) { panic(failure) }, "", nil},
		{"refused", 1, responds(http.StatusConflict, "refused"), "refused", nil},
		{"done", 1, responds(http.StatusCreated, "made"), "made", nil},
		{"repeat", 1, responds(http.StatusCreated, "made again"), "made", nil},
		{"another request", 2, responds(http.StatusCreated, "made again"), "", apperr.ErrIdempotencyMismatch},
	} {
		var entry idempotency.Entry
		var err error
		func() {
			defer func() { _ = recover() }()
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			entry, err = instance(client).Do(ctx, idempotency.ID{1}, idempotency.Fingerprint{tc.fingerprint}, func(ctx context.Context) (idempotency.Answer, error) {
				leave() // the client does not wait for the response
				return tc.handle(ctx)
			})
		}()
		if string(entry.Answer.Body) != tc.body || !errors.Is(err, tc.err) {
			t.Errorf("%s: %+v %v", tc.name, entry, err)
		}
		if tc.body == "made" && (entry.Fingerprint[0] != 1 || entry.Answer.Status != http.StatusCreated || entry.Answer.Header["Location"] != "/1") {
			t.Errorf("%s: %+v", tc.name, entry)
		}
	}
}

func TestRedisWhileAnotherInstanceHandles(t *testing.T) {
	client := redistest.New(t)
	_, err := instance(client).Do(t.Context(), idempotency.ID{1}, idempotency.Fingerprint{1}, func(ctx context.Context) (idempotency.Answer, error) {
		for fingerprint, want := range map[byte]error{1: apperr.ErrIdempotencyInProgress, 2: apperr.ErrIdempotencyMismatch} {
			if _, err := instance(client).Do(ctx, idempotency.ID{1}, idempotency.Fingerprint{fingerprint}, responds(http.StatusOK, "")); !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		}
		return responds(http.StatusOK, "")(ctx)
	})
	if err != nil {
		t.Error(err)
	}
}

// TestRedisOfManyInstances sends a request many times at once.
func TestRedisOfManyInstances(t *testing.T) {
	client := redistest.New(t)
	var handled atomic.Int64
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			entry, err := instance(client).Do(t.Context(), idempotency.ID{1}, idempotency.Fingerprint{}, func(ctx context.Context) (idempotency.Answer, error) {
				handled.Add(1)
				return responds(http.StatusOK, "once")(ctx)
			})
			if string(entry.Answer.Body) != "once" && !errors.Is(err, apperr.ErrIdempotencyInProgress) {
				t.Errorf("%+v %v", entry, err)
			}
		})
	}
	all.Wait()
	if handled.Load() != 1 {
		t.Errorf("handled %d times", handled.Load())
	}
}

// TestRedisExpiry checks that a claim outlives its request, and that no key is kept
// forever.
func TestRedisExpiry(t *testing.T) {
	client := redistest.New(t)
	expiry := func(ctx context.Context) time.Duration {
		keys, err := client.Keys(ctx, client.Prefix+"*").Result()
		if err != nil || len(keys) != 1 {
			t.Fatal(keys, err)
		}
		return client.PTTL(ctx, keys[0]).Val()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	_, err := instance(client).Do(ctx, idempotency.ID{1}, idempotency.Fingerprint{}, func(ctx context.Context) (idempotency.Answer, error) {
		if got := expiry(ctx); got <= 10*time.Minute || got > 11*time.Minute {
			t.Errorf("the claim lasts %s", got)
		}
		return responds(http.StatusOK, "")(ctx)
	})
	if got := expiry(ctx); err != nil || got <= 11*time.Minute || got > time.Hour {
		t.Errorf("the response is kept for %s: %v", got, err)
	}
}

// TestRedisAway refuses what it cannot claim.
func TestRedisAway(t *testing.T) {
	server, cfg := redistest.Start(t)
	client := redistest.Open(t, cfg)
	server.Close()
	_, err := instance(client).Do(t.Context(), idempotency.ID{1}, idempotency.Fingerprint{}, func(context.Context) (idempotency.Answer, error) {
		t.Error("handled")
		return idempotency.Answer{}, nil
	})
	if !errors.Is(err, apperr.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}

// TestRedisGoesAway has responses that cannot be stored. Their requests get them,
// and retries wait until the claim has ended.
func TestRedisGoesAway(t *testing.T) {
	server, cfg := redistest.Start(t)
	log := &bytes.Buffer{}
	store := idempotency.NewRedis(redistest.Open(t, cfg), time.Hour, slog.New(slog.NewTextHandler(log, nil)))
	do := func(failure string) (idempotency.Entry, error) {
		return store.Do(t.Context(), idempotency.ID{1}, idempotency.Fingerprint{}, func(ctx context.Context) (idempotency.Answer, error) {
			server.SetError(failure)
			return responds(http.StatusOK, "done")(ctx)
		})
	}
	if entry, err := do("LOADING"); string(entry.Answer.Body) != "done" || err != nil {
		t.Errorf("%+v %v", entry, err)
	}
	server.SetError("")
	if _, err := do(""); !errors.Is(err, apperr.ErrIdempotencyInProgress) {
		t.Errorf("retry: %v", err)
	}
	server.FastForward(time.Minute)
	if _, err := do(""); err != nil {
		t.Errorf("after the claim: %v", err)
	}
	if strings.Count(log.String(), "level=WARN") != 1 {
		t.Errorf("want one record:\n%s", log)
	}
}

// TestRedisLate has a request that ends after a retry, whose response is kept.
func TestRedisLate(t *testing.T) {
	server, cfg := redistest.Start(t)
	client := redistest.Open(t, cfg)
	do := func(handle idempotency.Handler) string {
		entry, err := instance(client).Do(t.Context(), idempotency.ID{1}, idempotency.Fingerprint{}, handle)
		if err != nil {
			t.Error(err)
		}
		return string(entry.Answer.Body)
	}
	late := do(func(ctx context.Context) (idempotency.Answer, error) {
		server.FastForward(time.Minute)
		do(responds(http.StatusOK, "second"))
		return responds(http.StatusOK, "first")(ctx)
	})
	if again := do(responds(http.StatusOK, "third")); late != "first" || again != "second" {
		t.Errorf("got %s, then %s", late, again)
	}
}
