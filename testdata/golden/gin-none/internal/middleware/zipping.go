package middleware

import (
	"cmp"
	"net/http"

	"github.com/acme/empty/v2/internal/compress"
)

// zipping is an http.ResponseWriter that compresses the response. It buffers the
// start of the body until it is long enough to be worth compressing.
type zipping struct {
	http.ResponseWriter
	compressor compress.Compressor
	known      bool   // the client may have the compressed response, which a 304 is then about
	status     int    // 0 until WriteHeader or Write is called
	held       []byte // the start of the body, until it is sent
	sent       bool
	zip        *compress.Writer // nil if the response is not compressed
}

func (z *zipping) WriteHeader(status int) {
	switch {
	case status < http.StatusOK: // 1xx is informational
		z.ResponseWriter.WriteHeader(status)
	case z.status == 0:
		z.status = status
	}
}

func (z *zipping) Write(data []byte) (int, error) {
	z.status = cmp.Or(z.status, http.StatusOK)
	if !z.sent && len(z.held)+len(data) < z.compressor.MinSize() {
		z.held = append(z.held, data...)
		return len(data), nil
	}
	if err := z.send(true); err != nil {
		return 0, err
	}
	return z.write(data)
}

// FlushError sends what is buffered. A streamed response may become long, so it
// is compressed.
func (z *zipping) FlushError() error {
	z.status = cmp.Or(z.status, http.StatusOK)
	if err := z.send(true); err != nil {
		return err
	}
	if z.zip != nil {
		if err := z.zip.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(z.ResponseWriter).Flush()
}

// Flush implements http.Flusher.
func (z *zipping) Flush() { _ = z.FlushError() }

// end sends what is still buffered and ends the compressed stream.
func (z *zipping) end() {
	_ = z.send(false) // fails only if the client has left
	if z.zip != nil {
		_ = z.zip.Close()
	}
}

// send writes the header and the buffered body, compressed if large is true and
// the response allows it.
func (z *zipping) send(large bool) error {
	if z.sent || z.status == 0 {
		return nil
	}
	z.sent = true
	if large && z.compressor.Start(z.status, z.Header()) {
		z.zip = z.compressor.Writer(z.ResponseWriter)
	}
	if z.known && z.status == http.StatusNotModified {
		compress.MarkETag(z.Header())
	}
	z.ResponseWriter.WriteHeader(z.status)
	_, err := z.write(z.held)
	z.held = nil
	return err
}

func (z *zipping) write(data []byte) (int, error) {
	if z.zip != nil {
		return z.zip.Write(data)
	}
	return z.ResponseWriter.Write(data)
}

// unmark removes the marks of compressed responses from the preconditions of a
// request. It reports whether there were any.
func unmark(header http.Header) (marked bool) {
	for _, name := range compress.Preconditions() {
		for i, tags := range header.Values(name) {
			unmarked, was := compress.Unmark(tags)
			header[name][i], marked = unmarked, marked || was
		}
	}
	return marked
}

// Unwrap returns the wrapped writer for http.ResponseController.
func (z *zipping) Unwrap() http.ResponseWriter {
	return z.ResponseWriter
}
