// Package compress compresses responses with gzip.
//
// The size of a compressed response reveals repetitions in it: an attacker who
// can inject text next to a secret and observe the traffic can guess the secret
// letter by letter (BREACH). A response that holds a secret, such as a token,
// should not echo input of the client, or should have the header
// Cache-Control: no-transform, which disables compression.
package compress

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// Compressor decides which responses are compressed. The zero Compressor
// compresses none.
type Compressor struct {
	minSize int
	writers *sync.Pool
}

// New returns a Compressor for a valid Config.
func New(cfg Config) Compressor {
	return Compressor{minSize: cfg.MinSize, writers: &sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(io.Discard, cfg.Level) // fails only on an invalid level
		return w
	}}}
}

// MinSize returns the size in bytes of the smallest body that is compressed.
func (c Compressor) MinSize() int { return c.minSize }

// Header is a response header: http.Header implements it.
type Header interface {
	Get(name string) string
	Set(name, value string)
	Del(name string)
}

// Start reports whether a response with this status and header may be compressed
// and, if so, changes the header to that of the compressed response. The caller
// checks the size.
func (c Compressor) Start(status int, header Header) bool {
	if c.writers == nil || !hasWhole(status) || header.Get("Content-Encoding") != "" || header.Get("Content-Range") != "" ||
		strings.Contains(header.Get("Cache-Control"), "no-transform") || !shrinks(header.Get("Content-Type")) {
		return false
	}
	header.Set("Content-Encoding", "gzip")
	header.Del("Content-Length") // of the uncompressed body
	header.Del("Accept-Ranges")
	MarkETag(header)
	return true
}

// hasWhole reports whether a response with this status has a complete body.
func hasWhole(status int) bool {
	switch status {
	case http.StatusNoContent, http.StatusResetContent, http.StatusPartialContent, http.StatusNotModified:
		return false
	}
	return status >= http.StatusOK
}

// shrinks reports whether a media type is text. Server-sent events are flushed
// one by one, and most other formats are compressed already.
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

// Writer returns a Writer that compresses to w.
func (c Compressor) Writer(w io.Writer) *Writer {
	zipped, _ := c.writers.Get().(*gzip.Writer) // the pool holds only these
	zipped.Reset(w)
	return &Writer{Writer: zipped, pool: c.writers}
}

// Writer is a gzip.Writer that is returned to a pool when it is closed.
type Writer struct {
	*gzip.Writer
	pool *sync.Pool
}

// Close ends the compressed stream. The Writer must not be used afterwards.
func (w *Writer) Close() error {
	err := w.Writer.Close()
	w.Reset(io.Discard) // releases the response
	w.pool.Put(w.Writer)
	return err
}
