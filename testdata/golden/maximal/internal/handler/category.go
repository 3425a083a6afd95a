package handler

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/validate"
)

// Category handles requests for categories.
type Category struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool

	categories category.Store
	validator  *validate.Validator
}

// NewCategory returns the handlers for the categories in a store.
func NewCategory(categories category.Store, validator *validate.Validator) *Category {
	return &Category{categories: categories, validator: validator}
}

// List returns a page of categories.
//
//	@Summary	List categories
//	@Tags		categories
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, name, created_at, updated_at; prefixed with a minus for descending order"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		parent_id	query		int		false	"ID of the category"	minimum(1)
//	@Success	200		{object}	resp.Body{data=object{items=[]category.Category,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/categories [get]
func (h *Category) List(c fiber.Ctx) error {
	q, err := page.Parse(string(c.Request().URI().QueryString()), category.SortKeys(), category.References()...)
	if err != nil {
		return err
	}
	found, err := h.categories.List(c.Context(), q)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found)
}

// Create creates a category.
//
//	@Summary	Create a category
//	@Tags		categories
//	@Accept		json
//	@Produce	json
//	@Param		input	body		category.Input	true	"The category"
//	@Success	201		{object}	resp.Body{data=category.Category}
//	@Header		201		{string}	Location	"URL of the category"
//	@Header		201		{string}	ETag		"Version of the category"
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		201	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/categories [post]
func (h *Category) Create(c fiber.Ctx) error {
	if err := noQuery(c); err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	created, err := h.categories.Create(c.Context(), in)
	if err != nil {
		return err
	}
	c.Location(location(c.Context(), "/api/v1/categories", created.ID))
	return respondVersion(c, fiber.StatusCreated, created.Version, created)
}

// Get returns a category.
//
//	@Summary	Get a category
//	@Tags		categories
//	@Produce	json
//	@Param		id				path		int		true	"ID of the category"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=category.Category}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the category"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/categories/{id} [get]
func (h *Category) Get(c fiber.Ctx) error {
	id, err := resourceID(c)
	if err != nil {
		return err
	}
	found, err := h.categories.Get(c.Context(), id)
	if err != nil {
		return err
	}
	return respondFound(c, found.Version, found)
}

// Replace replaces all values of a category. Fields missing from the body are reset.
//
//	@Summary	Replace a category
//	@Tags		categories
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the category"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		category.Input	true	"The category"
//	@Success	200		{object}	resp.Body{data=category.Category}
//	@Header		200		{string}	ETag	"Version of the category"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/categories/{id} [put]
func (h *Category) Replace(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	replaced, err := h.categories.Update(c.Context(), id, category.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, fiber.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to a category: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update a category
//	@Tags		categories
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the category"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		category.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=category.Category}
//	@Header		200		{string}	ETag	"Version of the category"
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		200	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/categories/{id} [patch]
func (h *Category) Patch(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(c, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.categories.Update(c.Context(), id, category.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, fiber.StatusOK, patched.Version, patched)
}

// Delete deletes a category.
//
//	@Summary	Delete a category
//	@Tags		categories
//	@Produce	json
//	@Param		id			path	int		true	"ID of the category"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/categories/{id} [delete]
func (h *Category) Delete(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.categories.Delete(c.Context(), id, category.Matching(conditions)); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// read decodes and validates the category in a request body.
func (h *Category) read(c fiber.Ctx) (category.Category, error) {
	var in category.Input
	var row category.Category
	if err := bind(c, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
