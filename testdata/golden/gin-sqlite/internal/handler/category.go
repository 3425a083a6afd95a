package handler

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/category"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/validate"
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
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, name, position, kind, weight, views, reviewed_at, created_at, updated_at"	default(id)
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
//	@Param		position	query		int32	false	"position equal to this"
//	@Param		position[ne]	query		int32	false	"position other than this"
//	@Param		position[in]	query		string	false	"position equal to one of these, separated by commas"
//	@Param		position[lt]	query		int32	false	"position less than this"
//	@Param		position[lte]	query		int32	false	"position at most this"
//	@Param		position[gt]	query		int32	false	"position greater than this"
//	@Param		position[gte]	query		int32	false	"position at least this"
//	@Param		active	query		bool	false	"active equal to this"
//	@Param		active[ne]	query		bool	false	"active other than this"
//	@Param		active[in]	query		string	false	"active equal to one of these, separated by commas"
//	@Param		kind	query		string	false	"kind equal to this"	Enums(genre, shelf)
//	@Param		kind[ne]	query		string	false	"kind other than this"	Enums(genre, shelf)
//	@Param		kind[in]	query		string	false	"kind equal to one of these, separated by commas"
//	@Param		token	query		string	false	"token equal to this"	format(uuid)
//	@Param		token[ne]	query		string	false	"token other than this"	format(uuid)
//	@Param		token[in]	query		string	false	"token equal to one of these, separated by commas"
//	@Param		token[null]	query		bool	false	"Whether token is null"
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]category.Category,next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/categories [get]
func (h *Category) List(c *gin.Context) {
	q, err := page.Parse(c.Request.URL.RawQuery, category.ListFields())
	if err != nil {
		fail(c, err)
		return
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.categories.List(c.Request.Context(), q)
	if err != nil {
		fail(c, err)
		return
	}
	respond(c, http.StatusOK, found)
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
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/categories [post]
func (h *Category) Create(c *gin.Context) {
	if err := noQuery(c.Request); err != nil {
		fail(c, err)
		return
	}
	in, err := h.read(c)
	if err != nil {
		fail(c, err)
		return
	}
	created, err := h.categories.Create(c.Request.Context(), in)
	if err != nil {
		fail(c, err)
		return
	}
	c.Header("Location", location(c.Request.Context(), c.Request.URL.Path, created.ID))
	respondVersion(c, http.StatusCreated, created.Version, created)
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
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/categories/{id} [get]
func (h *Category) Get(c *gin.Context) {
	id, err := resourceID(c)
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.categories.Get(c.Request.Context(), id)
	if err != nil {
		fail(c, err)
		return
	}
	respondFound(c, found.Version, found)
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
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/categories/{id} [put]
func (h *Category) Replace(c *gin.Context) {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		fail(c, err)
		return
	}
	in, err := h.read(c)
	if err != nil {
		fail(c, err)
		return
	}
	replaced, err := h.categories.Update(c.Request.Context(), id, category.WithValues(in, conditions))
	if err != nil {
		fail(c, err)
		return
	}
	respondVersion(c, http.StatusOK, replaced.Version, replaced)
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
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/categories/{id} [patch]
func (h *Category) Patch(c *gin.Context) {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		fail(c, err)
		return
	}
	data, err := readBody(c.Request, "application/merge-patch+json", "application/json")
	if err != nil {
		fail(c, err)
		return
	}
	patched, err := h.categories.Update(c.Request.Context(), id, category.WithPatch(data, h.validator, conditions))
	if err != nil {
		fail(c, err)
		return
	}
	respondVersion(c, http.StatusOK, patched.Version, patched)
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
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/categories/{id} [delete]
func (h *Category) Delete(c *gin.Context) {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.categories.Delete(c.Request.Context(), id, category.Matching(conditions)); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// read decodes and validates the category in a request body.
func (h *Category) read(c *gin.Context) (category.Category, error) {
	var in category.Input
	var row category.Category
	if err := bind(c.Request, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
