package handler

import (
	"net/http"
	"time"

	"github.com/acme/shelf/internal/note"
	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/validate"
)

// Note handles requests for notes.
type Note struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	notes     note.Store
	validator *validate.Validator
}

// NewNote returns the handlers for the notes in a store.
func NewNote(notes note.Store, validator *validate.Validator) *Note {
	return &Note{notes: notes, validator: validator}
}

// List returns a page of notes.
//
//	@Summary	List notes
//	@Tags		notes
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, due, source"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		q	query		string	false	"Text that is in one of these fields, in upper or lower case: title"	maxlength(200)
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Success	200		{object}	resp.Body{data=object{items=[]note.Note,next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/notes [get]
func (h *Note) List(w http.ResponseWriter, r *http.Request) error {
	q, err := page.Parse(r.URL.RawQuery, note.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.notes.List(r.Context(), q)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
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
//	@Router		/notes [post]
func (h *Note) Create(w http.ResponseWriter, r *http.Request) error {
	if err := noQuery(r); err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	created, err := h.notes.Create(r.Context(), in)
	if err != nil {
		return err
	}
	w.Header().Set("Location", location(r.Context(), r.URL.Path, created.ID))
	return respondVersion(w, http.StatusCreated, created.Version, created)
}

// Get returns a note.
//
//	@Summary	Get a note
//	@Tags		notes
//	@Produce	json
//	@Param		id				path		int		true	"ID of the note"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=note.Note}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the note"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/notes/{id} [get]
func (h *Note) Get(w http.ResponseWriter, r *http.Request) error {
	id, err := resourceID(r)
	if err != nil {
		return err
	}
	found, err := h.notes.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return respondFound(w, r, found.Version, found)
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
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/notes/{id} [put]
func (h *Note) Replace(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	replaced, err := h.notes.Update(r.Context(), id, note.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, replaced.Version, replaced)
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
//	@Router		/notes/{id} [patch]
func (h *Note) Patch(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(r, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.notes.Update(r.Context(), id, note.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, patched.Version, patched)
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
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/notes/{id} [delete]
func (h *Note) Delete(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.notes.Delete(r.Context(), id, note.Matching(conditions)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// read decodes and validates the note in a request body.
func (h *Note) read(r *http.Request) (note.Note, error) {
	var in note.Input
	var row note.Note
	if err := bind(r, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
