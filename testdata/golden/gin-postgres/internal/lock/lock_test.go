package lock_test

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"github.com/acme/notes/internal/lock"
)

const ttl = 3 * time.Second

var errWork = errors.New("did not work")

// process is a client of the server that other processes do not share.
type process struct {
	*lock.Locker
	client *redis.Client
	cut    atomic.Bool // from the server
}

func newServer(t *testing.T) *miniredis.Miniredis {
	t.Helper()
	server := miniredis.NewMiniRedis()
	server.ClockTTL(true)
	t.Cleanup(server.Close)
	return server
}

func start(t *testing.T, server *miniredis.Miniredis) *process {
	t.Helper()
	p := &process{}
	p.client = redis.NewClient(&redis.Options{
		MaxRetries: -1, DialerRetries: 1,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			conn, err := server.Dial()
			return &connection{Conn: conn, cut: &p.cut}, err
		},
	})
	t.Cleanup(func() { _ = p.client.Close() })
	p.Locker = lock.New(p.client, "test:")
	return p
}

// connection is one that a process can be cut off from.
type connection struct {
	net.Conn
	cut *atomic.Bool
}

func (c *connection) Write(data []byte) (int, error) {
	if c.cut.Load() {
		return 0, errors.New("cut off")
	}
	return c.Conn.Write(data)
}

// ledger is what the lock protects. It refuses a writer with an old fence.
type ledger struct {
	fence  int64
	writer string
}

func (l *ledger) write(fence int64, writer string) bool {
	if fence < l.fence {
		return false
	}
	l.fence, l.writer = fence, writer
	return true
}

// TestContention has processes that work one at a time, each with a greater fence.
func TestContention(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const processes, rounds = 10, 20
		server := newServer(t)
		var inside, done atomic.Int64
		var last int64
		var group sync.WaitGroup
		for range processes {
			p := start(t, server)
			group.Go(func() {
				for range rounds {
					err := p.Do(t.Context(), "door", ttl, time.Hour, func(_ context.Context, fence int64) error {
						if n := inside.Add(1); n != 1 || fence <= last {
							t.Errorf("%d inside, fence %d after %d", n, fence, last)
						}
						last = fence
						time.Sleep(5 * time.Millisecond)
						inside.Add(-1)
						done.Add(1)
						return nil
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		if done.Load() != processes*rounds {
			t.Errorf("done %d times", done.Load())
		}
	})
}

// TestLongWork works for longer than the lock lasts unless it is extended.
func TestLongWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t)
		one, two := start(t, server), start(t, server)
		err := one.Try(t.Context(), "door", ttl, func(ctx context.Context, _ int64) error {
			for range 10 {
				time.Sleep(ttl / 2)
				if err := two.Try(ctx, "door", ttl, never(t)); !errors.Is(err, lock.ErrNotAcquired) {
					t.Errorf("the other: %v", err)
				}
			}
			return ctx.Err()
		})
		if err != nil {
			t.Error(err)
		}
		if err := two.Try(t.Context(), "door", ttl, nothing); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	})
}

func never(t *testing.T) func(context.Context, int64) error {
	t.Helper()
	return func(context.Context, int64) error {
		t.Error("worked")
		return nil
	}
}

func nothing(context.Context, int64) error { return nil }

// TestDeath has a holder that never returns, and is cut off from the server as if
// it were dead.
func TestDeath(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t)
		one, two := start(t, server), start(t, server)
		dead, returned := make(chan struct{}), make(chan error)
		go func() {
			returned <- one.Try(t.Context(), "door", ttl, func(context.Context, int64) error {
				one.cut.Store(true)
				<-dead
				return nil
			})
		}()
		synctest.Wait()
		if err := two.Do(t.Context(), "door", ttl, ttl-time.Second, never(t)); !errors.Is(err, lock.ErrNotAcquired) {
			t.Errorf("too early: %v", err)
		}
		if err := two.Do(t.Context(), "door", ttl, 2*time.Second, nothing); err != nil {
			t.Errorf("after its end: %v", err)
		}
		close(dead)
		if err := <-returned; !errors.Is(err, lock.ErrLost) {
			t.Errorf("the dead: %v", err)
		}
	})
}

// TestTheft deletes the lock of a process and gives it to another, whose lock the
// first must leave alone.
func TestTheft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t)
		one, two := start(t, server), start(t, server)
		err := one.Try(t.Context(), "door", ttl, func(ctx context.Context, fence int64) error {
			server.Del("test:lock:door")
			return two.Try(context.WithoutCancel(ctx), "door", ttl, func(other context.Context, greater int64) error {
				<-ctx.Done()
				if cause := context.Cause(ctx); !errors.Is(cause, lock.ErrLost) || greater <= fence {
					t.Errorf("cause %v, fence %d after %d", cause, greater, fence)
				}
				return other.Err()
			})
		})
		if !errors.Is(err, lock.ErrLost) || errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

// TestReleasedForOthers has a first holder that returns while the second works.
func TestReleasedForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t)
		one, two := start(t, server), start(t, server)
		err := two.Do(t.Context(), "door", ttl, 0, func(ctx context.Context, _ int64) error {
			server.Del("test:lock:door")
			return one.Try(ctx, "door", ttl, nothing)
		})
		if !errors.Is(err, lock.ErrLost) {
			t.Errorf("got %v", err)
		}
	})
}

// TestLateWriter pauses a writer for longer than its lock, so that it does not see
// that it has lost it.
func TestLateWriter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t)
		one, two := start(t, server), start(t, server)
		var book ledger
		err := one.Try(t.Context(), "door", ttl, func(ctx context.Context, fence int64) error {
			one.cut.Store(true)
			time.Sleep(2 * ttl)
			if err := two.Try(context.WithoutCancel(ctx), "door", ttl, func(_ context.Context, fence int64) error {
				if !book.write(fence, "two") {
					t.Error("refused two")
				}
				return nil
			}); err != nil {
				t.Error(err)
			}
			if book.write(fence, "one") {
				t.Error("accepted the late writer")
			}
			return nil
		})
		if !errors.Is(err, lock.ErrLost) || book.writer != "two" {
			t.Errorf("written by %s, %v", book.writer, err)
		}
	})
}

// TestLostData has fences that go on although the server has forgotten the last.
func TestLostData(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t)
		p := start(t, server)
		var last int64
		for range 3 {
			err := p.Try(t.Context(), "door", ttl, func(_ context.Context, fence int64) error {
				if fence <= last {
					t.Errorf("fence %d after %d", fence, last)
				}
				last = fence
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			server.FlushAll()
			time.Sleep(time.Millisecond)
		}
	})
}

// TestServerDown loses the server in the middle of the work, for a while or for good.
func TestServerDown(t *testing.T) {
	for name, tc := range map[string]struct {
		outage time.Duration
		lost   bool
	}{
		"for a while": {ttl / 6, false},
		"for good":    {time.Hour, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := start(t, newServer(t))
				begin := time.Now()
				err := p.Try(t.Context(), "door", ttl, func(ctx context.Context, _ int64) error {
					time.Sleep(ttl/3 - time.Millisecond)
					p.cut.Store(true)
					back := time.AfterFunc(tc.outage, func() { p.cut.Store(false) })
					defer back.Stop()
					select {
					case <-ctx.Done():
						if after := time.Since(begin); after > 2*ttl/3 {
							t.Errorf("noticed after %s", after)
						}
						return context.Cause(ctx)
					case <-time.After(5 * ttl):
						return nil
					}
				})
				if errors.Is(err, lock.ErrLost) != tc.lost {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

// TestRefused has callers that are told at once, or as soon as they give up.
func TestRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := start(t, newServer(t))
		begin := time.Now()
		if err := p.Try(t.Context(), "door", ttl, func(ctx context.Context, _ int64) error {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			if err := p.Do(ctx, "door", ttl, time.Hour, never(t)); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("the caller gave up: %v", err)
			}
			return errWork
		}); !errors.Is(err, errWork) {
			t.Errorf("got %v", err)
		}
		p.cut.Store(true)
		if err := p.Do(t.Context(), "door", ttl, time.Hour, never(t)); err == nil || errors.Is(err, lock.ErrNotAcquired) {
			t.Errorf("the server is down: %v", err)
		}
		if waited := time.Since(begin); waited != time.Second {
			t.Errorf("waited %s", waited)
		}
	})
}

// TestOnce has periodic work of three processes, in an hour with an outage of ten
// minutes.
func TestOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t)
		var all []*process
		var done, failed atomic.Int64
		work := func(context.Context) error {
			if done.Add(1) == 10 {
				return errWork
			}
			return nil
		}
		for i := range 3 {
			p := start(t, server)
			all = append(all, p)
			once := p.Once("work", time.Minute, work)
			go everyMinute(t.Context(), time.Duration(i+1)*time.Second, once, &failed)
		}
		after := func(d time.Duration, down bool, want int64) {
			t.Helper()
			time.Sleep(d)
			if got := done.Load(); got != want {
				t.Errorf("done %d times, want %d", got, want)
			}
			for _, p := range all {
				p.cut.Store(down)
			}
		}
		// One has failed, and another process has done it again.
		after(30*time.Minute, true, 30+1)
		after(10*time.Minute, false, 30+1+3*10)
		after(20*time.Minute+time.Minute, false, 30+1+3*10+20)
		if got := failed.Load(); got != 1 {
			t.Errorf("failed %d times", got)
		}
	})
}

// everyMinute does work in each minute of an hour, and counts when it fails.
func everyMinute(ctx context.Context, second time.Duration, work func(context.Context) error, failed *atomic.Int64) {
	time.Sleep(second)
	for range 60 {
		if err := work(ctx); err != nil {
			failed.Add(1)
		}
		time.Sleep(time.Minute)
	}
}
