package health_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/health"
)

var errDown = errors.New("connection refused")

func up(context.Context) error   { return nil }
func down(context.Context) error { return errDown }

// serving returns a State with checks that is serving.
func serving(checks ...health.Check) *health.State {
	state := health.New(checks...)
	state.SetServing(true)
	return state
}

func TestReady(t *testing.T) {
	if err := serving().Ready(t.Context()); err != nil {
		t.Errorf("without checks: %v", err)
	}
	if err := serving(health.Check{Name: "a", Run: up}).Ready(t.Context()); err != nil {
		t.Errorf("all up: %v", err)
	}
	err := serving(
		health.Check{Name: "a", Run: down},
		health.Check{Name: "b", Run: up},
		health.Check{Name: "c", Run: down},
	).Ready(t.Context())
	if !errors.Is(err, apperr.ErrUnavailable) || !errors.Is(err, errDown) {
		t.Errorf("some down: %v", err)
	}
	if text := err.Error(); !strings.Contains(text, "a: ") || !strings.Contains(text, "c: ") || strings.Contains(text, "b: ") {
		t.Errorf("some down: %v", err)
	}
}

func TestServing(t *testing.T) {
	state := health.New()
	for _, want := range []bool{false, true, false} {
		state.SetServing(want)
		if err := state.Ready(t.Context()); (err == nil) != want || err != nil && !errors.Is(err, apperr.ErrUnavailable) {
			t.Errorf("serving %t: Ready: %v", want, err)
		}
	}
}

func TestDegraded(t *testing.T) {
	state := serving(
		health.Check{Name: "database", Run: up},
		health.Check{Name: "cache", Run: down, Optional: true},
		health.Check{Name: "broker", Run: up, Optional: true},
	)
	if err := state.Ready(t.Context()); err != nil {
		t.Errorf("Ready: %v", err)
	}
	want := []health.Result{
		{Name: "database", Status: "up"},
		{Name: "cache", Status: "degraded", Error: errDown.Error()},
		{Name: "broker", Status: "up"},
	}
	if got := state.Report(t.Context()); !slices.Equal(got, want) {
		t.Errorf("Report: %v, want %v", got, want)
	}
	results := serving(health.Check{Name: "database", Run: down}).Report(t.Context())
	if results[0].Status != "down" {
		t.Errorf("Report: %v, want that the database is down", results)
	}
}

func TestProbe(t *testing.T) {
	status := http.StatusOK
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	address := srv.Listener.Addr().String()
	if err := health.Probe(t.Context(), address); err != nil {
		t.Errorf("ready: %v", err)
	}
	status = http.StatusServiceUnavailable
	if err := health.Probe(t.Context(), address); err == nil {
		t.Error("not ready: no error")
	}
	srv.Close()
	if err := health.Probe(t.Context(), address); err == nil {
		t.Error("gone: no error")
	}
}
