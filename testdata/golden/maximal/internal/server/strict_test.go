package server

import (
	"bufio"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
)

func TestStrict(t *testing.T) {
	for request, want := range map[string]error{
		"GET / HTTP/1.1\nHost: a":                                                          nil,
		"GET / HTTP/1.1\nHost: [::1]:80":                                                   nil,
		"GET / HTTP/1.0":                                                                   nil,
		"GET http://b/?c=d HTTP/1.1\nHost: a":                                              nil,
		"POST / HTTP/1.1\nHost: a\nContent-Length: 5":                                      nil,
		"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked":                             nil,
		"GET / HTTP/1.1":                                                                   errMalformed,
		"GET / HTTP/1.1\nHost: a\nhost: b":                                                 errMalformed,
		"GET / HTTP/1.1\nHost: \"a":                                                        errMalformed,
		"GET / HTTP/1.1\nHost: b@a":                                                        errMalformed,
		"GET / HTTP/1.1\nHost: a\nX-A : b":                                                 errMalformed,
		"GET / HTTP/1.1\nHost: a\nX-A: b\n c":                                              errMalformed,
		"POST / HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding : chunked":         errMalformed,
		"POST / HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding: chunked":          errMalformed,
		"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked": errMalformed,
		"POST / HTTP/1.0\nHost: a\nTransfer-Encoding: chunked":                             errMalformed,
		"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: identity":                            fiber.ErrNotImplemented,
		"GET a HTTP/1.1\nHost: a":                                                          errMalformed,
		"GET /%zz HTTP/1.1\nHost: a":                                                       errMalformed,
		"GET /#a HTTP/1.1\nHost: a":                                                        errMalformed,
		"GET //a/b HTTP/1.0":                                                               errMalformed,
		"GET / HTTP/1x1\nHost: a":                                                          errMalformed,
		"GET / HTTP/2.0\nHost: a":                                                          fiber.ErrHTTPVersionNotSupported,
	} {
		var r fasthttp.RequestCtx
		raw := strings.ReplaceAll(request+"\n\n", "\n", "\r\n")
		if err := r.Request.Header.Read(bufio.NewReader(strings.NewReader(raw))); err != nil {
			t.Fatalf("%q: %v", request, err)
		}
		var got error
		strict(
			func(r *fasthttp.RequestCtx) { r.SetStatusCode(http.StatusTeapot) },
			func(_ *fasthttp.RequestCtx, err error) { got = err },
		)(&r)
		if !errors.Is(got, want) {
			t.Errorf("%q: got %v, want %v", request, got, want)
		}
		if handled := r.Response.StatusCode() == http.StatusTeapot; handled != (want == nil) || handled == r.Response.ConnectionClose() {
			t.Errorf("%q: handled %t, Connection: close %t", request, handled, r.Response.ConnectionClose())
		}
	}
}
