package server

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/notes/internal/health"
)

// journal notes what happens, in its order.
type journal struct {
	mu     sync.Mutex
	events []string
}

func (j *journal) note(event string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.events = append(j.events, event)
}

// part returns a part that notes what is asked of it and takes a second to
// stop.
func (j *journal) part(name string, state *health.State) Part {
	stopped := make(chan struct{})
	return Part{
		Name: name,
		Start: func(context.Context) error {
			if state.Serving() {
				j.note("serving before the start")
			}
			j.note("start " + name)
			return nil
		},
		Run: func(context.Context) error { <-stopped; return nil },
		Drain: func(context.Context) error {
			if state.Serving() {
				j.note("drain before readiness failed")
			}
			j.note("drain " + name)
			return nil
		},
		Stop: func(context.Context) error {
			time.Sleep(time.Second)
			j.note("stop " + name)
			close(stopped)
			return nil
		},
	}
}

// loop returns a part that has nothing but Run.
func (j *journal) loop(name string) Part {
	return Part{Name: name, Run: func(ctx context.Context) error {
		<-ctx.Done()
		j.note("stop " + name)
		return ctx.Err()
	}}
}

func TestRunStopsInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		state := health.New()
		cfg := Config{ShutdownDelay: time.Minute, ShutdownTimeout: time.Hour}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Hour, func() { j.note("signal"); cancel() })
		time.AfterFunc(time.Hour+cfg.ShutdownDelay-1, func() { j.note("delay") })
		err := Run(ctx, cfg, slog.New(slog.DiscardHandler), state,
			Stage{j.part("inner", state)},
			Stage{j.loop("loop")},
			Stage{j.part("one", state), j.part("two", state)},
			Stage{j.part("outer", state)},
		)
		if err != nil {
			t.Errorf("Run: %v", err)
		}
		slices.Sort(j.events[6:8])   // those of a stage drain at the same time
		slices.Sort(j.events[11:13]) // and so they stop
		want := []string{
			"start inner", "start one", "start two", "start outer", "signal",
			"drain outer", "drain one", "drain two", "drain inner", "delay",
			"stop outer", "stop one", "stop two", "stop loop", "stop inner",
		}
		if !slices.Equal(j.events, want) {
			t.Errorf("got\n%q, want\n%q", j.events, want)
		}
	})
}

func TestRunEndsWhenAPartFails(t *testing.T) {
	errBroken := errors.New("broken")
	for want, broken := range map[string]Part{
		"start part: broken":    {Name: "part", Start: func(context.Context) error { return errBroken }},
		"part: broken":          {Name: "part", Run: func(context.Context) error { time.Sleep(time.Hour); return errBroken }},
		"part: ended by itself": {Name: "part", Run: func(context.Context) error { return nil }},
	} {
		synctest.Test(t, func(t *testing.T) {
			var j journal
			state := health.New()
			begin, cfg := time.Now(), Config{ShutdownDelay: 24 * time.Hour, ShutdownTimeout: 48 * time.Hour}
			err := Run(t.Context(), cfg, slog.New(slog.DiscardHandler), state, Stage{j.part("first", state)}, Stage{broken}, Stage{})
			if err == nil || err.Error() != want {
				t.Errorf("Run: %v, want %s", err, want)
			}
			if events := []string{"start first", "drain first", "stop first"}; !slices.Equal(j.events, events) {
				t.Errorf("%s: got %q, want %q", want, j.events, events)
			}
			if time.Since(begin) > cfg.ShutdownDelay {
				t.Errorf("%s: waits for clients", want)
			}
		})
	}
}

func TestRunGivesUpAtItsTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		state, release := health.New(), make(chan struct{})
		defer close(release)
		stuck := Part{Name: "stuck", Run: func(context.Context) error { <-release; return nil }}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		begin, cfg := time.Now(), Config{ShutdownDelay: time.Second, ShutdownTimeout: time.Minute}
		err := Run(ctx, cfg, slog.New(slog.DiscardHandler), state, Stage{j.part("first", state)}, Stage{stuck})
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "stuck") {
			t.Errorf("Run: %v", err)
		}
		if took := time.Since(begin); took > cfg.ShutdownTimeout+2*time.Second || !slices.Contains(j.events, "stop first") {
			t.Errorf("it took %v: %q", took, j.events)
		}
	})
}
