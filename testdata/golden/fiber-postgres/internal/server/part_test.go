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

	"github.com/acme/rooms/internal/health"
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
			Stage{j.part("telemetry", state)},
			Stage{j.loop("consumer")},
			Stage{j.part("public", state), j.part("rpc", state)},
			Stage{j.part("registration", state)},
		)
		if err != nil {
			t.Errorf("Run: %v", err)
		}
		slices.Sort(j.events[6:8])   // those of a stage drain at the same time
		slices.Sort(j.events[11:13]) // and so they stop
		want := []string{
			"start telemetry", "start public", "start rpc", "start registration", "signal",
			"drain registration", "drain public", "drain rpc", "drain telemetry", "delay",
			"stop registration", "stop public", "stop rpc", "stop consumer", "stop telemetry",
		}
		if !slices.Equal(j.events, want) {
			t.Errorf("got\n%q, want\n%q", j.events, want)
		}
	})
}

func TestRunEndsWhenAPartFails(t *testing.T) {
	errBroken := errors.New("broken")
	for name, broken := range map[string]Part{
		"at its start": {Name: "broken", Start: func(context.Context) error { return errBroken }},
		"later": {Name: "broken", Run: func(context.Context) error {
			time.Sleep(time.Hour)
			return errBroken
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var j journal
				state := health.New()
				begin, cfg := time.Now(), Config{ShutdownDelay: 24 * time.Hour, ShutdownTimeout: 48 * time.Hour}
				err := Run(t.Context(), cfg, slog.New(slog.DiscardHandler), state, Stage{j.part("first", state)}, Stage{broken}, Stage{})
				if !errors.Is(err, errBroken) || !strings.Contains(err.Error(), "broken: ") {
					t.Errorf("Run: %v", err)
				}
				if want := []string{"start first", "drain first", "stop first"}; !slices.Equal(j.events, want) {
					t.Errorf("got %q, want %q", j.events, want)
				}
				if time.Since(begin) > cfg.ShutdownDelay {
					t.Error("a service that failed waits for its clients")
				}
			})
		})
	}
}

func TestRunEndsWhenAPartReturns(t *testing.T) {
	idle := Part{Name: "idle", Run: func(context.Context) error { return nil }}
	err := Run(t.Context(), Config{ShutdownTimeout: time.Minute}, slog.New(slog.DiscardHandler), health.New(), Stage{idle})
	if err == nil || !strings.Contains(err.Error(), "idle: ended by itself") {
		t.Errorf("Run: %v", err)
	}
}

func TestRunGivesUpAtItsTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var j journal
		state := health.New()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		release := make(chan struct{})
		defer close(release)
		stuck := Part{Name: "stuck", Run: func(context.Context) error { <-release; return nil }}
		begin, cfg := time.Now(), Config{ShutdownDelay: time.Second, ShutdownTimeout: time.Minute}
		err := Run(ctx, cfg, slog.New(slog.DiscardHandler), state, Stage{j.part("first", state)}, Stage{stuck})
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "stuck") {
			t.Errorf("Run: %v", err)
		}
		if took := time.Since(begin); took > cfg.ShutdownTimeout+2*time.Second {
			t.Errorf("it took %v", took)
		}
		if !slices.Contains(j.events, "stop first") {
			t.Errorf("got %q", j.events)
		}
	})
}
