package handler

import (
	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/auth"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/validate"
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
func (h *Auth) Register(c fiber.Ctx) error {
	in, err := h.credentials(c)
	if err != nil {
		return err
	}
	tokens, err := h.service.Register(c.Context(), h.service.Client(authRequest(c)), in)
	if err != nil {
		return refused(c, err)
	}
	return h.respond(c, fiber.StatusCreated, tokens)
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
func (h *Auth) Login(c fiber.Ctx) error {
	in, err := h.credentials(c)
	if err != nil {
		return err
	}
	tokens, err := h.service.Login(c.Context(), h.service.Client(authRequest(c)), in)
	if err != nil {
		return refused(c, err)
	}
	return h.respond(c, fiber.StatusOK, tokens)
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
func (h *Auth) Refresh(c fiber.Ctx) error {
	refresh, err := h.refreshToken(c)
	if err != nil {
		return err
	}
	tokens, err := h.service.Refresh(c.Context(), h.service.Client(authRequest(c)), refresh)
	if err != nil {
		return refused(c, err)
	}
	return h.respond(c, fiber.StatusOK, tokens)
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
func (h *Auth) Logout(c fiber.Ctx) error {
	refresh, err := h.refreshToken(c)
	if err != nil {
		return err
	}
	if err := h.service.Logout(c.Context(), refresh); err != nil {
		return err
	}
	h.forget(c)
	return c.SendStatus(fiber.StatusNoContent)
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
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/logout-all [post]
func (h *Auth) LogoutAll(c fiber.Ctx) error {
	if err := h.check(c); err != nil {
		return err
	}
	p, _ := principal.FromContext(c.Context())
	if err := h.service.LogoutAll(c.Context(), p); err != nil {
		return err
	}
	h.forget(c)
	return c.SendStatus(fiber.StatusNoContent)
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
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/me [get]
func (h *Auth) Me(c fiber.Ctx) error {
	if err := h.check(c); err != nil {
		return err
	}
	p, _ := principal.FromContext(c.Context())
	me, err := h.service.Me(c.Context(), p)
	if err != nil {
		return refused(c, err)
	}
	return respond(c, fiber.StatusOK, me)
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
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/password [put]
func (h *Auth) ChangePassword(c fiber.Ctx) error {
	var in auth.PasswordChange
	if err := h.read(c, &in); err != nil {
		return err
	}
	p, _ := principal.FromContext(c.Context())
	err := h.service.ChangePassword(c.Context(), h.service.Client(authRequest(c)), p, in)
	if err != nil {
		return refused(c, err)
	}
	return c.SendStatus(fiber.StatusNoContent)
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
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/sessions [get]
func (h *Auth) Sessions(c fiber.Ctx) error {
	if err := h.check(c); err != nil {
		return err
	}
	p, _ := principal.FromContext(c.Context())
	found, err := h.service.ListSessions(c.Context(), p)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found)
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
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/sessions/{id} [delete]
func (h *Auth) EndSession(c fiber.Ctx) error {
	if err := h.check(c); err != nil {
		return err
	}
	id, err := uuid.Parse(c.Params("id"))
	if err != nil {
		err = apperr.ErrNotFound
		return err
	}
	p, _ := principal.FromContext(c.Context())
	if err := h.service.EndSession(c.Context(), p, id); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// Keys returns the public keys of access tokens, in the form that libraries for
// JSON Web Tokens read.
func (h *Auth) Keys(c fiber.Ctx) error {
	return c.JSON(h.service.Tokens.KeySet())
}

// check refuses what no route of these takes.
func (h *Auth) check(c fiber.Ctx) error {
	if err := noQuery(c); err != nil {
		return err
	}
	if c.GetReqHeaders()["Idempotency-Key"] != nil { // or it would store the tokens in the response
		return &apperr.BadRequest{Message: "Idempotency-Key is not allowed here"}
	}
	return h.service.CheckOrigin(authRequest(c))
}

// read decodes and validates a request body.
func (h *Auth) read(c fiber.Ctx, dst any) error {
	if err := h.check(c); err != nil {
		return err
	}
	if err := bind(c, dst); err != nil {
		return err
	}
	return h.validator.Struct(dst)
}

// credentials returns the email and password in a request body.
func (h *Auth) credentials(c fiber.Ctx) (in auth.Credentials, err error) {
	err = h.read(c, &in)
	return in, err
}

// refreshToken returns the refresh token of a request, which in cookie mode has
// no body.
func (h *Auth) refreshToken(c fiber.Ctx) (string, error) {
	if h.service.CookieMode() {
		return authRequest(c).Cookie(), h.check(c)
	}
	var in auth.Refresh
	err := h.read(c, &in)
	return in.RefreshToken, err
}
