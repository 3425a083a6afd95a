package handler

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/author"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/validate"
)

// Author answers requests for authors.
type Author struct {
	authors   author.Store
	validator *validate.Validator
}

// NewAuthor returns the handlers of the authors in a store.
func NewAuthor(authors author.Store, validator *validate.Validator) *Author {
	return &Author{authors: authors, validator: validator}
}

// List answers one page of authors.
//
//	@Summary	List authors
//	@Tags		authors
//	@Produce	json
//	@Param		limit	query		int		false	"Size of the page"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, name, born, created_at, updated_at; after a minus the other way round"	default(id)
//	@Param		cursor	query		string	false	"The next_cursor of the page before"
//	@Success	200		{object}	resp.Body{data=object{items=[]author.Author,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Router		/api/v1/authors [get]
func (h *Author) List(c *gin.Context) {
	q, err := page.Parse(c.Request.URL.RawQuery, author.SortKeys())
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.authors.List(c.Request.Context(), q)
	answer(c, found, err)
}

// Create adds an author.
//
//	@Summary	Create an author
//	@Tags		authors
//	@Accept		json
//	@Produce	json
//	@Param		input	body		author.Input	true	"The author"
//	@Success	201		{object}	resp.Body{data=author.Author}
//	@Header		201		{string}	Location	"Where the author is"
//	@Failure	400		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/authors [post]
func (h *Author) Create(c *gin.Context) {
	described, err := h.read(c.Request)
	if err != nil {
		fail(c, err)
		return
	}
	created, err := h.authors.Create(c.Request.Context(), described)
	if err != nil {
		fail(c, err)
		return
	}
	c.Header("Location", fmt.Sprintf("/api/v1/authors/%d", created.ID))
	respond(c, http.StatusCreated, created)
}

// Get answers one author.
//
//	@Summary	Get an author
//	@Tags		authors
//	@Produce	json
//	@Param		id	path		int	true	"Id of the author"	minimum(1)
//	@Success	200	{object}	resp.Body{data=author.Author}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/authors/{id} [get]
func (h *Author) Get(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.authors.Get(c.Request.Context(), id)
	answer(c, found, err)
}

// Replace gives an author new values. What the body does not mention is lost.
//
//	@Summary	Replace an author
//	@Tags		authors
//	@Accept		json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the author"	minimum(1)
//	@Param		input	body		author.Input	true	"The author"
//	@Success	200		{object}	resp.Body{data=author.Author}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/authors/{id} [put]
func (h *Author) Replace(c *gin.Context) {
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
	replaced, err := h.authors.Update(c.Request.Context(), id, author.WithValues(described))
	answer(c, replaced, err)
}

// Patch changes some values of an author by a JSON merge patch (RFC 7396). What the
// body does not mention stays, null removes.
//
//	@Summary	Change an author in part
//	@Tags		authors
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the author"	minimum(1)
//	@Param		patch	body		author.Input	true	"The values to change, none of them required"
//	@Success	200		{object}	resp.Body{data=author.Author}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/authors/{id} [patch]
func (h *Author) Patch(c *gin.Context) {
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
	patched, err := h.authors.Update(c.Request.Context(), id, author.WithPatch(data, h.validator))
	answer(c, patched, err)
}

// Delete removes an author.
//
//	@Summary	Delete an author
//	@Tags		authors
//	@Produce	json
//	@Param		id	path	int	true	"Id of the author"	minimum(1)
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Failure	409	{object}	resp.Body
//	@Router		/api/v1/authors/{id} [delete]
func (h *Author) Delete(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.authors.Delete(c.Request.Context(), id); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// read makes an author of the body of a request.
func (h *Author) read(r *http.Request) (author.Author, error) {
	var in author.Input
	var described author.Author
	if err := bind(r, &in); err != nil {
		return described, err
	}
	err := in.ApplyTo(&described, h.validator)
	return described, err
}
