package middleware

import (
	"bytes"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"github.com/acme/everything/internal/compress"
)

// Compress compresses large responses for clients that accept gzip. HEAD gets
// the header that GET would get.
func Compress(compressor compress.Compressor) fiber.Handler {
	return func(c fiber.Ctx) error {
		c.Response().Header.Add(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
		if !compress.Accepts(c.Get(fiber.HeaderAcceptEncoding)) {
			return c.Next()
		}
		if err := c.Next(); err != nil {
			_ = c.App().ErrorHandler(c, err) // now, so that the error response is compressed, too
		}
		zip(c.Response(), compressor)
		return nil
	}
}

// zip compresses the body of a response unless it is a stream, which is sent
// later.
func zip(response *fasthttp.Response, compressor compress.Compressor) {
	if response.IsBodyStream() || len(response.Body()) < compressor.MinSize() || !compressor.Start(response.StatusCode(), header{&response.Header}) {
		return
	}
	var zipped bytes.Buffer
	w := compressor.Writer(&zipped)
	_, _ = w.Write(response.Body()) // a bytes.Buffer never fails
	_ = w.Close()
	response.SetBodyRaw(zipped.Bytes())
}

// header adapts a response header to compress.Header.
type header struct{ *fasthttp.ResponseHeader }

func (h header) Get(name string) string { return string(h.Peek(name)) }
