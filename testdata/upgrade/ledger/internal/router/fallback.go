package router

import (
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/apperr"
)

// notAllowed fails and names the methods that have a route. The list of echo
// begins with OPTIONS, which it would answer itself.
func notAllowed(c *echo.Context) error {
	methods, _ := c.Get(echo.ContextKeyHeaderAllow).(string)
	c.Response().Header().Set(echo.HeaderAllow, strings.TrimPrefix(methods, "OPTIONS, "))
	return apperr.ErrMethodNotAllowed
}

// segments fails where the last parameter took more than its segment of the
// path, as echo lets it: a path with a slash at the end is another one.
func segments(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c *echo.Context) error {
		route, path := c.Path(), c.Request().URL.EscapedPath() // where an encoded slash belongs to a value
		if strings.Contains(route, ":") && strings.Count(route, "/") != strings.Count(path, "/") {
			return apperr.ErrRouteNotFound
		}
		return next(c)
	}
}
