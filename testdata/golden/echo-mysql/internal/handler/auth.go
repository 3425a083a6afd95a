package handler

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/auth"
	"github.com/acme/tracks/internal/principal"
	"github.com/acme/tracks/internal/validate"
)

// Auth handles requests for users and their sessions.
type Auth struct {
	service   *auth.Service
	validator *validate.Validator
	path      string // of the routes
}

// NewAuth returns the handlers of the routes below a path.
func NewAuth(service *auth.Service, validator *validate.Validator, path string) *Auth {
	return &Auth{service: service, validator: validator, path: path}
}

// Register creates a user and logs them in.
//
//	@Summary	Register and log in
//	@Tags		auth
//	@Accept		json
//	@Produce	json
//	@Param		input	body		auth.Credentials	true	"Email and password"
//	@Success	201		{object}	resp.Body{data=auth.Tokens}
//	@Failure	400,403,408,413,415,429	{object}	resp.Body
//	@Failure	409,422	{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/auth/register [post]
func (h *Auth) Register(c *echo.Context) error {
	in, err := h.credentials(c)
	if err != nil {
		return err
	}
	tokens, err := h.service.Register(c.Request().Context(), h.service.Client(authRequest(c)), in)
	if err != nil {
		return refused(c, err)
	}
	return h.respond(c, http.StatusCreated, tokens)
}

// Login starts a session.
//
//	@Summary	Log in
//	@Tags		auth
//	@Accept		json
//	@Produce	json
//	@Param		input	body		auth.Credentials	true	"Email and password"
//	@Success	200		{object}	resp.Body{data=auth.Tokens}
//	@Failure	400,401,403,408,413,415,429	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/auth/login [post]
func (h *Auth) Login(c *echo.Context) error {
	in, err := h.credentials(c)
	if err != nil {
		return err
	}
	tokens, err := h.service.Login(c.Request().Context(), h.service.Client(authRequest(c)), in)
	if err != nil {
		return refused(c, err)
	}
	return h.respond(c, http.StatusOK, tokens)
}

// Refresh exchanges a refresh token for new tokens.
//
//	@Summary	Get new tokens
//	@Tags		auth
//	@Accept		json
//	@Produce	json
//	@Param		input	body		auth.Refresh	true	"The refresh token, which can be used once"
//	@Success	200		{object}	resp.Body{data=auth.Tokens}
//	@Failure	400,401,403,408,413,415,429	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/auth/refresh [post]
func (h *Auth) Refresh(c *echo.Context) error {
	refresh, err := h.refreshToken(c)
	if err != nil {
		return err
	}
	tokens, err := h.service.Refresh(c.Request().Context(), h.service.Client(authRequest(c)), refresh)
	if err != nil {
		return refused(c, err)
	}
	return h.respond(c, http.StatusOK, tokens)
}

// Logout ends the session of a refresh token.
//
//	@Summary	Log out
//	@Tags		auth
//	@Accept		json
//	@Produce	json
//	@Param		input	body		auth.Refresh	true	"The refresh token of the session"
//	@Success	204
//	@Failure	400,403,408,413,415	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/auth/logout [post]
func (h *Auth) Logout(c *echo.Context) error {
	refresh, err := h.refreshToken(c)
	if err != nil {
		return err
	}
	if err := h.service.Logout(c.Request().Context(), refresh); err != nil {
		return err
	}
	h.forget(c)
	return c.NoContent(http.StatusNoContent)
}

// LogoutAll ends all sessions of the user.
//
//	@Summary	Log out everywhere
//	@Tags		auth
//	@Produce	json
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/logout-all [post]
func (h *Auth) LogoutAll(c *echo.Context) error {
	if err := h.check(c); err != nil {
		return err
	}
	p, _ := principal.FromContext(c.Request().Context())
	if err := h.service.LogoutAll(c.Request().Context(), p); err != nil {
		return err
	}
	h.forget(c)
	return c.NoContent(http.StatusNoContent)
}

// Me returns the user.
//
//	@Summary	Get the user
//	@Tags		auth
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=auth.Profile}
//	@Failure	400	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/me [get]
func (h *Auth) Me(c *echo.Context) error {
	if err := h.check(c); err != nil {
		return err
	}
	p, _ := principal.FromContext(c.Request().Context())
	me, err := h.service.Me(c.Request().Context(), p)
	if err != nil {
		return refused(c, err)
	}
	return respond(c, http.StatusOK, me)
}

// ChangePassword changes the password of the user.
//
//	@Summary	Change the password, and log out elsewhere
//	@Tags		auth
//	@Accept		json
//	@Produce	json
//	@Param		input	body		auth.PasswordChange	true	"The current and the new password"
//	@Success	204
//	@Failure	400,408,413,415,429	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/password [put]
func (h *Auth) ChangePassword(c *echo.Context) error {
	var in auth.PasswordChange
	if err := h.read(c, &in); err != nil {
		return err
	}
	p, _ := principal.FromContext(c.Request().Context())
	err := h.service.ChangePassword(c.Request().Context(), h.service.Client(authRequest(c)), p, in)
	if err != nil {
		return refused(c, err)
	}
	return c.NoContent(http.StatusNoContent)
}

// Sessions returns the sessions of the user.
//
//	@Summary	List the sessions of the user
//	@Tags		auth
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=object{items=[]auth.Session}}
//	@Failure	400	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/sessions [get]
func (h *Auth) Sessions(c *echo.Context) error {
	if err := h.check(c); err != nil {
		return err
	}
	p, _ := principal.FromContext(c.Request().Context())
	found, err := h.service.ListSessions(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, found)
}

// EndSession ends a session of the user.
//
//	@Summary	End a session of the user
//	@Tags		auth
//	@Produce	json
//	@Param		id	path	string	true	"ID of the session"	format(uuid)
//	@Success	204
//	@Failure	400,404	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/sessions/{id} [delete]
func (h *Auth) EndSession(c *echo.Context) error {
	if err := h.check(c); err != nil {
		return err
	}
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		err = apperr.ErrNotFound
		return err
	}
	p, _ := principal.FromContext(c.Request().Context())
	if err := h.service.EndSession(c.Request().Context(), p, id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// Keys returns the public keys of access tokens, in the form that libraries for
// JSON Web Tokens read.
func (h *Auth) Keys(c *echo.Context) error {
	c.Response().Header().Set(echo.HeaderContentType, "application/json; charset=utf-8") // as everywhere else
	return c.JSON(http.StatusOK, h.service.Tokens.KeySet())
}

// check refuses what no route of these takes.
func (h *Auth) check(c *echo.Context) error {
	if err := noQuery(c.Request()); err != nil {
		return err
	}
	if c.Request().Header.Values("Idempotency-Key") != nil { // or it would store the tokens in the response
		return &apperr.BadRequest{Message: "Idempotency-Key is not allowed here"}
	}
	return h.service.CheckOrigin(authRequest(c))
}

// read decodes and validates a request body.
func (h *Auth) read(c *echo.Context, dst any) error {
	if err := h.check(c); err != nil {
		return err
	}
	if err := bind(c.Request(), dst); err != nil {
		return err
	}
	return h.validator.Struct(dst)
}

// credentials returns the email and password in a request body.
func (h *Auth) credentials(c *echo.Context) (in auth.Credentials, err error) {
	err = h.read(c, &in)
	return in, err
}

// refreshToken returns the refresh token of a request, which in cookie mode has
// no body.
func (h *Auth) refreshToken(c *echo.Context) (string, error) {
	if h.service.CookieMode() {
		return authRequest(c).Cookie(), h.check(c)
	}
	var in auth.Refresh
	err := h.read(c, &in)
	return in.RefreshToken, err
}
