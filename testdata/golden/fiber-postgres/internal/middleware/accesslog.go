package middleware

import (
	"log/slog"
	"net"
	"net/netip"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
)

// AccessLog writes one record for every request. The query stays out of it, as
// it may hold secrets.
func AccessLog(log *slog.Logger) fiber.Handler {
	return func(c fiber.Ctx) error {
		start := c.RequestCtx().Time()
		if err := c.Next(); err != nil {
			_ = c.App().ErrorHandler(c, err) // now, so that the record has its status
		}
		record(c, log, start)
		return nil
	}
}

// record writes the record of a finished request.
func record(c fiber.Ctx, log *slog.Logger, start time.Time) {
	e := entry{
		method: method(c),
		path:   c.Path(),
		status: c.Response().StatusCode(),
		bytes:  int64(size(c.Response())),
		remote: address(c.RequestCtx().RemoteAddr()),
		start:  start,
	}
	if c.Matched() {
		e.route = c.FullPath()
	}
	e.write(c.Context(), log)
}

// address returns an address as net/http tells it. The String method of
// net.TCPAddr takes three times as long.
func address(of net.Addr) string {
	tcp, ok := of.(*net.TCPAddr)
	if !ok {
		return of.String()
	}
	at := tcp.AddrPort()
	return netip.AddrPortFrom(at.Addr().Unmap(), at.Port()).String()
}

// size returns the size of the response body; a stream is sent later.
func size(response *fasthttp.Response) int {
	if response.IsBodyStream() {
		return max(response.Header.ContentLength(), 0) // -1 if it is not known
	}
	return len(response.Body())
}
