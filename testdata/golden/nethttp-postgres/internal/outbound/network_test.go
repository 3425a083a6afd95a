package outbound

import (
	"compress/gzip"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/requestid"
)

// serve returns a client of a service with a handler.
func serve(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	cfg := testConfig(srv.URL + "/v1/")
	cfg.Token = "secret"
	cfg.Timeout, cfg.TryTimeout = time.Minute, time.Minute // a slow machine is no failure
	return newClient(t, cfg)
}

// TestRequest shows what is sent with each try.
func TestRequest(t *testing.T) {
	var tries atomic.Int64
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || string(body) != `{"name":"a"}` || r.RequestURI != "/v1/a%2Fb/..c?q=1+2" {
			t.Errorf("%s %s: %v", r.RequestURI, body, err)
		}
		for name, want := range map[string]string{
			"Authorization": "^Bearer secret$", "Idempotency-Key": "^key$", "Content-Type": "^application/json$",
			requestid.Header: "^ann-1$", requestid.TraceHeader: "^00-0123456789abcdef0123456789abcdef-[0-9a-f]{16}-01$",
		} {
			if got := r.Header.Get(name); !regexp.MustCompile(want).MatchString(got) {
				t.Errorf("%s: %s", name, got)
			}
		}
		if tries.Add(1) == 1 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = io.WriteString(w, `{"id":"7"}`)
	})
	ctx := requestid.NewContext(t.Context(), requestid.IDs{Request: "ann-1", Trace: "0123456789abcdef0123456789abcdef"})
	var out struct{ ID string }
	err := c.Do(ctx, Call{
		Method: http.MethodPost, Path: []string{"a/b", "..c"}, Query: url.Values{"q": {"1 2"}},
		Key: "key", Body: map[string]string{"name": "a"},
	}, &out)
	if err != nil || out.ID != "7" || tries.Load() != 2 {
		t.Errorf("%+v after %d tries, %v", out, tries.Load(), err)
	}
}

// TestPath shows that an ID from a client cannot lead to another path.
func TestPath(t *testing.T) {
	c := serve(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("request for %s", r.RequestURI) })
	for _, id := range []string{"", ".", ".."} {
		err := c.Do(t.Context(), Call{Method: http.MethodGet, Path: []string{"parcels", id}}, nil)
		if _, ok := errors.AsType[*apperr.BadRequest](err); !ok {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// TestReset shows what becomes of a connection that breaks off.
func TestReset(t *testing.T) {
	for method, want := range map[string]int64{http.MethodGet: maxTries, http.MethodPost: 1} {
		var tries atomic.Int64
		c := serve(t, func(http.ResponseWriter, *http.Request) {
			tries.Add(1)
			panic(http.ErrAbortHandler)
		})
		err := c.Do(t.Context(), Call{Method: method}, nil)
		if !errors.Is(err, apperr.ErrUpstream) || tries.Load() != want {
			t.Errorf("%s: %d tries, %v", method, tries.Load(), err)
		}
	}
}

// TestLimit shows that large responses are given up, also compressed ones and those
// whose size is not known.
func TestLimit(t *testing.T) {
	for name, write := range map[string]func(w http.ResponseWriter){
		"in pieces": func(w http.ResponseWriter) {
			for range 1 << 10 {
				if _, err := io.WriteString(w, strings.Repeat("1", 1<<10)); err != nil {
					return
				}
			}
		},
		"compressed": func(w http.ResponseWriter) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.WriteString(z, strings.Repeat(" ", 1<<20))
			_ = z.Close()
		},
		"header": func(w http.ResponseWriter) { w.Header().Set("X-Long", strings.Repeat("1", 2*maxHeaderBytes)) },
	} {
		c := serve(t, func(w http.ResponseWriter, _ *http.Request) { write(w) })
		err := c.Do(t.Context(), Call{Method: http.MethodPost}, nil)
		if !errors.Is(err, apperr.ErrUpstream) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat(" ", 1<<10-4)+"null")
	})
	if err := c.Do(t.Context(), Call{Method: http.MethodGet}, new(any)); err != nil {
		t.Errorf("exactly the limit: %v", err)
	}
}

// TestRedirect shows that nobody else gets what a call carries.
func TestRedirect(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("redirected, with the headers %v", r.Header)
	}))
	t.Cleanup(other.Close)
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	})
	err := get(t.Context(), c)
	if !errors.Is(err, apperr.ErrUpstream) || StatusOf(err) != http.StatusTemporaryRedirect {
		t.Error(err)
	}
}

// TestNoJSON shows that a service that answers with something else counts as failing.
func TestNoJSON(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") })
	for range minCalls {
		if err := c.Do(t.Context(), Call{Method: http.MethodGet}, new(any)); !errors.Is(err, apperr.ErrUpstream) {
			t.Error(err)
		}
	}
	if err := c.Check(t.Context()); err == nil {
		t.Error("the breaker is not open")
	}
}

// TestUntrusted shows that a call is not repeated if it is not to the service, or
// not over TLS.
func TestUntrusted(t *testing.T) {
	for name, start := range map[string]func(*httptest.Server){
		"unknown certificate": (*httptest.Server).StartTLS,
		"no TLS":              (*httptest.Server).Start,
	} {
		var connections atomic.Int64
		srv := httptest.NewUnstartedServer(http.NotFoundHandler())
		srv.Config.ErrorLog = log.New(io.Discard, "", 0)
		srv.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				connections.Add(1)
			}
		}
		start(srv)
		cfg := testConfig("https://" + srv.Listener.Addr().String())
		cfg.Timeout, cfg.TryTimeout = time.Minute, time.Minute
		err := get(t.Context(), newClient(t, cfg))
		srv.Close()
		if !errors.Is(err, apperr.ErrUpstream) || connections.Load() != 1 {
			t.Errorf("%s: %d connections, %v", name, connections.Load(), err)
		}
	}
}

// TestNoService shows the errors of what is no service, which do not tell the URL.
func TestNoService(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	c := newClient(t, testConfig(gone.URL))
	err := c.Do(t.Context(), Call{Method: http.MethodGet, Query: url.Values{"q": {"confidential"}}}, nil)
	if !errors.Is(err, apperr.ErrUpstream) || strings.Contains(err.Error(), "confidential") {
		t.Error(err)
	}
}
