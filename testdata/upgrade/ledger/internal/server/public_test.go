package server

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// public returns a handler that answers with the status that h returns.
func public(h func(context.Context) (status int)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(h(r.Context()))
	})
}

func TestRunCutsRequestsThatTakeTooLong(t *testing.T) {
	cfg := testConfig()
	cfg.ShutdownTimeout = 20 * time.Millisecond
	entered := make(chan struct{})
	srv := start(t, cfg, func(ctx context.Context) int {
		close(entered)
		<-ctx.Done()
		return http.StatusOK
	})
	status := make(chan int)
	go func() { status <- get(t, srv.public) }()
	<-entered
	srv.stop()
	if err := <-srv.result; err == nil || !strings.Contains(err.Error(), "drain") {
		t.Errorf("Run: %v", err)
	}
	if got := <-status; got != 0 {
		t.Errorf("request: %d", got)
	}
}

func TestCloseWhile(t *testing.T) {
	for _, draining := range []bool{false, true} {
		h := closeWhile(func() bool { return draining }, http.NotFoundHandler())
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody))
		if got := rec.Header().Get("Connection") == "close"; got != draining {
			t.Errorf("draining %t: Connection: close is %t", draining, got)
		}
	}
}
