package handler

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/validate"
)

// Folder handles requests for folders.
type Folder struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	folders   folder.Store
	validator *validate.Validator
}

// NewFolder returns the handlers for the folders in a store.
func NewFolder(folders folder.Store, validator *validate.Validator) *Folder {
	return &Folder{folders: folders, validator: validator}
}

// List returns a page of folders.
//
//	@Summary	List folders
//	@Tags		folders
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, name, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		user_id	query		string	false	"user_id equal to this"	format(uuid)
//	@Param		user_id[ne]	query		string	false	"user_id other than this"	format(uuid)
//	@Param		user_id[in]	query		string	false	"user_id equal to one of these, separated by commas"
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]folder.Folder,next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/folders [get]
func (h *Folder) List(c *gin.Context) {
	q, err := page.Parse(c.Request.URL.RawQuery, folder.ListFields())
	if err != nil {
		fail(c, err)
		return
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.folders.List(c.Request.Context(), owner.Of(c.Request.Context()), q)
	if err != nil {
		fail(c, err)
		return
	}
	respond(c, http.StatusOK, found)
}

// Create creates a folder.
//
//	@Summary	Create a folder
//	@Tags		folders
//	@Accept		json
//	@Produce	json
//	@Param		input	body		folder.Input	true	"The folder"
//	@Success	201		{object}	resp.Body{data=folder.Folder}
//	@Header		201		{string}	Location	"URL of the folder"
//	@Header		201		{string}	ETag		"Version of the folder"
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/folders [post]
func (h *Folder) Create(c *gin.Context) {
	if err := noQuery(c.Request); err != nil {
		fail(c, err)
		return
	}
	in, err := h.read(c)
	if err != nil {
		fail(c, err)
		return
	}
	created, err := h.folders.Create(c.Request.Context(), owner.Of(c.Request.Context()), in)
	if err != nil {
		err = ofNobody(c.Request.Context(), err, c.Header)
		fail(c, err)
		return
	}
	c.Header("Location", location(c.Request.Context(), c.Request.URL.Path, created.ID))
	respondVersion(c, http.StatusCreated, created.Version, created)
}

// Get returns a folder.
//
//	@Summary	Get a folder
//	@Tags		folders
//	@Produce	json
//	@Param		id				path		int		true	"ID of the folder"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=folder.Folder}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the folder"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/folders/{id} [get]
func (h *Folder) Get(c *gin.Context) {
	id, err := resourceID(c)
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.folders.Get(c.Request.Context(), owner.Of(c.Request.Context()), id)
	if err != nil {
		fail(c, err)
		return
	}
	respondFound(c, found.Version, found)
}

// Replace replaces all values of a folder. Fields missing from the body are reset.
//
//	@Summary	Replace a folder
//	@Tags		folders
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the folder"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		folder.Input	true	"The folder"
//	@Success	200		{object}	resp.Body{data=folder.Folder}
//	@Header		200		{string}	ETag	"Version of the folder"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/folders/{id} [put]
func (h *Folder) Replace(c *gin.Context) {
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
	replaced, err := h.folders.Update(c.Request.Context(), owner.Of(c.Request.Context()), id, folder.WithValues(in, conditions))
	if err != nil {
		fail(c, err)
		return
	}
	respondVersion(c, http.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to a folder: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update a folder
//	@Tags		folders
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the folder"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		folder.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=folder.Folder}
//	@Header		200		{string}	ETag	"Version of the folder"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/folders/{id} [patch]
func (h *Folder) Patch(c *gin.Context) {
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
	patched, err := h.folders.Update(c.Request.Context(), owner.Of(c.Request.Context()), id, folder.WithPatch(data, h.validator, conditions))
	if err != nil {
		fail(c, err)
		return
	}
	respondVersion(c, http.StatusOK, patched.Version, patched)
}

// Delete deletes a folder.
//
//	@Summary	Delete a folder
//	@Description	folder_id of the notes that refer to it becomes null.
//	@Tags		folders
//	@Produce	json
//	@Param		id			path	int		true	"ID of the folder"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/folders/{id} [delete]
func (h *Folder) Delete(c *gin.Context) {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.folders.Delete(c.Request.Context(), owner.Of(c.Request.Context()), id, folder.Matching(conditions)); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// read decodes and validates the folder in a request body.
func (h *Folder) read(c *gin.Context) (folder.Folder, error) {
	var in folder.Input
	var row folder.Folder
	if err := bind(c.Request, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
