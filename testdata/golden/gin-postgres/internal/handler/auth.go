package handler

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/auth"
	"github.com/acme/notes/internal/principal"
	"github.com/acme/notes/internal/validate"
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
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/auth/register [post]
func (h *Auth) Register(c *gin.Context) {
	in, err := h.credentials(c)
	if err != nil {
		fail(c, err)
		return
	}
	tokens, err := h.service.Register(c.Request.Context(), h.service.Client(authRequest(c)), in)
	if err != nil {
		fail(c, refused(c, err))
		return
	}
	h.respond(c, http.StatusCreated, tokens)
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
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/auth/login [post]
func (h *Auth) Login(c *gin.Context) {
	in, err := h.credentials(c)
	if err != nil {
		fail(c, err)
		return
	}
	tokens, err := h.service.Login(c.Request.Context(), h.service.Client(authRequest(c)), in)
	if err != nil {
		fail(c, refused(c, err))
		return
	}
	h.respond(c, http.StatusOK, tokens)
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
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/auth/refresh [post]
func (h *Auth) Refresh(c *gin.Context) {
	refresh, err := h.refreshToken(c)
	if err != nil {
		fail(c, err)
		return
	}
	tokens, err := h.service.Refresh(c.Request.Context(), h.service.Client(authRequest(c)), refresh)
	if err != nil {
		fail(c, refused(c, err))
		return
	}
	h.respond(c, http.StatusOK, tokens)
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
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/auth/logout [post]
func (h *Auth) Logout(c *gin.Context) {
	refresh, err := h.refreshToken(c)
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.service.Logout(c.Request.Context(), refresh); err != nil {
		fail(c, err)
		return
	}
	h.forget(c)
	c.Status(http.StatusNoContent)
}

// LogoutAll ends all sessions of the user.
//
//	@Summary	Log out everywhere
//	@Tags		auth
//	@Produce	json
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/logout-all [post]
func (h *Auth) LogoutAll(c *gin.Context) {
	if err := h.check(c); err != nil {
		fail(c, err)
		return
	}
	p, _ := principal.FromContext(c.Request.Context())
	if err := h.service.LogoutAll(c.Request.Context(), p); err != nil {
		fail(c, err)
		return
	}
	h.forget(c)
	c.Status(http.StatusNoContent)
}

// Me returns the user.
//
//	@Summary	Get the user
//	@Tags		auth
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=auth.Profile}
//	@Failure	400	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/me [get]
func (h *Auth) Me(c *gin.Context) {
	if err := h.check(c); err != nil {
		fail(c, err)
		return
	}
	p, _ := principal.FromContext(c.Request.Context())
	me, err := h.service.Me(c.Request.Context(), p)
	if err != nil {
		fail(c, refused(c, err))
		return
	}
	respond(c, http.StatusOK, me)
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
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/password [put]
func (h *Auth) ChangePassword(c *gin.Context) {
	var in auth.PasswordChange
	if err := h.read(c, &in); err != nil {
		fail(c, err)
		return
	}
	p, _ := principal.FromContext(c.Request.Context())
	err := h.service.ChangePassword(c.Request.Context(), h.service.Client(authRequest(c)), p, in)
	if err != nil {
		fail(c, refused(c, err))
		return
	}
	c.Status(http.StatusNoContent)
}

// Sessions returns the sessions of the user.
//
//	@Summary	List the sessions of the user
//	@Tags		auth
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=object{items=[]auth.Session}}
//	@Failure	400	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/sessions [get]
func (h *Auth) Sessions(c *gin.Context) {
	if err := h.check(c); err != nil {
		fail(c, err)
		return
	}
	p, _ := principal.FromContext(c.Request.Context())
	found, err := h.service.ListSessions(c.Request.Context(), p)
	if err != nil {
		fail(c, err)
		return
	}
	respond(c, http.StatusOK, found)
}

// EndSession ends a session of the user.
//
//	@Summary	End a session of the user
//	@Tags		auth
//	@Produce	json
//	@Param		id	path	string	true	"ID of the session"	format(uuid)
//	@Success	204
//	@Failure	400,404	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/sessions/{id} [delete]
func (h *Auth) EndSession(c *gin.Context) {
	if err := h.check(c); err != nil {
		fail(c, err)
		return
	}
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		err = apperr.ErrNotFound
		fail(c, err)
		return
	}
	p, _ := principal.FromContext(c.Request.Context())
	if err := h.service.EndSession(c.Request.Context(), p, id); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// Keys returns the public keys of access tokens, in the form that libraries for
// JSON Web Tokens read.
func (h *Auth) Keys(c *gin.Context) {
	c.JSON(http.StatusOK, h.service.Tokens.KeySet())
}

// check refuses what no route of these takes.
func (h *Auth) check(c *gin.Context) error {
	if err := noQuery(c.Request); err != nil {
		return err
	}
	return h.service.CheckOrigin(authRequest(c))
}

// read decodes and validates a request body.
func (h *Auth) read(c *gin.Context, dst any) error {
	if err := h.check(c); err != nil {
		return err
	}
	if err := bind(c.Request, dst); err != nil {
		return err
	}
	return h.validator.Struct(dst)
}

// credentials returns the email and password in a request body.
func (h *Auth) credentials(c *gin.Context) (in auth.Credentials, err error) {
	err = h.read(c, &in)
	return in, err
}

// refreshToken returns the refresh token of a request, which in cookie mode has
// no body.
func (h *Auth) refreshToken(c *gin.Context) (string, error) {
	if h.service.CookieMode() {
		return authRequest(c).Cookie(), h.check(c)
	}
	var in auth.Refresh
	err := h.read(c, &in)
	return in.RefreshToken, err
}
