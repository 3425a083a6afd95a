package handler

import (
	"errors"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/auth"
	"github.com/acme/notes/internal/guard"
	"github.com/acme/notes/internal/pathprefix"
	"github.com/acme/notes/internal/throttle"
)

// authRequest returns the part of a request that package auth needs.
func authRequest(c *gin.Context) auth.Request {
	r := c.Request
	return auth.Request{Method: r.Method, Host: r.Host, Remote: r.RemoteAddr, Header: r.Header}
}

// respond sends tokens, which nothing on the way may store.
func (h *Auth) respond(c *gin.Context, status int, tokens auth.Tokens) {
	c.Header("Cache-Control", "no-store")
	if h.service.CookieMode() {
		path := pathprefix.Of(c.Request.Context()) + h.path
		c.Header("Set-Cookie", auth.NewCookie(path, tokens.RefreshToken, tokens.RefreshUntil))
		tokens.RefreshToken = ""
	}
	respond(c, status, tokens)
}

// forget deletes the cookie of a client that has logged out.
func (h *Auth) forget(c *gin.Context) {
	if h.service.CookieMode() {
		c.Header("Set-Cookie", auth.DeleteCookie(pathprefix.Of(c.Request.Context())+h.path))
	}
}

// refused returns err, and tells the client how to go on.
func refused(c *gin.Context, err error) error {
	if wait, ok := errors.AsType[*throttle.Wait](err); ok {
		c.Header("Retry-After", wait.RetryAfter())
	}
	if errors.Is(err, apperr.ErrInvalidCredentials) {
		c.Header(guard.Header, guard.Challenge)
	}
	return err
}
