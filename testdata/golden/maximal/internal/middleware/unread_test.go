package middleware

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"github.com/acme/everything/internal/apperr"
)

func TestUnreadable(t *testing.T) {
	for _, tc := range []struct{ err, want error }{
		{fasthttp.ErrBodyTooLarge, apperr.ErrTooLarge},
		{&fasthttp.ErrSmallBuffer{}, fiber.ErrRequestHeaderFieldsTooLarge},
		{fmt.Errorf("read: %w", os.ErrDeadlineExceeded), apperr.ErrSlowRequest},
		{fmt.Errorf("read: %w", fasthttp.ErrUnsupportedTransferEncoding), fiber.ErrNotImplemented},
		{fiber.ErrHTTPVersionNotSupported, fiber.ErrHTTPVersionNotSupported},
	} {
		if got := unreadable(tc.err); !errors.Is(got, tc.want) {
			t.Errorf("%v: got %v, want %v", tc.err, got, tc.want)
		}
	}
	if _, ok := errors.AsType[*apperr.BadRequest](unreadable(errors.New("no method"))); !ok {
		t.Error("anything else: not a bad request")
	}
}
