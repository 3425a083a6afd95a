package middleware

import (
	"cmp"
	"net/http"

	"github.com/acme/depot/internal/compress"
)

// zipping compresses what is answered through it. It holds back the beginning
// until that is long enough to be worth it.
type zipping struct {
	http.ResponseWriter
	compressor compress.Compressor
	status     int    // 0 until the handler says
	held       []byte // the beginning, until it is sent
	sent       bool
	zip        *compress.Writer // nil where the answer stays as it is
}

func (z *zipping) WriteHeader(status int) {
	switch {
	case status < http.StatusOK: // 1xx are not yet the answer
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

// FlushError sends what there is. What is sent piece by piece may get long, so
// it is compressed.
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

// Flush is FlushError for an http.Flusher.
func (z *zipping) Flush() { _ = z.FlushError() }

// end sends what is left.
func (z *zipping) end() {
	_ = z.send(false) // fails only when the client is gone
	if z.zip != nil {
		_ = z.zip.Close()
	}
}

// send sends the header and what was held back, compressed where it can be.
func (z *zipping) send(large bool) error {
	if z.sent || z.status == 0 {
		return nil
	}
	z.sent = true
	if large && z.compressor.Start(z.status, z.Header()) {
		z.zip = z.compressor.Writer(z.ResponseWriter)
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

// Unwrap lets http.ResponseController reach what is below.
func (z *zipping) Unwrap() http.ResponseWriter {
	return z.ResponseWriter
}
