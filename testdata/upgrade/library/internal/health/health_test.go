package health_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/health"
)

func TestReady(t *testing.T) {
	errDown := errors.New("connection refused")
	up := func(context.Context) error { return nil }
	down := func(context.Context) error { return errDown }

	if err := health.New().Ready(t.Context()); err != nil {
		t.Errorf("without checks: %v", err)
	}
	if err := health.New(health.Check{Name: "a", Run: up}).Ready(t.Context()); err != nil {
		t.Errorf("all up: %v", err)
	}
	err := health.New(
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

func TestDrain(t *testing.T) {
	state := health.New()
	state.Drain()
	if err := state.Ready(t.Context()); !errors.Is(err, apperr.ErrUnavailable) {
		t.Errorf("got %v", err)
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
