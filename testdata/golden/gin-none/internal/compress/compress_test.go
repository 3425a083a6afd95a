package compress_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/acme/empty/v2/internal/compress"
)

func TestAccepts(t *testing.T) {
	for header, want := range map[string]bool{
		"":                            false,
		"gzip":                        true,
		"GZIP":                        true,
		"deflate, gzip;q=0.5, br":     true,
		"*":                           true,
		"*;q=0.1":                     true,
		"br;q=1, *":                   true,
		"gzip ; q=0.001":              true,
		"deflate, br":                 false,
		"gzip;q=0":                    false,
		"gzip;q=0.000, *":             false,
		"*;q=0":                       false,
		"identity":                    false,
		"identity;q=0.5, gzip;q=0.4":  false,
		"identity;q=0.5, gzip;q=0.5":  true,
		"gzip;q=x":                    false,
		"gzip;q=2":                    false,
		"gzip;Q=1":                    true,
		"gzipped, x-gzip-like, ,;q=1": false,
	} {
		if got := compress.Accepts(header); got != want {
			t.Errorf("%q: %t", header, got)
		}
	}
}

func TestStart(t *testing.T) {
	c := compress.New(compress.Config{MinSize: 1, Level: 5})
	const json = "application/json; charset=utf-8"
	for name, tc := range map[string]struct {
		status int
		header http.Header
		want   bool
	}{
		"JSON":           {http.StatusOK, http.Header{"Content-Type": {json}}, true},
		"an error":       {http.StatusInternalServerError, http.Header{"Content-Type": {json}}, true},
		"text":           {http.StatusOK, http.Header{"Content-Type": {"Text/CSV"}}, true},
		"a problem":      {http.StatusOK, http.Header{"Content-Type": {"application/problem+json"}}, true},
		"an image":       {http.StatusOK, http.Header{"Content-Type": {"image/png"}}, false},
		"a drawing":      {http.StatusOK, http.Header{"Content-Type": {"image/svg+xml"}}, true},
		"events":         {http.StatusOK, http.Header{"Content-Type": {"text/event-stream"}}, false},
		"no type":        {http.StatusOK, http.Header{}, false},
		"encoded":        {http.StatusOK, http.Header{"Content-Type": {json}, "Content-Encoding": {"br"}}, false},
		"a range":        {http.StatusOK, http.Header{"Content-Type": {json}, "Content-Range": {"bytes 0-1/2"}}, false},
		"partial":        {http.StatusPartialContent, http.Header{"Content-Type": {json}}, false},
		"no content":     {http.StatusNoContent, http.Header{"Content-Type": {json}}, false},
		"not modified":   {http.StatusNotModified, http.Header{"Content-Type": {json}}, false},
		"left as it is":  {http.StatusOK, http.Header{"Content-Type": {json}, "Cache-Control": {"no-store, no-transform"}}, false},
		"only not kept":  {http.StatusOK, http.Header{"Content-Type": {json}, "Cache-Control": {"no-store"}}, true},
		"with an answer": {http.StatusCreated, http.Header{"Content-Type": {json}, "Content-Length": {"9"}, "Accept-Ranges": {"bytes"}}, true},
	} {
		got := c.Start(tc.status, tc.header)
		if got != tc.want {
			t.Errorf("%s: %t", name, got)
		}
		if got && (tc.header.Get("Content-Encoding") != "gzip" || tc.header.Get("Content-Length") != "" || tc.header.Get("Accept-Ranges") != "") {
			t.Errorf("%s: %v", name, tc.header)
		}
	}
	if (compress.Compressor{}).Start(http.StatusOK, http.Header{"Content-Type": {json}}) {
		t.Error("the zero Compressor compresses")
	}
}

func TestStartMarksETags(t *testing.T) {
	c := compress.New(compress.Config{MinSize: 1, Level: 5})
	for etag, want := range map[string]string{`"a"`: `"a-gzip"`, `W/"a"`: `W/"a"`, "": ""} {
		header := http.Header{}
		header.Set("Content-Type", "text/plain")
		header.Set("ETag", etag)
		c.Start(http.StatusOK, header)
		if got := header.Get("ETag"); got != want {
			t.Errorf("%s: %s", etag, got)
		}
	}
}

func TestUnmark(t *testing.T) {
	for tags, want := range map[string]string{
		`"a-gzip"`: `"a"`, `"b", "a-gzip" ,W/"a-gzip"`: `"b", "a" ,W/"a"`, `"a"`: `"a"`, `*`: `*`, `"-gzip-"`: `"-gzip-"`, ``: ``,
	} {
		got, marked := compress.Unmark(tags)
		if got != want || marked != (want != tags) {
			t.Errorf("%s: %s, %t", tags, got, marked)
		}
	}
}

func TestWritersAreShared(t *testing.T) {
	c := compress.New(compress.Config{MinSize: 1, Level: 9})
	var all sync.WaitGroup
	for i := range byte(50) {
		all.Go(func() {
			want := bytes.Repeat([]byte{i}, 1000)
			var zipped bytes.Buffer
			w := c.Writer(&zipped)
			_, _ = w.Write(want)
			if err := w.Close(); err != nil {
				t.Error(err)
			}
			r, err := gzip.NewReader(&zipped)
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d: %d bytes, %v", i, len(got), err)
			}
		})
	}
	all.Wait()
}

func TestValidate(t *testing.T) {
	for cfg, valid := range map[compress.Config]bool{
		{MinSize: 1, Level: 1}: true, {MinSize: 1024, Level: 9}: true,
		{MinSize: 0, Level: 1}: false, {MinSize: 1, Level: 0}: false, {MinSize: 1, Level: 10}: false,
	} {
		if err := cfg.Validate(); (err == nil) != valid {
			t.Errorf("%+v: %v", cfg, err)
		}
	}
}

func BenchmarkWriter(b *testing.B) {
	c := compress.New(compress.Config{MinSize: 1, Level: 5})
	data := bytes.Repeat([]byte(`{"id":1,"title":"a book","price":"12.50"},`), 100)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		w := c.Writer(io.Discard)
		_, _ = w.Write(data)
		_ = w.Close()
	}
}
