package handler

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/precondition"
)

// target returns the ID of the resource that a request is to change, and the
// conditions under which it may.
func target(c *echo.Context, requireIfMatch bool) (id int64, conditions precondition.Conditions, err error) {
	if id, err = resourceID(c); err != nil {
		return 0, conditions, err
	}
	conditions, err = precondition.ParseWrite(c.Request().Header, requireIfMatch)
	return id, conditions, err
}

// respondFound sends a resource unless the client has this version already.
func respondFound(c *echo.Context, version int64, data any) error {
	conditions, err := precondition.Parse(c.Request().Header)
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
