package handler

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/tag"
	"github.com/acme/notes/internal/validate"
)

// Note handles requests for notes.
type Note struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	notes     note.Store
	folders   folder.Store
	tags      tag.Store
	validator *validate.Validator
}

// NewNote returns the handlers for the notes in a store, and the stores
// of what they refer to.
func NewNote(notes note.Store, folders folder.Store, tags tag.Store, validator *validate.Validator) *Note {
	return &Note{notes: notes, folders: folders, tags: tags, validator: validator}
}

// List returns a page of notes.
//
//	@Summary	List notes
//	@Tags		notes
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		q	query		string	false	"Text that is in one of these fields, in upper or lower case: text"	maxlength(200)
//	@Param		include	query	string	false	"What to include, separated by commas: folder, tags; null if there is none: folder"
//	@x-nullable-properties	["folder"]
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		user_id	query		string	false	"user_id equal to this"	format(uuid)
//	@Param		user_id[ne]	query		string	false	"user_id other than this"	format(uuid)
//	@Param		user_id[in]	query		string	false	"user_id equal to one of these, separated by commas"
//	@Param		folder_id	query		int	false	"folder_id equal to this"	minimum(1)
//	@Param		folder_id[ne]	query		int	false	"folder_id other than this"	minimum(1)
//	@Param		folder_id[in]	query		string	false	"folder_id equal to one of these, separated by commas"
//	@Param		folder_id[null]	query		bool	false	"Whether folder_id is null"
//	@Param		tag_ids	query		int	false	"tag_ids with this in it"	minimum(1)
//	@Param		tag_ids[in]	query		string	false	"tag_ids with one of these in it, separated by commas"
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]note.Note{folder=folder.Folder,tags=[]tag.Tag},next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/notes [get]
func (h *Note) List(c *gin.Context) {
	h.list(c, c.Request.URL.RawQuery)
}

// list responds with the page of notes that a query asks for.
func (h *Note) list(c *gin.Context, query string) {
	q, err := page.Parse(query, note.ListFields())
	if err != nil {
		fail(c, err)
		return
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.notes.List(c.Request.Context(), owner.Of(c.Request.Context()), q)
	if err != nil {
		fail(c, err)
		return
	}
	items, err := h.include(c.Request.Context(), q.Include, found.Items...)
	if err != nil {
		fail(c, err)
		return
	}
	respond(c, http.StatusOK, found.With(items))
}

// Create creates a note.
//
//	@Summary	Create a note
//	@Tags		notes
//	@Accept		json
//	@Produce	json
//	@Param		input	body		note.Input	true	"The note"
//	@Success	201		{object}	resp.Body{data=note.Note}
//	@Header		201		{string}	Location	"URL of the note"
//	@Header		201		{string}	ETag		"Version of the note"
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/notes [post]
func (h *Note) Create(c *gin.Context) {
	if err := noQuery(c.Request); err != nil {
		fail(c, err)
		return
	}
	in, err := h.read(c)
	if err != nil {
		fail(c, err)
		return
	}
	created, err := h.notes.Create(c.Request.Context(), owner.Of(c.Request.Context()), in)
	if err != nil {
		err = ofNobody(c.Request.Context(), err, c.Header)
		fail(c, err)
		return
	}
	c.Header("Location", location(c.Request.Context(), c.Request.URL.Path, created.ID))
	respondVersion(c, http.StatusCreated, created.Version, created)
}

// Get returns a note.
//
//	@Summary	Get a note
//	@Tags		notes
//	@Produce	json
//	@Param		id				path		int		true	"ID of the note"	minimum(1)
//	@Param		include	query	string	false	"What to include, separated by commas: folder, tags; null if there is none: folder"
//	@x-nullable-properties	["folder"]
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=note.Note{folder=folder.Folder,tags=[]tag.Tag}}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the note, unless it includes what it refers to"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/notes/{id} [get]
func (h *Note) Get(c *gin.Context) {
	names, err := page.ParseInclude(c.Request.URL.RawQuery, note.ListFields())
	if err != nil {
		fail(c, err)
		return
	}
	id, err := pathID(c.Param("id"))
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.notes.Get(c.Request.Context(), owner.Of(c.Request.Context()), id)
	if err != nil {
		fail(c, err)
		return
	}
	items, err := h.include(c.Request.Context(), names, found)
	if err != nil {
		fail(c, err)
		return
	}
	respondIncluding(c, names, found.Version, items[0])
}

// Replace replaces all values of a note. Fields missing from the body are reset.
//
//	@Summary	Replace a note
//	@Tags		notes
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the note"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		note.Input	true	"The note"
//	@Success	200		{object}	resp.Body{data=note.Note}
//	@Header		200		{string}	ETag	"Version of the note"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/notes/{id} [put]
func (h *Note) Replace(c *gin.Context) {
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
	replaced, err := h.notes.Update(c.Request.Context(), owner.Of(c.Request.Context()), id, note.WithValues(in, conditions))
	if err != nil {
		fail(c, err)
		return
	}
	respondVersion(c, http.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to a note: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update a note
//	@Tags		notes
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the note"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		note.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=note.Note}
//	@Header		200		{string}	ETag	"Version of the note"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/notes/{id} [patch]
func (h *Note) Patch(c *gin.Context) {
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
	patched, err := h.notes.Update(c.Request.Context(), owner.Of(c.Request.Context()), id, note.WithPatch(data, h.validator, conditions))
	if err != nil {
		fail(c, err)
		return
	}
	respondVersion(c, http.StatusOK, patched.Version, patched)
}

// Delete deletes a note.
//
//	@Summary	Delete a note
//	@Tags		notes
//	@Produce	json
//	@Param		id			path	int		true	"ID of the note"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/notes/{id} [delete]
func (h *Note) Delete(c *gin.Context) {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.notes.Delete(c.Request.Context(), owner.Of(c.Request.Context()), id, note.Matching(conditions)); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// read decodes and validates the note in a request body.
func (h *Note) read(c *gin.Context) (note.Note, error) {
	var in note.Input
	var row note.Note
	if err := bind(c.Request, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}

// ListByFolder returns a page of the notes with a folder in folder_id.
//
//	@Summary		List the notes with a folder in folder_id
//	@Description	Filters are those of /notes.
//	@Tags			notes
//	@Produce		json
//	@Param			id	path	int	true	"ID of the folder"	minimum(1)
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		q	query		string	false	"Text that is in one of these fields, in upper or lower case: text"	maxlength(200)
//	@Param		include	query	string	false	"What to include, separated by commas: folder, tags; null if there is none: folder"
//	@x-nullable-properties	["folder"]
//	@Success		200	{object}	resp.Body{data=object{items=[]note.Note{folder=folder.Folder,tags=[]tag.Tag},next_cursor=string,total=int}}
//	@Failure		400,404	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router			/folders/{id}/notes [get]
func (h *Note) ListByFolder(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err == nil {
		_, err = h.folders.Get(c.Request.Context(), owner.Of(c.Request.Context()), id)
	}
	if err != nil {
		fail(c, err)
		return
	}
	h.list(c, page.Within(c.Request.URL.RawQuery, "folder_id", id))
}

// ListByTags returns a page of the notes with a tag in tag_ids.
//
//	@Summary		List the notes with a tag in tag_ids
//	@Description	Filters are those of /notes.
//	@Tags			notes
//	@Produce		json
//	@Param			id	path	int	true	"ID of the tag"	minimum(1)
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		q	query		string	false	"Text that is in one of these fields, in upper or lower case: text"	maxlength(200)
//	@Param		include	query	string	false	"What to include, separated by commas: folder, tags; null if there is none: folder"
//	@x-nullable-properties	["folder"]
//	@Success		200	{object}	resp.Body{data=object{items=[]note.Note{folder=folder.Folder,tags=[]tag.Tag},next_cursor=string,total=int}}
//	@Failure		400,404	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router			/tags/{id}/notes [get]
func (h *Note) ListByTags(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err == nil {
		_, err = h.tags.Get(c.Request.Context(), id)
	}
	if err != nil {
		fail(c, err)
		return
	}
	h.list(c, page.Within(c.Request.URL.RawQuery, "tag_ids", id))
}

// include returns notes with what they refer to by the names.
func (h *Note) include(ctx context.Context, names []string, notes ...note.Note) ([]any, error) {
	return include(ctx, names, notes, note.ListFields(), map[string]finder{
		"folder": ownedIn(h.folders, folder.ListFields()),
		"tags":   finderIn(h.tags, tag.ListFields()),
	})
}
