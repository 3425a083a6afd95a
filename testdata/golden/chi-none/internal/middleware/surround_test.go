package middleware_test

import (
	"log/slog"
	"net/http"

	"github.com/go-chi/chi/v5"

	"github.com/acme/shelf/internal/middleware"
)

const route = "/path/{id}"

// surround wraps h in all middleware, in the order of the router.
func surround(log *slog.Logger, h http.HandlerFunc) http.Handler {
	r := chi.NewRouter()
	r.Use(
		middleware.RequestContext(timeout, ""),
		middleware.AccessLog(log),
		middleware.Recover(log),
		middleware.BodyLimit(bodyLimit),
	)
	r.Post(route, h)
	return r
}
