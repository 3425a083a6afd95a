package handler

import "github.com/labstack/echo/v5"

// Docs serves Swagger UI and the documents of the API below a prefix.
func Docs(prefix string) echo.HandlerFunc {
	return func(c *echo.Context) error {
		return serveDocs(c.Response(), c.Request(), prefix)
	}
}
