package handler

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/tag"
	"github.com/acme/notes/internal/validate"
)

// Tag handles requests for tags.
type Tag struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	tags      tag.Store
	validator *validate.Validator
}

// NewTag returns the handlers for the tags in a store.
func NewTag(tags tag.Store, validator *validate.Validator) *Tag {
	return &Tag{tags: tags, validator: validator}
}

// List returns a page of tags.
//
//	@Summary	List tags
//	@Tags		tags
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, name, created_at, updated_at"	default(id)
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
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]tag.Tag,next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tags [get]
func (h *Tag) List(c *gin.Context) {
	q, err := page.Parse(c.Request.URL.RawQuery, tag.ListFields())
	if err != nil {
		fail(c, err)
		return
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.tags.List(c.Request.Context(), q)
	if err != nil {
		fail(c, err)
		return
	}
	respond(c, http.StatusOK, found)
}

// Create creates a tag.
//
//	@Summary	Create a tag
//	@Tags		tags
//	@Accept		json
//	@Produce	json
//	@Param		input	body		tag.Input	true	"The tag"
//	@Success	201		{object}	resp.Body{data=tag.Tag}
//	@Header		201		{string}	Location	"URL of the tag"
//	@Header		201		{string}	ETag		"Version of the tag"
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tags [post]
func (h *Tag) Create(c *gin.Context) {
	if err := noQuery(c.Request); err != nil {
		fail(c, err)
		return
	}
	in, err := h.read(c)
	if err != nil {
		fail(c, err)
		return
	}
	created, err := h.tags.Create(c.Request.Context(), in)
	if err != nil {
		fail(c, err)
		return
	}
	c.Header("Location", location(c.Request.Context(), c.Request.URL.Path, created.ID))
	respondVersion(c, http.StatusCreated, created.Version, created)
}

// Get returns a tag.
//
//	@Summary	Get a tag
//	@Tags		tags
//	@Produce	json
//	@Param		id				path		int		true	"ID of the tag"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=tag.Tag}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the tag"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tags/{id} [get]
func (h *Tag) Get(c *gin.Context) {
	id, err := resourceID(c)
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.tags.Get(c.Request.Context(), id)
	if err != nil {
		fail(c, err)
		return
	}
	respondFound(c, found.Version, found)
}

// Replace replaces all values of a tag. Fields missing from the body are reset.
//
//	@Summary	Replace a tag
//	@Tags		tags
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the tag"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		tag.Input	true	"The tag"
//	@Success	200		{object}	resp.Body{data=tag.Tag}
//	@Header		200		{string}	ETag	"Version of the tag"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tags/{id} [put]
func (h *Tag) Replace(c *gin.Context) {
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
	replaced, err := h.tags.Update(c.Request.Context(), id, tag.WithValues(in, conditions))
	if err != nil {
		fail(c, err)
		return
	}
	respondVersion(c, http.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to a tag: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update a tag
//	@Tags		tags
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the tag"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		tag.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=tag.Tag}
//	@Header		200		{string}	ETag	"Version of the tag"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tags/{id} [patch]
func (h *Tag) Patch(c *gin.Context) {
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
	patched, err := h.tags.Update(c.Request.Context(), id, tag.WithPatch(data, h.validator, conditions))
	if err != nil {
		fail(c, err)
		return
	}
	respondVersion(c, http.StatusOK, patched.Version, patched)
}

// Delete deletes a tag.
//
//	@Summary	Delete a tag
//	@Description	The notes that have it in tag_ids lose it.
//	@Tags		tags
//	@Produce	json
//	@Param		id			path	int		true	"ID of the tag"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tags/{id} [delete]
func (h *Tag) Delete(c *gin.Context) {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.tags.Delete(c.Request.Context(), id, tag.Matching(conditions)); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// read decodes and validates the tag in a request body.
func (h *Tag) read(c *gin.Context) (tag.Tag, error) {
	var in tag.Input
	var row tag.Tag
	if err := bind(c.Request, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
