package middleware_test

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/middleware"
)

const route = "/path/:id"

// surround wraps h in all middleware, in the order of the router.
func surround(log *slog.Logger, h http.HandlerFunc) http.Handler {
	e := echo.New()
	e.Use(
		middleware.RequestContext(timeout, ""),
		middleware.AccessLog(log),
		middleware.Recover(log),
		middleware.BodyLimit(bodyLimit),
	)
	e.POST(route, echo.WrapHandler(h))
	return e
}
