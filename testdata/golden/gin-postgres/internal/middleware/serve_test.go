package middleware_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/acme/notes/internal/logger"
)

const remote = "192.0.2.1:1234"

// serve responds to r with what h returns, inside all middleware, and returns the
// log, too.
func serve(t *testing.T, r *http.Request, h func(context.Context) (status int, body string)) (rec *httptest.ResponseRecorder, records []map[string]any) {
	t.Helper()
	return serveHTTP(t, r, func(w http.ResponseWriter, r *http.Request) {
		status, body := h(r.Context())
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

// serveHTTP serves r with h inside all middleware, and returns the log, too.
func serveHTTP(t *testing.T, r *http.Request, h http.HandlerFunc) (rec *httptest.ResponseRecorder, records []map[string]any) {
	t.Helper()
	rec = httptest.NewRecorder()
	var out bytes.Buffer
	surround(logger.New(logger.Config{Format: "json"}, &out), h).ServeHTTP(rec, r)
	return rec, readLog(t, &out)
}

func TestBodyLimit(t *testing.T) {
	for body, tooLarge := range map[string]bool{strings.Repeat("x", bodyLimit): false, strings.Repeat("x", bodyLimit+1): true} {
		for _, length := range []int64{int64(len(body)), -1} { // -1: unknown length
			r := request(t, body)
			r.ContentLength = length
			var read []byte
			var err error
			serveHTTP(t, r, func(_ http.ResponseWriter, r *http.Request) {
				read, err = io.ReadAll(r.Body)
			})
			if _, got := errors.AsType[*http.MaxBytesError](err); got != tooLarge {
				t.Errorf("%d bytes, told %d: %v", len(body), length, err)
			}
			if length > bodyLimit && len(read) > 0 {
				t.Errorf("%d of %d bytes were read", len(read), length)
			}
		}
	}
}

func TestRecoverCutsTheConnection(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"half an answer": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "half")
			panic("no more")
		},
		"asked for": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		func() {
			defer func() {
				if cause := recover(); cause != http.ErrAbortHandler { //nolint:errorlint // the very value counts
					t.Errorf("%s: panicked with %v", name, cause)
				}
			}()
			serveHTTP(t, request(t, ""), h)
		}()
	}
}
