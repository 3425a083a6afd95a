package handler

import (
	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"github.com/acme/everything/internal/apikey"
	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/principal"
	"github.com/acme/everything/internal/validate"
)

// APIKeys handles requests for the API keys of the user.
type APIKeys struct {
	keys      *apikey.Keys
	validator *validate.Validator
}

// NewAPIKeys returns the handlers for API keys.
func NewAPIKeys(keys *apikey.Keys, validator *validate.Validator) *APIKeys {
	return &APIKeys{keys: keys, validator: validator}
}

// Create issues an API key.
//
//	@Summary		Create an API key
//	@Description	The response has the key, which nobody can see again. A request that is authenticated by an API key is refused.
//	@Tags			auth
//	@Accept			json
//	@Produce		json
//	@Param			input	body		apikey.Input	true	"What the key is for, and what it allows"
//	@Success		201		{object}	resp.Body{data=apikey.Info}
//	@Failure		400,408,413,415	{object}	resp.Body
//	@Failure		422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router			/auth/keys [post]
func (h *APIKeys) Create(c fiber.Ctx) error {
	var in apikey.Input
	if err := h.read(c, &in); err != nil {
		return err
	}
	p, _ := principal.FromContext(c.Context())
	issued, err := h.keys.IssueOwn(c.Context(), p, in)
	if err != nil {
		return err
	}
	c.Set("Cache-Control", "no-store")
	return respond(c, fiber.StatusCreated, issued)
}

// List returns the API keys of the user.
//
//	@Summary	List the API keys of the user
//	@Tags		auth
//	@Produce	json
//	@Success	200	{object}	resp.Body{data=apikey.Infos}
//	@Failure	400	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/auth/keys [get]
func (h *APIKeys) List(c fiber.Ctx) error {
	if err := noQuery(c); err != nil {
		return err
	}
	p, _ := principal.FromContext(c.Context())
	found, err := h.keys.ListOwn(c.Context(), p)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found)
}

// Revoke revokes an API key of the user.
//
//	@Summary		Revoke an API key
//	@Description	A request that is authenticated by an API key is refused.
//	@Tags			auth
//	@Produce		json
//	@Param			id	path	string	true	"ID of the key"	format(uuid)
//	@Success		204
//	@Failure		400,404	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router			/auth/keys/{id} [delete]
func (h *APIKeys) Revoke(c fiber.Ctx) error {
	if err := noQuery(c); err != nil {
		return err
	}
	id, err := uuid.Parse(c.Params("id"))
	if err != nil {
		err = apperr.ErrNotFound
		return err
	}
	p, _ := principal.FromContext(c.Context())
	if err := h.keys.RevokeOwn(c.Context(), p, id); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// read decodes and validates a request body.
func (h *APIKeys) read(c fiber.Ctx, dst any) error {
	if err := noQuery(c); err != nil {
		return err
	}

	if c.GetReqHeaders()["Idempotency-Key"] != nil { // or it would store the tokens in the response
		return &apperr.BadRequest{Message: "Idempotency-Key is not allowed here"}
	}
	if err := bind(c, dst); err != nil {
		return err
	}
	return h.validator.Struct(dst)
}
