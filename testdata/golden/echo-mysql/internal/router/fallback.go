package router

import (
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/apperr"
)

// notAllowed fails and sets Allow to the methods that have a route. Echo's list
// begins with OPTIONS, which it would handle itself.
func notAllowed(c *echo.Context) error {
	methods, _ := c.Get(echo.ContextKeyHeaderAllow).(string)
	c.Response().Header().Set(echo.HeaderAllow, strings.TrimPrefix(methods, "OPTIONS, "))
	return apperr.ErrMethodNotAllowed
}

// segments fails if the last parameter matched more than its path segment, as echo
// allows: a path with a trailing slash is a different one.
func segments(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c *echo.Context) error {
		route, path := c.Path(), c.Request().URL.EscapedPath() // where an encoded slash belongs to a value
		if strings.Contains(route, ":") && strings.Count(route, "/") != strings.Count(path, "/") {
			return apperr.ErrRouteNotFound
		}
		return next(c)
	}
}
