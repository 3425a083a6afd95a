package outbound

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sony/gobreaker/v2"

	"github.com/acme/everything/internal/apperr"
)

// opened returns a client whose breaker is open, because the service fails.
func opened(t *testing.T) (*Client, *service) {
	t.Helper()
	c, s := faked(t, always(http.StatusInternalServerError))
	for range minCalls {
		if err := get(t.Context(), c); StatusOf(err) != http.StatusInternalServerError {
			t.Fatal(err)
		}
	}
	if err := c.Check(t.Context()); err == nil {
		t.Fatal("the breaker is closed")
	}
	s.tries.Store(0)
	return c, s
}

// refuses makes calls that the breaker refuses, and checks how many requests there
// have been.
func refuses(t *testing.T, c *Client, s *service, requests int64) {
	t.Helper()
	for range 100 {
		if err := get(t.Context(), c); !errors.Is(err, apperr.ErrUpstreamDown) || StatusOf(err) != 0 {
			t.Fatal(err)
		}
	}
	if got := s.tries.Load(); got != requests {
		t.Errorf("%d requests, want %d", got, requests)
	}
}

// TestBreaker shows that a service that fails gets no calls but a few trials, and
// all of them once these succeed.
func TestBreaker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := opened(t)
		refuses(t, c, s, 0)

		time.Sleep(openTime + time.Millisecond)
		s.answer = always(http.StatusServiceUnavailable)
		if err := get(t.Context(), c); StatusOf(err) != http.StatusServiceUnavailable {
			t.Errorf("trial: %v", err)
		}
		refuses(t, c, s, 1) // a trial is not retried

		time.Sleep(openTime + time.Millisecond)
		s.answer = always(http.StatusOK)
		for range trialCalls {
			if state := c.breaker.State(); state != gobreaker.StateHalfOpen {
				t.Errorf("%s before the trials are over", state)
			}
			if err := get(t.Context(), c); err != nil {
				t.Errorf("trial: %v", err)
			}
		}
		if state := c.breaker.State(); state != gobreaker.StateClosed {
			t.Errorf("%s after the trials", state)
		}
	})
}

// TestRareCalls shows that a breaker without calls for trials is no reason to
// report the service as down.
func TestRareCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := opened(t)
		time.Sleep(openTime + time.Millisecond)
		if err := c.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestTrials shows that few trials run at a time, and that one whose caller leaves
// makes room for another.
func TestTrials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := opened(t)
		time.Sleep(openTime + time.Millisecond)
		s.answer = blackHole
		ctx, cancel := context.WithCancel(t.Context())
		const calls = 10 * trialCalls
		done := make(chan error, calls)
		for range calls {
			go func() { done <- get(ctx, c) }()
		}
		synctest.Wait()
		if got := s.tries.Load(); got != trialCalls {
			t.Errorf("%d trials at a time, want %d", got, trialCalls)
		}
		cancel()
		for range calls {
			if err := <-done; err == nil {
				t.Error("a call that was canceled has no error")
			}
		}
		s.answer = always(http.StatusOK)
		for range trialCalls {
			if err := get(t.Context(), c); err != nil {
				t.Errorf("after trials that were canceled: %v", err)
			}
		}
		if state := c.breaker.State(); state != gobreaker.StateClosed {
			t.Errorf("%s after the trials", state)
		}
	})
}

// TestHealthy shows what is no failure of the service.
func TestHealthy(t *testing.T) {
	canceled := func(t *testing.T) context.Context {
		t.Helper()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		return ctx
	}
	impatient := func(t *testing.T) context.Context {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		t.Cleanup(cancel)
		return ctx
	}
	for name, tc := range map[string]struct {
		answer  answer
		context func(*testing.T) context.Context
	}{
		"bad request": {always(http.StatusBadRequest), (*testing.T).Context},
		"not found":   {always(http.StatusNotFound), (*testing.T).Context},
		"redirect":    {always(http.StatusFound), (*testing.T).Context},
		"canceled":    {blackHole, canceled},
		"impatient":   {blackHole, impatient},
	} {
		synctest.Test(t, func(t *testing.T) {
			c, _ := faked(t, tc.answer)
			done := make(chan error)
			for range 2 * minCalls {
				go func() { done <- get(tc.context(t), c) }()
			}
			for range 2 * minCalls {
				if err := <-done; err == nil || StatusOf(err) == 0 && errors.Is(err, apperr.ErrUpstreamDown) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if state := c.breaker.State(); state != gobreaker.StateClosed {
				t.Errorf("%s: %s", name, state)
			}
		})
	}
}
