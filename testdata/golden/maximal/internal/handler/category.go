package handler

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/validate"
)

// Category handles requests for categories.
type Category struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

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
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, name, slug, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		include	query	string	false	"What to include, separated by commas: parent; null if there is none: parent"
//	@x-nullable-properties	["parent"]
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		parent_id	query		int	false	"parent_id equal to this"	minimum(1)
//	@Param		parent_id[ne]	query		int	false	"parent_id other than this"	minimum(1)
//	@Param		parent_id[in]	query		string	false	"parent_id equal to one of these, separated by commas"
//	@Param		parent_id[null]	query		bool	false	"Whether parent_id is null"
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]category.Category{parent=category.Category},next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/categories [get]
func (h *Category) List(c fiber.Ctx) error {
	return h.list(c, string(c.Request().URI().QueryString()))
}

// list responds with the page of categories that a query asks for.
func (h *Category) list(c fiber.Ctx, query string) error {
	q, err := page.Parse(query, category.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.categories.List(c.Context(), q)
	if err != nil {
		return err
	}
	items, err := h.include(c.Context(), q.Include, found.Items...)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found.With(items))
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
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/categories [post]
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
	c.Location(location(c.Context(), c.Path(), created.ID))
	return respondVersion(c, fiber.StatusCreated, created.Version, created)
}

// Get returns a category.
//
//	@Summary	Get a category
//	@Tags		categories
//	@Produce	json
//	@Param		id				path		int		true	"ID of the category"	minimum(1)
//	@Param		include	query	string	false	"What to include, separated by commas: parent; null if there is none: parent"
//	@x-nullable-properties	["parent"]
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=category.Category{parent=category.Category}}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the category, unless it includes what it refers to"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/categories/{id} [get]
func (h *Category) Get(c fiber.Ctx) error {
	names, err := page.ParseInclude(string(c.Request().URI().QueryString()), category.ListFields())
	if err != nil {
		return err
	}
	id, err := pathID(c.Params("id"))
	if err != nil {
		return err
	}
	found, err := h.categories.Get(c.Context(), id)
	if err != nil {
		return err
	}
	items, err := h.include(c.Context(), names, found)
	if err != nil {
		return err
	}
	return respondIncluding(c, names, found.Version, items[0])
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
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/categories/{id} [put]
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
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/categories/{id} [patch]
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
//	@Description	category_id of the books that refer to it becomes null.
//	@Tags		categories
//	@Produce	json
//	@Param		id			path	int		true	"ID of the category"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/categories/{id} [delete]
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

// ListByParent returns a page of the categories with a category in parent_id.
//
//	@Summary		List the categories with a category in parent_id
//	@Description	Filters are those of /categories.
//	@Tags			categories
//	@Produce		json
//	@Param			id	path	int	true	"ID of the category"	minimum(1)
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, name, slug, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		include	query	string	false	"What to include, separated by commas: parent; null if there is none: parent"
//	@x-nullable-properties	["parent"]
//	@Success		200	{object}	resp.Body{data=object{items=[]category.Category{parent=category.Category},next_cursor=string,total=int}}
//	@Failure		400,404	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router			/categories/{id}/children [get]
func (h *Category) ListByParent(c fiber.Ctx) error {
	id, err := pathID(c.Params("id"))
	if err == nil {
		_, err = h.categories.Get(c.Context(), id)
	}
	if err != nil {
		return err
	}
	return h.list(c, page.Within(string(c.Request().URI().QueryString()), "parent_id", id))
}

// include returns categories with what they refer to by the names.
func (h *Category) include(ctx context.Context, names []string, categories ...category.Category) ([]any, error) {
	return include(ctx, names, categories, category.ListFields(), map[string]finder{
		"parent": finderIn(h.categories, category.ListFields()),
	})
}
