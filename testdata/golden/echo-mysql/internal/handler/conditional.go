package handler

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/precondition"
)

// respondFound sends a resource unless the client has this version already.
func respondFound(c *echo.Context, version int64, data any) error {
	conditions, err := precondition.Parse(c.Request().Header["If-Match"], c.Request().Header["If-None-Match"])
	if err != nil {
		return err
	}
	known, err := conditions.CheckRead(version)
	if err != nil {
		return err
	}
	if known {
		c.Response().Header().Set("ETag", precondition.ETag(version))
		return c.NoContent(http.StatusNotModified)
	}
	return respondVersion(c, http.StatusOK, version, data)
}

// respondVersion sends a resource with its version as the ETag.
func respondVersion(c *echo.Context, status int, version int64, data any) error {
	c.Response().Header().Set("ETag", precondition.ETag(version))
	return respond(c, status, data)
}
