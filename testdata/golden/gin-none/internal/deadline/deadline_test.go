package deadline_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/empty/v2/internal/deadline"
)

type key struct{}

func TestDeadline(t *testing.T) {
	for name, wait := range map[string]func(context.Context){
		"waiting": func(ctx context.Context) { <-ctx.Done() },
		"asleep":  func(context.Context) { time.Sleep(time.Minute - time.Second) },
	} {
		synctest.Test(t, func(t *testing.T) {
			begin := time.Now()
			ctx, cancel := deadline.WithTimeout(context.WithValue(t.Context(), key{}, "v"), time.Minute)
			defer cancel()
			time.Sleep(time.Second) // the timer starts late, and still ends in time
			wait(ctx)
			if err := ctx.Err(); !errors.Is(err, context.DeadlineExceeded) || !errors.Is(context.Cause(ctx), err) {
				t.Errorf("%s: %v, cause: %v", name, err, context.Cause(ctx))
			}
			at, _ := ctx.Deadline()
			if want := begin.Add(time.Minute); !at.Equal(want) || !time.Now().Equal(want) || ctx.Value(key{}) != "v" {
				t.Errorf("%s: ended after %v, deadline %v, value %v", name, time.Since(begin), at, ctx.Value(key{}))
			}
		})
	}
}

func TestCancel(t *testing.T) {
	for _, waiting := range []bool{false, true} {
		ctx, cancel := deadline.WithTimeout(t.Context(), time.Minute)
		if waiting && ctx.Err() != nil {
			t.Error("canceled too early")
		}
		cancel()
		<-ctx.Done()
		if err := ctx.Err(); !errors.Is(err, context.Canceled) {
			t.Errorf("waiting %t: %v", waiting, err)
		}
	}
}

func TestParent(t *testing.T) {
	cause := errors.New("client is gone")
	parent, leave := context.WithCancelCause(t.Context())
	ctx, cancel := deadline.WithTimeout(parent, time.Minute)
	defer cancel()
	leave(cause)
	<-ctx.Done()
	if !errors.Is(ctx.Err(), context.Canceled) || !errors.Is(context.Cause(ctx), cause) {
		t.Errorf("Err: %v, cause: %v", ctx.Err(), context.Cause(ctx))
	}

	sooner, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	want, _ := sooner.Deadline()
	late, cancelLate := deadline.WithTimeout(sooner, time.Minute)
	defer cancelLate()
	if at, _ := late.Deadline(); !at.Equal(want) {
		t.Errorf("deadline after that of the parent: %v", at)
	}
}

// TestChildren makes contexts of it, as a database driver does.
func TestChildren(t *testing.T) {
	ctx, cancel := deadline.WithTimeout(t.Context(), time.Minute)
	before := runtime.NumGoroutine()
	child, stop := context.WithTimeout(ctx, time.Hour)
	defer stop()
	called := make(chan struct{})
	context.AfterFunc(child, func() { close(called) })
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines, %d before", n, before)
	}
	at, _ := child.Deadline()
	if want, _ := ctx.Deadline(); !at.Equal(want) {
		t.Errorf("the child's deadline is %v", at)
	}
	cancel()
	<-called
	if err := child.Err(); !errors.Is(err, context.Canceled) {
		t.Errorf("child: %v", err)
	}
}

func TestConcurrentUse(t *testing.T) {
	ctx, cancel := deadline.WithTimeout(t.Context(), time.Minute)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { <-ctx.Done() })
		all.Go(func() { _ = ctx.Value(key{}) })
		all.Go(func() { _ = ctx.Err() })
	}
	cancel()
	all.Wait()
}
