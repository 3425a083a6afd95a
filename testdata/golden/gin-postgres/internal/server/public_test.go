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

func TestCanonical(t *testing.T) {
	for target, want := range map[string][2]string{ // path and raw path
		"/a/b":         {"/a/b", ""},
		"/%61/%7E":     {"/a/~", ""},
		"/a%20%25":     {"/a %", ""},
		"/%61/b%2fc":   {"/a/b/c", "/a/b%2Fc"},
		"/%61/%25%2F+": {"/a/%/+", "/a/%25%2F+"},
		"/%61/%2e":     {"/a/.", "/a/%2E"},
		"/%2E%2e/%20":  {"/../ ", "/%2E%2E/%20"},
	} {
		var got [2]string
		h := canonical(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = [2]string{r.URL.Path, r.URL.RawPath} }))
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody))
		if got != want {
			t.Errorf("%s: got %q, want %q", target, got, want)
		}
	}
}
