package handler

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/category"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/validate"
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
//	@Param		sort	query		string	false	"One of id, name, position, kind, weight, views, reviewed_at, created_at, updated_at; prefixed with a minus for descending order"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Success	200		{object}	resp.Body{data=object{items=[]category.Category,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/categories [get]
func (h *Category) List(c *gin.Context) {
	q, err := page.Parse(c.Request.URL.RawQuery, category.SortKeys())
	if err != nil {
		fail(c, err)
		return
	}
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
//	@Failure	400,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/categories [post]
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
	c.Header("Location", location(c.Request.Context(), "/api/v1/categories", created.ID))
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
//	@Router		/api/v1/categories/{id} [get]
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
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/categories/{id} [put]
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
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/categories/{id} [patch]
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
//	@Router		/api/v1/categories/{id} [delete]
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
