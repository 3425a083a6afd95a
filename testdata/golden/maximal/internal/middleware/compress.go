package middleware

import (
	"bytes"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"github.com/acme/everything/internal/compress"
)

// Compress compresses large answers for clients that want it. HEAD gets the
// header that GET would get.
func Compress(compressor compress.Compressor) fiber.Handler {
	return func(c fiber.Ctx) error {
		c.Response().Header.Add(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
		if !compress.Accepts(c.Get(fiber.HeaderAcceptEncoding)) {
			return c.Next()
		}
		if err := c.Next(); err != nil {
			_ = c.App().ErrorHandler(c, err) // now, to compress what it answers
		}
		zip(c.Response(), compressor)
		return nil
	}
}

// zip compresses an answer. It leaves streams alone, which are sent later.
func zip(answer *fasthttp.Response, compressor compress.Compressor) {
	if answer.IsBodyStream() || len(answer.Body()) < compressor.MinSize() || !compressor.Start(answer.StatusCode(), header{&answer.Header}) {
		return
	}
	var zipped bytes.Buffer
	w := compressor.Writer(&zipped)
	_, _ = w.Write(answer.Body()) // memory takes it all
	_ = w.Close()
	answer.SetBodyRaw(zipped.Bytes())
}

// header has the one method that compress.Header asks for in another form.
type header struct{ *fasthttp.ResponseHeader }

func (h header) Get(name string) string { return string(h.Peek(name)) }
