package redisdb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"
)

// server has the answer of a server to all commands, and counts them.
type server struct {
	answer error
	hangs  bool
	calls  int
}

func (s *server) call(ctx context.Context) error {
	s.calls++
	if s.hangs {
		<-ctx.Done()
		return fmt.Errorf("read: %w", ctx.Err())
	}
	return s.answer
}

// TestBreaker has the failures after which commands no longer reach the server.
func TestBreaker(t *testing.T) {
	for name, tc := range map[string]struct {
		server server
		calls  int // of ten that reach the server
	}{
		"answers":    {server{}, 10},
		"has no key": {server{answer: redis.Nil}, 10},
		"refuses":    {server{answer: fmt.Errorf("dial: %w", io.EOF)}, maxFailures},
		"hangs":      {server{hangs: true}, 1},
		"is busy":    {server{answer: redis.ErrPoolTimeout}, 1},
		"is closed":  {server{answer: redis.ErrClosed}, 10},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBreaker(time.Second, slog.New(slog.DiscardHandler))
				begin := time.Now()
				var err error
				for range 10 {
					err = b.do(t.Context(), tc.server.call)
				}
				if tc.server.calls != tc.calls || errors.Is(err, ErrDown) != (tc.calls < 10) {
					t.Errorf("%d calls, then %v", tc.server.calls, err)
				}
				if waited := time.Since(begin); waited > b.timeout {
					t.Errorf("waited %s", waited)
				}
			})
		})
	}
}

// TestBreakerCloses has an outage that two trials see, and that is logged once.
func TestBreakerCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var logs bytes.Buffer
		b := newBreaker(time.Second, slog.New(slog.NewTextHandler(&logs, nil)))
		s := server{hangs: true}
		for _, step := range []struct {
			hangs bool
			calls int
			down  bool
		}{
			{true, 1, false},
			{true, 1, true},
			{true, 2, false},
			{true, 2, true},
			{false, 3, false},
			{false, 4, false},
		} {
			s.hangs = step.hangs
			if step.calls > s.calls && s.calls > 0 {
				time.Sleep(retryAfter + time.Millisecond)
			}
			if err := b.do(t.Context(), s.call); s.calls != step.calls || errors.Is(err, ErrDown) != step.down {
				t.Errorf("%+v: %d calls, %v", step, s.calls, err)
			}
		}
		if strings.Count(logs.String(), "\n") != 2 || !strings.Contains(logs.String(), "deadline exceeded") {
			t.Errorf("logged:\n%s", logs.String())
		}
	})
}

// TestBreakerIgnoresCallers has callers that give up before the server is late.
func TestBreakerIgnoresCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBreaker(time.Second, slog.New(slog.DiscardHandler))
		s := server{hangs: true}
		for range 10 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
			if err := b.do(ctx, s.call); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			cancel()
		}
		if s.calls != 10 {
			t.Errorf("%d calls", s.calls)
		}
	})
}
