package handler

import (
	"net/http"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/adaptor"
	httpSwagger "github.com/swaggo/http-swagger/v2"

	_ "github.com/acme/rooms/docs" // registers the document with swag
)

// Docs serves Swagger UI and the API document.
func Docs() fiber.Handler {
	ui := httpSwagger.Handler()
	return adaptor.HTTPHandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Method = http.MethodGet // the UI does not support HEAD
		ui(w, r)
	})
}
