package middleware

import (
	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/guard"
	"github.com/acme/tracks/internal/principal"
)

// Principal makes room for the principal of a request.
func Principal() echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			r := c.Request()
			c.SetRequest(r.WithContext(principal.NewContext(r.Context())))
			return next(c)
		}
	}
}

// Authenticate sets the principal of a request, if its credentials are valid.
func Authenticate(g guard.Guard) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			r := c.Request()
			g.Authenticate(r.Context(), r.Header.Values("Authorization"))
			return next(c)
		}
	}
}

// Require rejects requests unless their principal has a role.
func Require(role string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			if err := guard.Require(c.Request().Context(), role, c.Response().Header().Set); err != nil {
				return err
			}
			return next(c)
		}
	}
}
