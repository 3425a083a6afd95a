package health_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/acme/rooms/internal/apperr"
	"github.com/acme/rooms/internal/health"
)

var errDown = errors.New("connection refused")

func up(context.Context) error   { return nil }
func down(context.Context) error { return errDown }

func TestState(t *testing.T) {
	state := health.New(
		health.Check{Name: "database", Run: up},
		health.Check{Name: "cache", Run: down, Optional: true},
		health.Check{Name: "broker", Run: up, Optional: true},
	)
	for _, want := range []bool{false, true, false} {
		state.SetServing(want)
		if err := state.Ready(t.Context()); (err == nil) != want || err != nil && !errors.Is(err, apperr.ErrUnavailable) {
			t.Errorf("serving %t: Ready: %v", want, err)
		}
	}
	want := []health.Result{
		{Name: "database", Status: "up"},
		{Name: "cache", Status: "degraded", Error: errDown.Error(), Optional: true},
		{Name: "broker", Status: "up", Optional: true},
	}
	if got := state.Report(t.Context()); !slices.Equal(got, want) {
		t.Errorf("Report: %v, want %v", got, want)
	}
}

func TestDown(t *testing.T) {
	state := health.New(health.Check{Name: "a", Run: down}, health.Check{Name: "b", Run: up}, health.Check{Name: "c", Run: down})
	state.SetServing(true)
	err := state.Ready(t.Context())
	if !errors.Is(err, apperr.ErrUnavailable) || !errors.Is(err, errDown) {
		t.Fatalf("Ready: %v", err)
	}
	if text := err.Error(); !strings.Contains(text, "a: ") || !strings.Contains(text, "c: ") || strings.Contains(text, "b: ") {
		t.Errorf("Ready: %v", err)
	}
	if got := state.Report(t.Context())[0].Status; got != "down" {
		t.Errorf("Report: a is %s", got)
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
