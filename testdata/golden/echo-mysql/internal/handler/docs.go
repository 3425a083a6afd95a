package handler

import (
	"net/http"

	"github.com/labstack/echo/v5"
	httpSwagger "github.com/swaggo/http-swagger/v2"

	_ "github.com/acme/tracks/docs" // registers the document with swag
)

// Docs serves Swagger UI and the API document.
func Docs() echo.HandlerFunc {
	ui := httpSwagger.Handler()
	return func(c *echo.Context) error {
		get := c.Request().Clone(c.Request().Context()) // the UI modifies the request, and does not support HEAD
		get.Method = http.MethodGet
		ui(c.Response(), get)
		return nil
	}
}
