package server

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// public returns a handler that responds with the status that h returns.
func public(h func(context.Context) (status int)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(h(r.Context()))
	})
}

func TestRunCutsRequestsThatTakeTooLong(t *testing.T) {
	cfg := testConfig()
	cfg.ShutdownTimeout = 20 * time.Millisecond
	entered := make(chan struct{})
	srv := launch(t, cfg, func(ctx context.Context) int {
		close(entered)
		<-ctx.Done()
		return http.StatusOK
	})
	status := make(chan int)
	go func() { status <- get(t, srv.public) }()
	<-entered
	srv.stop()
	if err := <-srv.result; !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "stop public") {
		t.Errorf("Run: %v", err)
	}
	if got := <-status; got != 0 {
		t.Errorf("request: %d", got)
	}
}

func TestCloseUnless(t *testing.T) {
	for _, serving := range []bool{false, true} {
		h := closeUnless(func() bool { return serving }, http.NotFoundHandler())
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody))
		if closes := rec.Header().Get("Connection") == "close"; closes == serving {
			t.Errorf("serving %t: Connection: close is %t", serving, closes)
		}
	}
}
