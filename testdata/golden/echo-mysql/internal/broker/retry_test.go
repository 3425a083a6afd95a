package broker

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
)

// TestBackoff has waits that become longer up to maxWait, and one that ends early.
func TestBackoff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var pause backoff
		for want := minWait; ; want *= 2 {
			want = min(want, maxWait)
			begin := time.Now()
			if waited := pause.wait(t.Context()); !waited {
				t.Fatal("did not wait")
			}
			if waited := time.Since(begin); waited < want/2 || waited > want {
				t.Errorf("waited %s instead of %s", waited, want)
			}
			if want == maxWait {
				break
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if pause.wait(ctx) {
			t.Error("waited although the context has ended")
		}
	})
}

// TestRun has a consumer that fails at once, works for a while, and ends with its
// context.
func TestRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		calls := 0
		err := newClosing().run(ctx, slog.New(slog.DiscardHandler), func(context.Context) error {
			calls++
			switch calls {
			case 5:
				time.Sleep(time.Hour)
			case 6:
				cancel()
			}
			return errors.New("lost")
		})
		if err != nil || calls != 6 {
			t.Errorf("%d calls, %v", calls, err)
		}
	})
}

// TestClosing has a Broker that is closed twice while a message fails.
func TestClosing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClosing()
		log := slog.New(slog.DiscardHandler)
		time.AfterFunc(time.Hour, func() {
			c.close()
			c.close()
		})
		err := c.run(t.Context(), log, func(ctx context.Context) error {
			if deliver(ctx, log, Message{}, func(context.Context, Message) error { return errors.New("never") }) {
				t.Error("delivered")
			}
			return ctx.Err()
		})
		if !errors.Is(err, errClosed) {
			t.Errorf("got %v", err)
		}
	})
}
