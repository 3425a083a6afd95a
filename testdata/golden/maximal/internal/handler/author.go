package handler

import (
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/validate"
)

// Author handles requests for authors.
type Author struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	authors   author.Store
	validator *validate.Validator
}

// NewAuthor returns the handlers for the authors in a store.
func NewAuthor(authors author.Store, validator *validate.Validator) *Author {
	return &Author{authors: authors, validator: validator}
}

// List returns a page of authors.
//
//	@Summary	List authors
//	@Tags		authors
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, name, email, born, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		name	query		string	false	"name equal to this"
//	@Param		name[ne]	query		string	false	"name other than this"
//	@Param		name[in]	query		string	false	"name equal to one of these, separated by commas"
//	@Param		name[contains]	query		string	false	"name with this text in it"
//	@Param		name[prefix]	query		string	false	"name that begins with this text"
//	@Param		email	query		string	false	"email equal to this"
//	@Param		email[ne]	query		string	false	"email other than this"
//	@Param		email[in]	query		string	false	"email equal to one of these, separated by commas"
//	@Param		email[contains]	query		string	false	"email with this text in it"
//	@Param		email[prefix]	query		string	false	"email that begins with this text"
//	@Param		email[null]	query		bool	false	"Whether email is null"
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]author.Author,next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/authors [get]
func (h *Author) List(c fiber.Ctx) error {
	q, err := page.Parse(string(c.Request().URI().QueryString()), author.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.authors.List(c.Context(), q)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found)
}

// Create creates an author.
//
//	@Summary	Create an author
//	@Tags		authors
//	@Accept		json
//	@Produce	json
//	@Param		input	body		author.Input	true	"The author"
//	@Success	201		{object}	resp.Body{data=author.Author}
//	@Header		201		{string}	Location	"URL of the author"
//	@Header		201		{string}	ETag		"Version of the author"
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		201	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/authors [post]
func (h *Author) Create(c fiber.Ctx) error {
	if err := noQuery(c); err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	created, err := h.authors.Create(c.Context(), in)
	if err != nil {
		return err
	}
	c.Location(location(c.Context(), c.Path(), created.ID))
	return respondVersion(c, fiber.StatusCreated, created.Version, created)
}

// Get returns an author.
//
//	@Summary	Get an author
//	@Tags		authors
//	@Produce	json
//	@Param		id				path		int		true	"ID of the author"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=author.Author}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the author"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/authors/{id} [get]
func (h *Author) Get(c fiber.Ctx) error {
	id, err := resourceID(c)
	if err != nil {
		return err
	}
	found, err := h.authors.Get(c.Context(), id)
	if err != nil {
		return err
	}
	return respondFound(c, found.Version, found)
}

// Replace replaces all values of an author. Fields missing from the body are reset.
//
//	@Summary	Replace an author
//	@Tags		authors
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the author"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		author.Input	true	"The author"
//	@Success	200		{object}	resp.Body{data=author.Author}
//	@Header		200		{string}	ETag	"Version of the author"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/authors/{id} [put]
func (h *Author) Replace(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	replaced, err := h.authors.Update(c.Context(), id, author.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, fiber.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to an author: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update an author
//	@Tags		authors
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the author"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		author.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=author.Author}
//	@Header		200		{string}	ETag	"Version of the author"
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		200	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/authors/{id} [patch]
func (h *Author) Patch(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(c, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.authors.Update(c.Context(), id, author.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, fiber.StatusOK, patched.Version, patched)
}

// Delete deletes an author.
//
//	@Summary	Delete an author
//	@Description	The books that have it in editor_ids lose it.
//	@Tags		authors
//	@Produce	json
//	@Param		id			path	int		true	"ID of the author"	minimum(1)
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
//	@Router		/authors/{id} [delete]
func (h *Author) Delete(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.authors.Delete(c.Context(), id, author.Matching(conditions)); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// read decodes and validates the author in a request body.
func (h *Author) read(c fiber.Ctx) (author.Author, error) {
	var in author.Input
	var row author.Author
	if err := bind(c, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
