package handler

import (
	"net/http"

	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/adaptor"
)

// Docs serves Swagger UI and the documents of the API below a prefix.
func Docs(prefix string) fiber.Handler {
	return func(c fiber.Ctx) error {
		ctx := c.Context()
		var failed error
		serve := adaptor.HTTPHandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			failed = serveDocs(w, r.WithContext(ctx), prefix)
		})
		if err := serve(c); err != nil {
			return err
		}
		return failed
	}
}
