package middleware

import (
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/acme/empty/v2/internal/compress"
)

// Flushed data arrives at once, and later data belongs to the same stream.
func TestZippingFlushes(t *testing.T) {
	rec := httptest.NewRecorder()
	z := &zipping{ResponseWriter: rec, compressor: compress.New(compress.Config{MinSize: 100, Level: 5})}
	z.Header().Set("Content-Type", "text/plain")
	_, _ = z.Write([]byte("one"))
	if rec.Body.Len() != 0 {
		t.Error("the beginning is not held back")
	}
	z.Flush()
	r, err := gzip.NewReader(rec.Body)
	if err != nil || !rec.Flushed {
		t.Fatalf("flushed %t, %v", rec.Flushed, err)
	}
	part := make([]byte, 3)
	if _, err := r.Read(part); err != nil || string(part) != "one" {
		t.Errorf("%q %v", part, err)
	}
	_, _ = z.Write([]byte("two"))
	z.end()
	if _, err := r.Read(part); string(part) != "two" {
		t.Errorf("%q %v", part, err)
	}
}

func TestZippingLeavesEventsAlone(t *testing.T) {
	rec := httptest.NewRecorder()
	z := &zipping{ResponseWriter: rec, compressor: compress.New(compress.Config{MinSize: 100, Level: 5})}
	z.Header().Set("Content-Type", "text/event-stream")
	z.WriteHeader(http.StatusEarlyHints)
	_, _ = z.Write([]byte("data: 1\n\n"))
	z.Flush()
	if got := rec.Body.String(); got != "data: 1\n\n" || rec.Header().Get("Content-Encoding") != "" {
		t.Errorf("%q %v", got, rec.Header())
	}
}
