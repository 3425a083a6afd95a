package middleware_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/acme/everything/internal/compress"
	"github.com/acme/everything/internal/middleware"
)

// document responds with a text of the given size.
func document(size int) plain {
	return func(_ string, set func(name, value string)) (int, string) {
		set("Content-Type", "text/plain")
		return http.StatusCreated, strings.Repeat("x", size)
	}
}

func TestCompress(t *testing.T) {
	wrap := middleware.Compress(compress.New(compress.Config{MinSize: 100, Level: 5}))
	for _, tc := range []struct {
		name, accepts string
		h             plain
		status        int
		body          string
		zipped        bool
	}{
		{"large", "gzip", document(100), http.StatusCreated, strings.Repeat("x", 100), true},
		{"small", "gzip", document(99), http.StatusCreated, strings.Repeat("x", 99), false},
		{"not wanted", "", document(100), http.StatusCreated, strings.Repeat("x", 100), false},
		{"empty", "gzip", document(0), http.StatusCreated, "", false},
		{"no type", "gzip", done, http.StatusOK, "done", false},
		{"panic", "gzip", func(string, func(name, value string)) (int, string) { panic("no more") },
			http.StatusInternalServerError, `{"code":1000,"message":"internal error"}`, false},
	} {
		r := request(t, "")
		r.Header.Set("Accept-Encoding", tc.accepts)
		rec := around(t, wrap, r, tc.h)
		body, header := io.Reader(rec.Body), rec.Header()
		if zipped := header.Get("Content-Encoding") == "gzip"; zipped != tc.zipped {
			t.Errorf("%s: %v", tc.name, header)
		} else if zipped {
			var err error
			if body, err = gzip.NewReader(body); err != nil {
				t.Fatal(err)
			}
		}
		got, err := io.ReadAll(body)
		if err != nil || rec.Code != tc.status || string(got) != tc.body || header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %d %v %q %v", tc.name, rec.Code, header, got, err)
		}
	}
}
