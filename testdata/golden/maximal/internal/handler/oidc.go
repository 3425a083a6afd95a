package handler

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/oidc"
	"github.com/acme/everything/internal/strictquery"
)

// OIDC handles logins by providers.
type OIDC struct {
	service  *oidc.Service
	accounts *Auth
}

// NewOIDC returns the handlers, which send tokens as those of accounts do.
func NewOIDC(service *oidc.Service, accounts *Auth) *OIDC {
	return &OIDC{service: service, accounts: accounts}
}

// List returns the providers.
//
//	@Summary	List the providers with which users may log in
//	@Tags		auth
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=oidc.Providers}
//	@Failure	400	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/auth/oidc [get]
func (h *OIDC) List(c fiber.Ctx) error {
	if err := h.accounts.check(c); err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, h.service.Providers())
}

// Login sends the browser to a provider.
//
//	@Summary		Log in with a provider
//	@Description	For browsers. An app gives return_to and code_challenge, or neither to see the tokens.
//	@Tags			auth
//	@Produce		json
//	@Param			provider		path	string	true	"Name of the provider"
//	@Param			return_to		query	string	false	"Where the browser returns with a code, one of OIDC_RETURN_URLS"
//	@Param			code_challenge	query	string	false	"SHA-256, in base64url, of the verifier that the app has made"
//	@Success		303
//	@Failure		400,404	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router			/auth/oidc/{provider}/login [get]
func (h *OIDC) Login(c fiber.Ctx) error {
	q, err := strictquery.Parse(string(c.Request().URI().QueryString()), "return_to", "code_challenge")
	if err != nil {
		return err
	}
	location, cookie, err := h.service.Begin(c.Context(), c.Params("provider"), q.Get("return_to"), q.Get("code_challenge"))
	if err != nil {
		return err
	}
	return redirect(c, location, cookie)
}

// Callback ends a login: the browser goes back to the app, or gets tokens.
//
//	@Summary	Return from a provider
//	@Tags		auth
//	@Produce	json
//	@Param		provider	path		string	true	"Name of the provider"
//	@Param		state		query		string	true	"State of the login"
//	@Param		code		query		string	false	"Code of the provider"
//	@Param		iss			query		string	false	"Issuer of the provider"
//	@Param		error		query		string	false	"Why there is no code"
//	@Success	200			{object}	resp.Body{data=auth.Tokens}
//	@Success	303
//	@Failure	400,403,404,409,429,502	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/auth/oidc/{provider}/callback [get]
func (h *OIDC) Callback(c fiber.Ctx) error {
	q, err := strictquery.Once(string(c.Request().URI().QueryString()))
	if err != nil {
		return err
	}
	request := authRequest(c)
	result, err := h.service.Finish(c.Context(), h.accounts.service.Client(request), oidc.Callback{
		Provider: c.Params("provider"), Header: request.Header,
		State: q.Get("state"), Code: q.Get("code"), Issuer: q.Get("iss"), Error: q.Get("error"),
	})
	if err != nil {
		return refused(c, err)
	}
	if result.Location != "" {
		return redirect(c, result.Location, oidc.DeleteCookie())
	}
	return h.accounts.respond(c, fiber.StatusOK, result.Tokens)
}

// Token exchanges the code that an app has got at the end of a login.
//
//	@Summary	Get tokens after a login with a provider
//	@Tags		auth
//	@Accept		json
//	@Produce	json
//	@Param		input	body		oidc.Exchange	true	"The code, and the verifier of the app"
//	@Success	200		{object}	resp.Body{data=auth.Tokens}
//	@Failure	400,401,403,408,413,415,429	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/auth/oidc/token [post]
func (h *OIDC) Token(c fiber.Ctx) error {
	var in oidc.Exchange
	if err := h.accounts.read(c, &in); err != nil {
		return err
	}
	tokens, err := h.service.Redeem(c.Context(), h.accounts.service.Client(authRequest(c)), in)
	if err != nil {
		return refused(c, err)
	}
	return h.accounts.respond(c, fiber.StatusOK, tokens)
}

// redirect sends the browser to a URL that others must not see, with a cookie.
func redirect(c fiber.Ctx, location, cookie string) error {
	c.Set("Cache-Control", "no-store")
	c.Set("Referrer-Policy", "no-referrer")
	c.Set("Set-Cookie", cookie)
	return c.Redirect().Status(fiber.StatusSeeOther).To(location)
}
