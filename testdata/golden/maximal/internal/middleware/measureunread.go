package middleware

import (
	"context"
	"time"

	"github.com/valyala/fasthttp"

	"github.com/acme/everything/internal/metrics"
)

// MeasureUnread measures the requests that respond refuses, as they could not be
// read. They reach no middleware.
func MeasureUnread(requests *metrics.Requests, respond func(*fasthttp.RequestCtx, error)) func(*fasthttp.RequestCtx, error) {
	return func(c *fasthttp.RequestCtx, err error) {
		start := time.Now()
		respond(c, err)
		if len(c.Request.Header.RawHeaders()) > 0 { // otherwise it is not known whether there was one
			requests.Begin()
			requests.End(context.Background(), metrics.Request{
				Method: string(c.Method()), Status: c.Response.StatusCode(), Start: start,
				Received: -1, Sent: int64(size(&c.Response)),
			})
		}
	}
}
