package server

import (
	"bytes"
	"errors"
	"net/url"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
	"golang.org/x/net/http/httpguts"
)

var errMalformed = errors.New("malformed request")

// strict refuses requests that fasthttp accepts although they can be read in more
// than one way. A proxy in front of the service could find another host in them, or
// another end of the body, and so take what follows for a request of another
// client. The rest of the connection is not read.
func strict(next fasthttp.RequestHandler, refuse func(*fasthttp.RequestCtx, error)) fasthttp.RequestHandler {
	return func(r *fasthttp.RequestCtx) {
		if err := ambiguous(&r.Request.Header); err != nil {
			refuse(r, err)
			r.SetConnectionClose()
			return
		}
		next(r)
	}
}

// ambiguous returns why a request is to be refused, nil if it is not.
func ambiguous(h *fasthttp.RequestHeader) error {
	version := string(h.Protocol()) // of the length of HTTP/1.1
	switch {
	case version[6] != '.' || !isTarget(h.RequestURI(), h.Host()) || !httpguts.ValidHostHeader(string(h.Host())):
		return errMalformed
	case version[5] != '1':
		return fiber.ErrHTTPVersionNotSupported
	}
	n, err := countHeaders(h.RawHeaders())
	if err != nil {
		return err
	}
	if n.hosts > 1 || n.hosts == 0 && h.IsHTTP11() {
		return errMalformed
	}
	if n.codings > 1 || n.codings == 1 && (n.lengths > 0 || !h.IsHTTP11()) {
		return errMalformed
	}
	return nil
}

// counts says how many times a request has the headers that tell where it goes and
// where it ends.
type counts struct{ hosts, lengths, codings int }

// countHeaders fails if a name has a blank, or a value is continued on a line of
// its own.
func countHeaders(raw []byte) (n counts, err error) {
	for line := range bytes.Lines(raw) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch {
		case bytes.ContainsAny(name, " \t"):
			return n, errMalformed
		case bytes.EqualFold(name, []byte(fiber.HeaderHost)):
			n.hosts++
		case bytes.EqualFold(name, []byte(fiber.HeaderContentLength)):
			n.lengths++
		case bytes.EqualFold(name, []byte(fiber.HeaderTransferEncoding)):
			n.codings++
			if !bytes.EqualFold(bytes.TrimSpace(value), []byte("chunked")) {
				return n, fiber.ErrNotImplemented
			}
		}
	}
	return n, nil
}

// isTarget reports whether a request target can be routed as it is. Fasthttp would
// cut off a fragment, and without a Host take one from the path.
func isTarget(target, host []byte) bool {
	if bytes.Contains(target, []byte("#")) || len(host) == 0 && bytes.HasPrefix(target, []byte("//")) {
		return false
	}
	if len(target) > 0 && target[0] == '/' && !bytes.ContainsFunc(target, mayMislead) {
		return true // as nearly all are, without the cost of parsing it
	}
	_, err := url.ParseRequestURI(string(target))
	return err == nil
}

// mayMislead reports whether a target with r has to be parsed.
func mayMislead(r rune) bool { return r == '%' || r <= ' ' || r >= 0x7f }
