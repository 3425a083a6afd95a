package router

import (
	"crypto/subtle"
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/apperr"
)

// token lets requests through that carry it as a bearer token, and none while
// it is empty.
func token(want string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			got := strings.TrimPrefix(c.Request().Header.Get(echo.HeaderAuthorization), "Bearer ")
			if want == "" || subtle.ConstantTimeCompare([]byte(got), []byte(want)) != 1 {
				return apperr.ErrOpsToken
			}
			return next(c)
		}
	}
}

// deprecated marks responses below a prefix.
func deprecated(prefix string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c *echo.Context) error {
			if strings.HasPrefix(c.Request().URL.Path, prefix) {
				c.Response().Header().Set("Deprecation", "@1798761600")
			}
			return next(c)
		}
	}
}
