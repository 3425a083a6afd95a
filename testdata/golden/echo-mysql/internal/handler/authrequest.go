package handler

import (
	"errors"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/auth"
	"github.com/acme/tracks/internal/guard"
	"github.com/acme/tracks/internal/pathprefix"
	"github.com/acme/tracks/internal/throttle"
)

// authRequest returns the part of a request that package auth needs.
func authRequest(c *echo.Context) auth.Request {
	r := c.Request()
	return auth.Request{Method: r.Method, Host: r.Host, Remote: r.RemoteAddr, Header: r.Header}
}

// respond sends tokens, which nothing on the way may store.
func (h *Auth) respond(c *echo.Context, status int, tokens auth.Tokens) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	if h.service.CookieMode() {
		path := pathprefix.Of(c.Request().Context()) + h.path
		c.Response().Header().Set("Set-Cookie", auth.NewCookie(path, tokens.RefreshToken, tokens.RefreshUntil))
		tokens.RefreshToken = ""
	}
	return respond(c, status, tokens)
}

// forget deletes the cookie of a client that has logged out.
func (h *Auth) forget(c *echo.Context) {
	if h.service.CookieMode() {
		c.Response().Header().Set("Set-Cookie", auth.DeleteCookie(pathprefix.Of(c.Request().Context())+h.path))
	}
}

// refused returns err, and tells the client how to go on.
func refused(c *echo.Context, err error) error {
	if wait, ok := errors.AsType[*throttle.Wait](err); ok {
		c.Response().Header().Set("Retry-After", wait.RetryAfter())
	}
	if errors.Is(err, apperr.ErrInvalidCredentials) {
		c.Response().Header().Set(guard.Header, guard.Challenge)
	}
	return err
}
