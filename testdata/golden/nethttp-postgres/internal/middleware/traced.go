package middleware

import (
	"net/http"

	"github.com/acme/shop/internal/requestid"
	"github.com/acme/shop/internal/tracing"
)

// traced returns what the span of a request tells.
func traced(r *http.Request) tracing.Request {
	return tracing.Request{
		Method: r.Method, Path: r.URL.Path, Host: r.Host, Remote: r.RemoteAddr, UserAgent: r.UserAgent(),
		Parent: r.Header.Get(requestid.TraceHeader), State: r.Header.Get("Tracestate"),
	}
}
