package middleware

import (
	"bytes"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"github.com/acme/everything/internal/compress"
)

// Compress compresses large responses for clients that accept gzip. HEAD gets
// the header that GET would get.
func Compress(compressor compress.Compressor) fiber.Handler {
	return func(c fiber.Ctx) error {
		c.Response().Header.Add(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
		known := unmark(c)
		if !compress.Accepts(c.Get(fiber.HeaderAcceptEncoding)) {
			return c.Next()
		}
		if err := c.Next(); err != nil {
			_ = c.App().ErrorHandler(c, err) // now, so that the error response is compressed, too
		}
		if known && c.Response().StatusCode() == fiber.StatusNotModified {
			compress.MarkETag(header{&c.Response().Header})
		}
		zip(c.Response(), compressor)
		return nil
	}
}

// unmark removes the marks of compressed responses from the preconditions of a
// request. It reports whether there were any: the client may have the compressed
// response, which a 304 is then about.
func unmark(c fiber.Ctx) (marked bool) {
	headers := c.GetReqHeaders()
	for _, name := range compress.Preconditions() {
		if unmarked, was := compress.Unmark(strings.Join(headers[name], ", ")); was {
			c.Request().Header.Del(name) // Set would leave other lines
			c.Request().Header.Set(name, unmarked)
			marked = true
		}
	}
	return marked
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
