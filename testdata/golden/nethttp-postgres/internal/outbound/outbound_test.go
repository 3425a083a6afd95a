package outbound

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sony/gobreaker/v2"

	"github.com/acme/shop/internal/apperr"
)

// TestTries counts how often calls are tried, and what becomes of the last status.
func TestTries(t *testing.T) {
	for _, tc := range []struct {
		method, key string
		statuses    []int // the last one is that of all further tries
		tries       int64
		want        error
	}{
		{http.MethodGet, "", []int{200}, 1, nil},
		{http.MethodGet, "", []int{503, 502, 200}, 3, nil},
		{http.MethodGet, "", []int{429, 204}, 2, nil},
		{http.MethodGet, "", []int{503}, 3, apperr.ErrUpstreamDown},
		{http.MethodPut, "", []int{504}, 3, apperr.ErrUpstreamTimeout},
		{http.MethodDelete, "", []int{502}, 3, apperr.ErrUpstream},
		{http.MethodPost, "", []int{503}, 1, apperr.ErrUpstreamDown},
		{http.MethodPost, "a key", []int{503, 201}, 2, nil},
		{http.MethodPatch, "", []int{502}, 1, apperr.ErrUpstream},
		{http.MethodGet, "", []int{500}, 1, apperr.ErrUpstream},
		{http.MethodGet, "", []int{404}, 1, apperr.ErrUpstream},
	} {
		synctest.Test(t, func(t *testing.T) {
			c, s := faked(t, func(_ context.Context, n int) (reply, error) {
				return reply{status: tc.statuses[min(n, len(tc.statuses))-1]}, nil
			})
			err := c.Do(t.Context(), Call{Method: tc.method, Key: tc.key}, nil)
			if tries := s.tries.Load(); tries != tc.tries || !errors.Is(err, tc.want) {
				t.Errorf("%s %q, statuses %v: %d tries, %v", tc.method, tc.key, tc.statuses, tries, err)
			}
			if last := tc.statuses[len(tc.statuses)-1]; err != nil && StatusOf(err) != last {
				t.Errorf("status %d, want %d", StatusOf(err), last)
			}
		})
	}
}

func TestBlackHole(t *testing.T) {
	for method, want := range map[string]time.Duration{
		http.MethodGet:  5 * time.Second, // in three tries, the last of them cut short
		http.MethodPost: 2 * time.Second, // in one
	} {
		synctest.Test(t, func(t *testing.T) {
			c, _ := faked(t, blackHole)
			start := time.Now()
			err := c.Do(t.Context(), Call{Method: method}, nil)
			if took := time.Since(start); took != want {
				t.Errorf("%s took %s, want %s", method, took, want)
			}
			if !errors.Is(err, apperr.ErrUpstreamTimeout) || errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", method, err)
			}
		})
	}
}

func TestLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := faked(t, func(context.Context, int) (reply, error) {
			time.Sleep(1900 * time.Millisecond)
			return reply{status: http.StatusOK}, nil
		})
		if err := get(t.Context(), c); err != nil || s.tries.Load() != 1 {
			t.Errorf("%d tries, %v", s.tries.Load(), err)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	for _, tc := range []struct {
		value string
		tries int64
		took  func(time.Duration) bool
	}{
		{"2", 2, func(d time.Duration) bool { return d == 2*time.Second }},
		{"Sat, 01 Jan 2000 00:00:03 GMT", 2, func(d time.Duration) bool { return d == 3*time.Second }}, // synctest starts at midnight
		{"Fri, 31 Dec 1999 23:59:59 GMT", 2, func(d time.Duration) bool { return d < firstPause }},
		{"soon", 2, func(d time.Duration) bool { return d < firstPause }},
		{"5", 1, func(d time.Duration) bool { return d == 0 }}, // the call would be over
		{"99999999999999999999", 2, func(d time.Duration) bool { return d < firstPause }},
	} {
		synctest.Test(t, func(t *testing.T) {
			c, s := faked(t, func(_ context.Context, n int) (reply, error) {
				if n == 1 {
					return reply{http.StatusServiceUnavailable, tc.value}, nil
				}
				return reply{status: http.StatusOK}, nil
			})
			start := time.Now()
			err := get(t.Context(), c)
			if took := time.Since(start); s.tries.Load() != tc.tries || !tc.took(took) || (err == nil) != (tc.tries == 2) {
				t.Errorf("Retry-After: %s: %d tries in %s, %v", tc.value, s.tries.Load(), took, err)
			}
		})
	}
}

// TestPauses shows that the pauses are random, and grow.
func TestPauses(t *testing.T) {
	for retry, limit := range map[int]time.Duration{1: firstPause, 2: 2 * firstPause, 3: 4 * firstPause, 20: maxPause} {
		seen := map[time.Duration]bool{}
		for range 100 {
			pause := pauseBefore(retry)
			seen[pause] = true
			if pause < 0 || pause >= limit {
				t.Errorf("pause before retry %d: %s, want less than %s", retry, pause, limit)
			}
		}
		if len(seen) < 50 {
			t.Errorf("only %d different pauses before retry %d", len(seen), retry)
		}
	}
}

// TestBudget shows that retries add a tenth to the load of a service that fails,
// even where the breaker does not open.
func TestBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := faked(t, always(http.StatusServiceUnavailable))
		c.breaker = gobreaker.NewCircuitBreaker[[]byte](gobreaker.Settings{ReadyToTrip: func(gobreaker.Counts) bool { return false }})
		const calls = 1000
		for range calls {
			if err := get(t.Context(), c); !errors.Is(err, apperr.ErrUpstreamDown) {
				t.Fatal(err)
			}
		}
		retries := s.tries.Load() - calls
		if most := int64(calls/callsPerRetry + maxRetries); retries < calls/callsPerRetry || retries > most {
			t.Errorf("%d calls were retried %d times, want at most %d", calls, retries, most)
		}
	})
}

func TestInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := faked(t, blackHole)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		for range c.cfg.MaxInFlight {
			go func() { done <- get(ctx, c) }()
		}
		synctest.Wait()
		start := time.Now()
		if err := get(t.Context(), c); !errors.Is(err, apperr.ErrUpstreamDown) || time.Since(start) != 0 {
			t.Errorf("one call too many: %v after %s", err, time.Since(start))
		}
		cancel()
		for range c.cfg.MaxInFlight {
			if err := <-done; !errors.Is(err, context.Canceled) {
				t.Errorf("canceled: %v", err)
			}
		}
		s.answer = always(http.StatusOK)
		if err := get(t.Context(), c); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

// TestCaller shows that a call ends with its caller, and is not tried again.
func TestCaller(t *testing.T) {
	pause := func(context.Context, int) (reply, error) { return reply{http.StatusServiceUnavailable, "3"}, nil }
	for _, tc := range []struct {
		name   string
		answer answer
		within time.Duration
		want   error
	}{
		{"canceled in a try", blackHole, time.Hour, context.Canceled},
		{"canceled in a pause", pause, time.Hour, context.Canceled},
		{"too late in a try", blackHole, time.Second, context.DeadlineExceeded},
		{"too late for a pause", pause, time.Second, apperr.ErrUpstreamDown},
	} {
		synctest.Test(t, func(t *testing.T) {
			c, s := faked(t, tc.answer)
			ctx, cancel := context.WithTimeout(t.Context(), tc.within)
			defer cancel()
			if errors.Is(tc.want, context.Canceled) {
				time.AfterFunc(time.Millisecond, cancel)
			}
			start := time.Now()
			err := get(ctx, c)
			if !errors.Is(err, tc.want) || s.tries.Load() != 1 || time.Since(start) > time.Second {
				t.Errorf("%s: %d tries in %s, %v", tc.name, s.tries.Load(), time.Since(start), err)
			}
		})
	}
}
