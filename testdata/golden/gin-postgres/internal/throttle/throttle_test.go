package throttle_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/throttle"
)

const (
	attacker = "192.0.2.1"
	owner    = "198.51.100.1"
)

func newLimiter(t *testing.T) *throttle.Limiter {
	t.Helper()
	l, err := throttle.New(throttle.Config{Attempts: 3, MaxDelay: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// fail makes failing attempts, and returns how long the last had to wait, 0 if it
// was let through.
func fail(t *testing.T, l *throttle.Limiter, times int, account, address string) (wait time.Duration) {
	t.Helper()
	for range times {
		_, err := l.Account(account, address)
		wait = waitOf(t, err)
	}
	return wait
}

func waitOf(t *testing.T, err error) time.Duration {
	t.Helper()
	if err == nil {
		return 0
	}
	early, ok := errors.AsType[*throttle.Wait](err)
	if !ok || !errors.Is(err, apperr.ErrTooManyAttempts) || early.For <= 0 {
		t.Fatalf("got %v", err)
	}
	return early.For
}

// TestDelayGrows waits as long as it is told each time.
func TestDelayGrows(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t)
		fail(t, l, 3, "ann", attacker)
		for _, want := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second} {
			if got := fail(t, l, 3, "ann", attacker); got != want {
				t.Fatalf("wait %s, want %s", got, want)
			}
			time.Sleep(want)
			if got := fail(t, l, 1, "ann", attacker); got != 0 {
				t.Fatalf("wait %s after the wait", got)
			}
		}
		time.Sleep(time.Hour)
		if got := fail(t, l, 3, "ann", attacker); got != 0 {
			t.Errorf("wait %s after an hour", got)
		}
	})
}

// TestOwnerIsNotLockedOut has an attacker with many addresses.
func TestOwnerIsNotLockedOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t)
		attempt, err := l.Account("ann", owner)
		if err != nil {
			t.Fatal(err)
		}
		attempt.Succeeded()
		for i := range 100 {
			fail(t, l, 1, "ann", fmt.Sprintf("192.0.2.%d", i))
		}
		if fail(t, l, 1, "ann", attacker) == 0 {
			t.Error("many addresses: no wait")
		}
		if got := fail(t, l, 1, "ann", owner); got != 0 {
			t.Errorf("the owner waits %s", got)
		}
		if got := fail(t, l, 1, "bob", attacker); got != 0 {
			t.Errorf("another account waits %s", got)
		}
	})
}

// TestOneAddress has an attacker with many accounts, one of which is theirs.
func TestOneAddress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t)
		for i := range 30 {
			if got := fail(t, l, 1, fmt.Sprint("user", i), attacker); got != 0 {
				t.Fatalf("attempt %d waits %s", i, got)
			}
			attempt, err := l.Account("attacker", attacker)
			if err != nil && i < 29 {
				t.Fatal(err)
			}
			if err == nil {
				attempt.Succeeded()
			}
		}
		if fail(t, l, 1, "ann", attacker) == 0 {
			t.Error("no wait")
		}
		if got := fail(t, l, 1, "ann", owner); got != 0 {
			t.Errorf("another address waits %s", got)
		}
	})
}

func TestUndo(t *testing.T) {
	t.Parallel()
	l := newLimiter(t)
	for i := range 100 {
		attempt, err := l.Address("refresh", attacker)
		if err != nil {
			t.Fatalf("attempt %d: %v", i, err)
		}
		attempt.Undo()
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(t)
		for range 30 {
			if _, err := l.Address("register", attacker); err != nil {
				t.Fatal(err)
			}
		}
		_, err := l.Address("register", attacker)
		if got := waitOf(t, err); got != time.Second {
			t.Errorf("wait %s", got)
		}
		if early, ok := errors.AsType[*throttle.Wait](err); !ok || early.RetryAfter() != "1" {
			t.Errorf("got %v", err)
		}
		if _, err := l.Address("refresh", attacker); err != nil {
			t.Errorf("another purpose: %v", err)
		}
	})
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	good := throttle.Config{Attempts: 1, MaxDelay: time.Second, TrustedProxies: "10.0.0.0/8"}
	if err := good.Validate(); err != nil {
		t.Errorf("good: %v", err)
	}
	err := throttle.Config{TrustedProxies: "proxy"}.Validate()
	for _, name := range []string{"AUTH_ATTEMPTS", "AUTH_MAX_DELAY", `AUTH_TRUSTED_PROXIES: "proxy"`} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want %s too", err, name)
		}
	}
}
