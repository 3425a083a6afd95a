package middleware_test

import (
	"net/http"
	"testing"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"github.com/acme/rooms/internal/middleware"
)

func TestInFlightUntilTheResponseIsSent(t *testing.T) {
	app := fiber.New()
	app.Use(middleware.InFlight(1), func(c fiber.Ctx) error { return c.SendStatus(http.StatusOK) })
	h := app.Handler()
	var requests [3]fasthttp.RequestCtx
	h(&requests[0])
	h(&requests[1])
	requests[0].Request.Reset() // what the server does then
	h(&requests[2])
	for i, want := range []int{http.StatusOK, http.StatusServiceUnavailable, http.StatusOK} {
		if got := requests[i].Response.StatusCode(); got != want {
			t.Errorf("request %d: got status %d, want %d", i+1, got, want)
		}
	}
}
