package server

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/acme/notes/internal/health"
)

func testConfig() Config {
	return Config{
		Host: "127.0.0.1", AdminHost: "127.0.0.1",
		ReadHeaderTimeout: time.Second, ReadTimeout: time.Second, WriteTimeout: time.Minute, IdleTimeout: time.Minute,
		MaxHeaderBytes: 4096, ShutdownTimeout: time.Minute,
	}
}

// service is a service that was started by launch.
type service struct {
	public, admin string // addresses
	stop          context.CancelFunc
	result        <-chan error
}

// launch runs a service that responds with the status that h returns.
func launch(t *testing.T, cfg Config, h func(context.Context) (status int)) service {
	t.Helper()
	state, clients := health.New(), public(h)
	admin := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if state.Ready(r.Context()) != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	addresses := make(chan string, 2)
	catch := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == "address" {
			addresses <- "http://" + a.Value.String()
		}
		return a
	}
	log := slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{ReplaceAttr: catch})) //nolint:sloglint // catch is needed
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	result := make(chan error, 1)
	go func() {
		result <- Run(ctx, cfg, log, state, Stage{Admin(cfg, log, admin)}, Stage{Public(cfg, log, state, clients)})
		close(addresses) // if it could not listen
	}()
	srv := service{stop: cancel, result: result}
	srv.admin, srv.public = <-addresses, <-addresses
	return srv
}

func notFound(context.Context) int { return http.StatusNotFound }

// get returns the status of a GET, 0 if there was no response.
func get(t *testing.T, url string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Error(err)
		return 0
	}
	response, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func TestRunFinishesRequestsInFlight(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	var waits atomic.Bool
	srv := launch(t, testConfig(), func(context.Context) int {
		if waits.CompareAndSwap(false, true) { // only the first request
			close(entered)
			<-release
		}
		return http.StatusTeapot
	})
	status := make(chan int)
	go func() { status <- get(t, srv.public) }()
	<-entered
	srv.stop()
	for get(t, srv.admin) != http.StatusServiceUnavailable {
		time.Sleep(time.Millisecond)
	}
	for get(t, srv.public) != 0 { // until the listener is closed
		time.Sleep(time.Millisecond)
	}
	close(release)
	if got := <-status; got != http.StatusTeapot {
		t.Errorf("request in flight: %d", got)
	}
	if err := <-srv.result; err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestRunRefusesLargeHeaders(t *testing.T) {
	srv := launch(t, testConfig(), notFound)
	if got := get(t, srv.public+"/?"+strings.Repeat("x", 10_000)); got != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("got %d", got)
	}
}

func TestRunGivesUpSlowHeaders(t *testing.T) {
	cfg := testConfig()
	cfg.ReadHeaderTimeout = 20 * time.Millisecond
	srv := launch(t, cfg, notFound)
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", strings.TrimPrefix(srv.public, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Write([]byte("GET / HTTP/1.1\r\nHost:")); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(conn); err != nil { // ends only when the server closes
		t.Error(err)
	}
}

func TestConfigValidate(t *testing.T) {
	if err := testConfig().Validate(); err != nil {
		t.Errorf("good: %v", err)
	}
	err := Config{Port: 80, AdminPort: 80, ShutdownDelay: -1}.Validate()
	if err == nil {
		t.Fatal("bad: no error")
	}
	if n := len(strings.Split(err.Error(), "\n")); n != 7 {
		t.Errorf("bad: %d problems, want 7:\n%v", n, err)
	}
}
