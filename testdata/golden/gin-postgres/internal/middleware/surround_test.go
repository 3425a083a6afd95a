package middleware_test

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/middleware"
)

const route = "/path/:id"

// surround wraps h in all middleware, in the order of the router.
func surround(log *slog.Logger, h http.HandlerFunc) http.Handler {
	gin.SetMode(gin.TestMode)
	r := gin.New()
	r.Use(
		middleware.RequestContext(timeout, ""),
		middleware.AccessLog(log),
		middleware.Recover(log),
		middleware.BodyLimit(bodyLimit),
	)
	r.POST(route, gin.WrapF(h))
	return r
}
