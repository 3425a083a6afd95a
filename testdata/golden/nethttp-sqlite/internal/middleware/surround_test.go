package middleware_test

import (
	"log/slog"
	"net/http"

	"library/internal/middleware"
)

const route = "/path/{id}"

// surround wraps h in all middleware, in the order of the router.
func surround(log *slog.Logger, h http.HandlerFunc) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST "+route, h)
	return middleware.Chain(mux,
		middleware.RequestContext(timeout, ""),
		middleware.AccessLog(log),
		middleware.Recover(log),
		middleware.BodyLimit(bodyLimit),
	)
}
