package deadline_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/payments/internal/deadline"
)

type key struct{}

func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		ctx := deadline.New(context.WithValue(t.Context(), key{}, "v"), time.Minute)
		defer ctx.End()
		if at, ok := ctx.Deadline(); !ok || !at.Equal(begin.Add(time.Minute)) {
			t.Errorf("Deadline: %v, %t", at, ok)
		}
		time.Sleep(time.Second) // the timer starts late, and still ends in time
		<-ctx.Done()
		if took := time.Since(begin); took != time.Minute {
			t.Errorf("ended after %v", took)
		}
		if err := ctx.Err(); !errors.Is(err, context.DeadlineExceeded) || !errors.Is(context.Cause(ctx), err) {
			t.Errorf("Err: %v, cause: %v", err, context.Cause(ctx))
		}
		if got := ctx.Value(key{}); got != "v" {
			t.Errorf("Value: %v", got)
		}
	})
}

func TestErrWithoutWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := deadline.New(t.Context(), time.Minute)
		defer ctx.End()
		time.Sleep(time.Minute)
		if err := ctx.Err(); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Err: %v", err)
		}
	})
}

func TestEnd(t *testing.T) {
	for name, use := range map[string]func(context.Context) error{
		"unused":  func(context.Context) error { return nil },
		"waiting": func(ctx context.Context) error { _ = ctx.Done(); return ctx.Err() },
	} {
		ctx := deadline.New(t.Context(), time.Minute)
		if err := use(ctx); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		ctx.End()
		<-ctx.Done()
		if err := ctx.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestParent(t *testing.T) {
	cause := errors.New("client is gone")
	parent, cancel := context.WithCancelCause(t.Context())
	ctx := deadline.New(parent, time.Minute)
	defer ctx.End()
	cancel(cause)
	<-ctx.Done()
	if !errors.Is(ctx.Err(), context.Canceled) || !errors.Is(context.Cause(ctx), cause) {
		t.Errorf("Err: %v, cause: %v", ctx.Err(), context.Cause(ctx))
	}

	sooner, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	want, _ := sooner.Deadline()
	late := deadline.New(sooner, time.Minute)
	defer late.End()
	if at, _ := late.Deadline(); !at.Equal(want) {
		t.Errorf("deadline after that of the parent: %v", at)
	}
}

// TestChildren makes contexts of it, as a database driver does.
func TestChildren(t *testing.T) {
	ctx := deadline.New(t.Context(), time.Minute)
	before := runtime.NumGoroutine()
	child, cancel := context.WithTimeout(ctx, time.Hour)
	defer cancel()
	called := make(chan struct{})
	context.AfterFunc(child, func() { close(called) })
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines, %d before", n, before)
	}
	at, _ := child.Deadline()
	if want, _ := ctx.Deadline(); !at.Equal(want) {
		t.Errorf("the child's deadline is %v", at)
	}
	ctx.End()
	<-called
	if err := child.Err(); !errors.Is(err, context.Canceled) {
		t.Errorf("child: %v", err)
	}
}

func TestConcurrentUse(t *testing.T) {
	ctx := deadline.New(t.Context(), time.Minute)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { <-ctx.Done() })
		all.Go(func() { _ = ctx.Value(key{}) })
		all.Go(func() { _ = ctx.Err() })
	}
	ctx.End()
	all.Wait()
}
