package handler

import (
	"errors"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/auth"
	"github.com/acme/everything/internal/guard"
	"github.com/acme/everything/internal/pathprefix"
	"github.com/acme/everything/internal/throttle"
)

// authRequest returns the part of a request that package auth needs.
func authRequest(c fiber.Ctx) auth.Request {
	return auth.Request{Method: c.Method(), Host: c.Host(), Remote: c.RequestCtx().RemoteAddr().String(), Header: c.GetReqHeaders()}
}

// respond sends tokens, which nothing on the way may store.
func (h *Auth) respond(c fiber.Ctx, status int, tokens auth.Tokens) error {
	c.Set("Cache-Control", "no-store")
	if h.service.CookieMode() {
		path := pathprefix.Of(c.Context()) + h.path
		c.Set("Set-Cookie", auth.NewCookie(path, tokens.RefreshToken, tokens.RefreshUntil))
		tokens.RefreshToken = ""
	}
	return respond(c, status, tokens)
}

// forget deletes the cookie of a client that has logged out.
func (h *Auth) forget(c fiber.Ctx) {
	if h.service.CookieMode() {
		c.Set("Set-Cookie", auth.DeleteCookie(pathprefix.Of(c.Context())+h.path))
	}
}

// refused returns err, and tells the client how to go on.
func refused(c fiber.Ctx, err error) error {
	if wait, ok := errors.AsType[*throttle.Wait](err); ok {
		c.Set("Retry-After", wait.RetryAfter())
	}
	if errors.Is(err, apperr.ErrInvalidCredentials) {
		c.Set(guard.Header, guard.Challenge)
	}
	return err
}
