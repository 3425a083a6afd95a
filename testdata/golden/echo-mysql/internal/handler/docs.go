package handler

import "github.com/labstack/echo/v5"

// Docs serves Swagger UI and the API document.
func Docs(c *echo.Context) error {
	return serveDocs(c.Response(), c.Request())
}
