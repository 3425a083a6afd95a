package handler

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/category"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/validate"
)

// Category answers requests for categories.
type Category struct {
	categories category.Store
	validator  *validate.Validator
}

// NewCategory returns the handlers of the categories in a store.
func NewCategory(categories category.Store, validator *validate.Validator) *Category {
	return &Category{categories: categories, validator: validator}
}

// List answers one page of categories.
//
//	@Summary	List categories
//	@Tags		categories
//	@Produce	json
//	@Param		limit	query		int		false	"Size of the page"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, name, position, kind, weight, views, reviewed_at, created_at, updated_at; after a minus the other way round"	default(id)
//	@Param		cursor	query		string	false	"The next_cursor of the page before"
//	@Success	200		{object}	resp.Body{data=object{items=[]category.Category,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Router		/api/v1/categories [get]
func (h *Category) List(c *gin.Context) {
	q, err := page.Parse(c.Request.URL.RawQuery, category.SortKeys())
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.categories.List(c.Request.Context(), q)
	answer(c, found, err)
}

// Create adds a category.
//
//	@Summary	Create a category
//	@Tags		categories
//	@Accept		json
//	@Produce	json
//	@Param		input	body		category.Input	true	"The category"
//	@Success	201		{object}	resp.Body{data=category.Category}
//	@Header		201		{string}	Location	"Where the category is"
//	@Failure	400		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/categories [post]
func (h *Category) Create(c *gin.Context) {
	described, err := h.read(c.Request)
	if err != nil {
		fail(c, err)
		return
	}
	created, err := h.categories.Create(c.Request.Context(), described)
	if err != nil {
		fail(c, err)
		return
	}
	c.Header("Location", fmt.Sprintf("/api/v1/categories/%d", created.ID))
	respond(c, http.StatusCreated, created)
}

// Get answers one category.
//
//	@Summary	Get a category
//	@Tags		categories
//	@Produce	json
//	@Param		id	path		int	true	"Id of the category"	minimum(1)
//	@Success	200	{object}	resp.Body{data=category.Category}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/categories/{id} [get]
func (h *Category) Get(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.categories.Get(c.Request.Context(), id)
	answer(c, found, err)
}

// Replace gives a category new values. What the body does not mention is lost.
//
//	@Summary	Replace a category
//	@Tags		categories
//	@Accept		json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the category"	minimum(1)
//	@Param		input	body		category.Input	true	"The category"
//	@Success	200		{object}	resp.Body{data=category.Category}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/categories/{id} [put]
func (h *Category) Replace(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err != nil {
		fail(c, err)
		return
	}
	described, err := h.read(c.Request)
	if err != nil {
		fail(c, err)
		return
	}
	replaced, err := h.categories.Update(c.Request.Context(), id, category.WithValues(described))
	answer(c, replaced, err)
}

// Patch changes some values of a category by a JSON merge patch (RFC 7396). What the
// body does not mention stays, null removes.
//
//	@Summary	Change a category in part
//	@Tags		categories
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the category"	minimum(1)
//	@Param		patch	body		category.Input	true	"The values to change, none of them required"
//	@Success	200		{object}	resp.Body{data=category.Category}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/categories/{id} [patch]
func (h *Category) Patch(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err != nil {
		fail(c, err)
		return
	}
	data, err := readBody(c.Request, "application/merge-patch+json", "application/json")
	if err != nil {
		fail(c, err)
		return
	}
	patched, err := h.categories.Update(c.Request.Context(), id, category.WithPatch(data, h.validator))
	answer(c, patched, err)
}

// Delete removes a category.
//
//	@Summary	Delete a category
//	@Tags		categories
//	@Produce	json
//	@Param		id	path	int	true	"Id of the category"	minimum(1)
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/categories/{id} [delete]
func (h *Category) Delete(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.categories.Delete(c.Request.Context(), id); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// read makes a category of the body of a request.
func (h *Category) read(r *http.Request) (category.Category, error) {
	var in category.Input
	var described category.Category
	if err := bind(r, &in); err != nil {
		return described, err
	}
	err := in.ApplyTo(&described, h.validator)
	return described, err
}
