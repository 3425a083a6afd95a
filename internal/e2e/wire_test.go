package e2e

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// wireCases are requests as they are on the wire, in which \n stands for CRLF,
// with the status of net/http. What net/http refuses, fiber refuses, too, with a
// status of the same class.
var wireCases = []struct {
	name, request string
	status        int
	fiber         int // where fiber is stricter
}{
	{"plain", "GET /version HTTP/1.1\nHost: a\n\n", 200, 0},
	{"HTTP/1.0", "GET /version HTTP/1.0\n\n", 200, 0},
	{"empty Host", "GET /version HTTP/1.1\nHost:\n\n", 200, 0},
	{"length", "POST /api/v1/books HTTP/1.1\nHost: a\nContent-Type: application/json\nContent-Length: 2\n\n{}", 422, 0},
	{"chunked", "POST /api/v1/books HTTP/1.1\nHost: a\nContent-Type: application/json\nTransfer-Encoding: Chunked\n\n2\n{}\n0\n\n", 422, 0},
	{"two media types", "POST /api/v1/books HTTP/1.1\nHost: a\nContent-Type: text/plain\ncontent-type: application/json\nContent-Length: 2\n\n{}", 415, 0},
	{"two equal media types", "POST /api/v1/books HTTP/1.1\nHost: a\nContent-Type: application/json\ncontent-type: application/json\nContent-Length: 2\n\n{}", 415, 0},
	{"absolute form", "GET http://b/version HTTP/1.1\nHost: a\n\n", 200, 0},
	{"colon in a query", "GET /version?a=http://b//c HTTP/1.1\nHost: a\n\n", 200, 0},

	{"no Host", "GET /version HTTP/1.1\n\n", 400, 0},
	{"two Hosts", "GET /version HTTP/1.1\nHost: a\nHost: b\n\n", 400, 0},
	{"two equal Hosts", "GET /version HTTP/1.1\nHost: a\nhost: a\n\n", 400, 0},
	{"two Hosts in HTTP/1.0", "GET /version HTTP/1.0\nHost: a\nHost: b\n\n", 400, 0},
	{"Host with a blank before the colon", "GET /version HTTP/1.1\nHost: a\nHost : b\n\n", 400, 0},
	{"Host with a blank", "GET /version HTTP/1.1\nHost: a b\n\n", 400, 0},
	{"Host with a slash", "GET /version HTTP/1.1\nHost: a/b\n\n", 400, 0},
	{"Host with a backslash", "GET /version HTTP/1.1\nHost: a\\b\n\n", 400, 0},
	{"Host that is no ASCII", "GET /version HTTP/1.1\nHost: a\xffb\n\n", 400, 0},
	{"Host with a slash beside an absolute form", "GET http://b/version HTTP/1.1\nHost: a/b\n\n", 400, 0},
	{"Host with a quote", "GET /version HTTP/1.1\nHost: a\"b\n\n", 400, 0},
	{"Host with a user", "GET /version HTTP/1.1\nHost: b@a\n\n", 400, 0},
	{"no host for an empty path segment", "GET //version/healthz HTTP/1.0\n\n", 404, 0},

	{"blank before the colon", "GET /version HTTP/1.1\nHost: a\nX-A : b\n\n", 400, 0},
	{"tab before the colon", "GET /version HTTP/1.1\nHost: a\nX-A\t: b\n\n", 400, 0},
	{"blank in a name", "GET /version HTTP/1.1\nHost: a\nX A: b\n\n", 400, 0},
	{"blank before the first name", "GET /version HTTP/1.1\n Host: a\n\n", 400, 0},
	{"no name", "GET /version HTTP/1.1\nHost: a\n: b\n\n", 400, 0},
	{"no colon", "GET /version HTTP/1.1\nHost: a\nX-A\n\n", 400, 0},
	{"bracket in a name", "GET /version HTTP/1.1\nHost: a\nX(A): b\n\n", 400, 0},
	{"byte of no ASCII in a name", "GET /version HTTP/1.1\nHost: a\nX\xff: b\n\n", 400, 0},
	{"folded line", "GET /version HTTP/1.1\nHost: a\nX-A: b\n c\n\n", 200, 400},
	{"folded line with a colon", "GET /version HTTP/1.1\nHost: a\nX-A: b\n\tHost: c\n\n", 200, 400},
	{"NUL in a value", "GET /version HTTP/1.1\nHost: a\nX-A: b\x00c\n\n", 400, 0},
	{"control character in a value", "GET /version HTTP/1.1\nHost: a\nX-A: b\x01c\n\n", 400, 0},
	{"CR in a value", "GET /version HTTP/1.1\nHost: a\nX-A: b\rc\n\n", 400, 0},
	{"DEL in a value", "GET /version HTTP/1.1\nHost: a\nX-A: b\x7fc\n\n", 400, 0},

	{"length and chunked", "POST /version HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n", 405, 400},
	{"chunked and length", "POST /version HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nContent-Length: 5\n\n0\n\n", 405, 400},
	{"chunked and a length that is none", "POST /version HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nContent-Length: x\n\n0\n\n", 400, 0},
	{"chunked with a blank before the colon", "POST /version HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding : chunked\n\n0\n\n", 400, 0},
	{"chunked twice", "POST /version HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0\n\n", 501, 400},
	{"chunked after another coding", "POST /version HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked\n\n0\n\n", 501, 0},
	{"identity", "POST /version HTTP/1.1\nHost: a\nContent-Length: 2\nTransfer-Encoding: identity\n\n{}", 501, 0},
	{"chunked with a vertical tab", "POST /version HTTP/1.1\nHost: a\nTransfer-Encoding: \vchunked\n\n0\n\n", 400, 0},
	{"chunked on a folded line", "POST /version HTTP/1.1\nHost: a\nContent-Length: 5\nTransfer-Encoding:\n chunked\n\n0\n\n", 405, 501},
	{"chunked in HTTP/1.0", "POST /version HTTP/1.0\nTransfer-Encoding: chunked\n\n0\n\n", 405, 400},
	{"different lengths", "POST /version HTTP/1.1\nHost: a\nContent-Length: 2\nContent-Length: 3\n\n{}", 400, 0},
	{"equal lengths", "POST /version HTTP/1.1\nHost: a\nContent-Length: 2\nContent-Length: 2\n\n{}", 405, 400},
	{"list of lengths", "POST /version HTTP/1.1\nHost: a\nContent-Length: 2, 2\n\n{}", 400, 0},
	{"length with a plus", "POST /version HTTP/1.1\nHost: a\nContent-Length: +2\n\n{}", 400, 0},
	{"negative length", "POST /version HTTP/1.1\nHost: a\nContent-Length: -2\n\n{}", 400, 0},
	{"hexadecimal length", "POST /version HTTP/1.1\nHost: a\nContent-Length: 0x2\n\n{}", 400, 0},
	{"empty length", "POST /version HTTP/1.1\nHost: a\nContent-Length:\n\n", 400, 0},
	{"length beyond 64 bits", "POST /version HTTP/1.1\nHost: a\nContent-Length: 99999999999999999999\n\n", 400, 0},

	{"HTTP/2.0", "GET /version HTTP/2.0\nHost: a\n\n", 505, 0},
	{"HTTP/0.9", "GET /version HTTP/0.9\nHost: a\n\n", 505, 0},
	{"HTTP/1.9", "GET /version HTTP/1.9\nHost: a\n\n", 200, 0},
	{"no version", "GET /version\nHost: a\n\n", 400, 0},
	{"version without a point", "GET /version HTTP/1x1\nHost: a\n\n", 400, 0},
	{"long version", "GET /version HTTP/1.10\nHost: a\n\n", 400, 0},
	{"version in lower case", "GET /version http/1.1\nHost: a\n\n", 400, 0},
	{"blank in the target", "GET /version /x HTTP/1.1\nHost: a\n\n", 400, 0},
	{"two blanks before the target", "GET  /version HTTP/1.1\nHost: a\n\n", 400, 0},
	{"two blanks after the target", "GET /version  HTTP/1.1\nHost: a\n\n", 400, 0},
	{"blank at the end", "GET /version HTTP/1.1 \nHost: a\n\n", 400, 0},
	{"tab in the target", "GET /version\t HTTP/1.1\nHost: a\n\n", 400, 0},
	{"control character in the target", "GET /version\x01 HTTP/1.1\nHost: a\n\n", 400, 0},
	{"blank before the method", " GET /version HTTP/1.1\nHost: a\n\n", 400, 0},
	{"method that is no token", "G(T /version HTTP/1.1\nHost: a\n\n", 400, 0},
	{"relative target", "GET version HTTP/1.1\nHost: a\n\n", 400, 0},
	{"address as the target", "GET 127.0.0.1:80 HTTP/1.1\nHost: a\n\n", 400, 0},
	{"bad escape", "GET /version%zz HTTP/1.1\nHost: a\n\n", 400, 0},
	{"bad escape beside an encoded slash", "GET /version%2F%zz HTTP/1.1\nHost: a\n\n", 400, 0},
	{"cut escape", "GET /version%6 HTTP/1.1\nHost: a\n\n", 400, 0},
	{"fragment", "GET /version#a HTTP/1.1\nHost: a\n\n", 404, 0},
	{"long target", "GET /version?" + strings.Repeat("x", 100_000) + " HTTP/1.1\nHost: a\n\n", 431, 0},

	{"chunk size that is none", "POST /api/v1/books HTTP/1.1\nHost: a\nContent-Type: application/json\nTransfer-Encoding: chunked\n\nx\n{}\n0\n\n", 400, 0},
	{"negative chunk size", "POST /api/v1/books HTTP/1.1\nHost: a\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n-2\n{}\n0\n\n", 400, 0},
	{"chunk size beyond 64 bits", "POST /api/v1/books HTTP/1.1\nHost: a\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n10000000000000002\n{}\n0\n\n", 400, 0},
	{"chunk longer than its size", "POST /api/v1/books HTTP/1.1\nHost: a\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n1\n{}\n0\n\n", 400, 0},
}

// wire sends wireCases, each with another request behind it, which must not be
// answered once the first was refused.
func wire(t *testing.T, base string, isFiber bool) {
	t.Helper()
	for _, tc := range wireCases {
		want := tc.status
		if isFiber && tc.fiber != 0 {
			want = tc.fiber
		}
		got, more := exchangeRaw(t, base, tc.request)
		if refused := want == 400 || want > 430; refused && more {
			t.Errorf("%s: the connection stays open", tc.name)
		}
		if got != want && (!isFiber || want < 400 || got/100 != want/100) {
			t.Errorf("%s: got status %d, want %d", tc.name, got, want)
		}
	}
}

// exchangeRaw sends a request and returns the status of its response, 0 if there is
// none, and whether a request that follows it is answered, too.
func exchangeRaw(t *testing.T, base, request string) (status int, more bool) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	const next = "GET /version HTTP/1.1\nHost: a\nConnection: close\n\n"
	_, _ = io.WriteString(conn, strings.ReplaceAll(request+next, "\n", "\r\n")) // fails where the server closes early
	r := bufio.NewReader(conn)
	for i := range 2 {
		response, err := http.ReadResponse(r, nil)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%.200q: the connection stays open", request)
		}
		if err != nil {
			return status, false
		}
		_, _ = io.Copy(io.Discard, response.Body) // its end is that of the connection, or the next response shows what is wrong
		_ = response.Body.Close()
		if i == 0 {
			status = response.StatusCode
		}
	}
	return status, true
}
