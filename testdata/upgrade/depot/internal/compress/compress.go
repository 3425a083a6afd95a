// Package compress sends answers by gzip.
//
// Compression tells by its size what an answer has in common with itself: who
// can put text into an answer beside a secret, and watch the traffic, guesses
// the secret letter by letter (BREACH). Answers with secrets, such as tokens,
// should not repeat what a client sent; or send them with the header
// Cache-Control: no-transform, which leaves them as they are.
package compress

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// Compressor decides what is compressed. The zero Compressor compresses
// nothing.
type Compressor struct {
	minSize int
	writers *sync.Pool
}

// New returns the compressor for a valid configuration.
func New(cfg Config) Compressor {
	return Compressor{minSize: cfg.MinSize, writers: &sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(io.Discard, cfg.Level) // fails only on levels that there are not
		return w
	}}}
}

// MinSize is the smallest body that is compressed.
func (c Compressor) MinSize() int { return c.minSize }

// Header is that of an answer: an http.Header, or what does as it does.
type Header interface {
	Get(name string) string
	Set(name, value string)
	Del(name string)
}

// Start makes header that of a compressed answer, where an answer with this
// status and header may be compressed, and reports whether it did. Whether it
// is large enough is for the caller to know.
func (c Compressor) Start(status int, header Header) bool {
	if c.writers == nil || !hasWhole(status) || header.Get("Content-Encoding") != "" || header.Get("Content-Range") != "" ||
		strings.Contains(header.Get("Cache-Control"), "no-transform") || !shrinks(header.Get("Content-Type")) {
		return false
	}
	header.Set("Content-Encoding", "gzip")
	header.Del("Content-Length") // was that of the answer as it is
	header.Del("Accept-Ranges")
	if etag := header.Get("ETag"); strings.HasPrefix(etag, `"`) {
		header.Set("ETag", "W/"+etag) // the bytes are others, what they say is the same
	}
	return true
}

// hasWhole reports whether an answer with this status has a whole body.
func hasWhole(status int) bool {
	switch status {
	case http.StatusNoContent, http.StatusResetContent, http.StatusPartialContent, http.StatusNotModified:
		return false
	}
	return status >= http.StatusOK
}

// shrinks reports whether a media type is one of text. Events are sent one by
// one, and most of what is not text is compressed already.
func shrinks(contentType string) bool {
	mediaType, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch mediaType = strings.TrimSpace(mediaType); mediaType {
	case "text/event-stream":
		return false
	case "application/json", "application/x-ndjson", "application/javascript", "application/xml", "application/yaml", "application/wasm":
		return true
	}
	return strings.HasPrefix(mediaType, "text/") || strings.HasSuffix(mediaType, "+json") || strings.HasSuffix(mediaType, "+xml")
}

// Writer compresses to w until it is closed.
func (c Compressor) Writer(w io.Writer) *Writer {
	zipped, _ := c.writers.Get().(*gzip.Writer) // the pool holds nothing else
	zipped.Reset(w)
	return &Writer{Writer: zipped, pool: c.writers}
}

// Writer is a gzip.Writer that others use after it.
type Writer struct {
	*gzip.Writer
	pool *sync.Pool
}

// Close ends what is written. The Writer is of no use after it.
func (w *Writer) Close() error {
	err := w.Writer.Close()
	w.Reset(io.Discard) // lets go of the answer
	w.pool.Put(w.Writer)
	return err
}
