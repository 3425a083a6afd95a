package handler

import (
	"net/http"
	"time"

	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/validate"
)

// BookReview handles requests for book reviews.
type BookReview struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	bookReviews bookreview.Store
	validator   *validate.Validator
}

// NewBookReview returns the handlers for the book reviews in a store.
func NewBookReview(bookReviews bookreview.Store, validator *validate.Validator) *BookReview {
	return &BookReview{bookReviews: bookReviews, validator: validator}
}

// List returns a page of book reviews.
//
//	@Summary	List book reviews
//	@Tags		book-reviews
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, stars, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]bookreview.BookReview,next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/book-reviews [get]
func (h *BookReview) List(w http.ResponseWriter, r *http.Request) error {
	q, err := page.Parse(r.URL.RawQuery, bookreview.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.bookReviews.List(r.Context(), q)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
}

// Create creates a book review.
//
//	@Summary	Create a book review
//	@Tags		book-reviews
//	@Accept		json
//	@Produce	json
//	@Param		input	body		bookreview.Input	true	"The book review"
//	@Success	201		{object}	resp.Body{data=bookreview.BookReview}
//	@Header		201		{string}	Location	"URL of the book review"
//	@Header		201		{string}	ETag		"Version of the book review"
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
//	@Router		/book-reviews [post]
func (h *BookReview) Create(w http.ResponseWriter, r *http.Request) error {
	if err := noQuery(r); err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	created, err := h.bookReviews.Create(r.Context(), in)
	if err != nil {
		return err
	}
	w.Header().Set("Location", location(r.Context(), r.URL.Path, created.ID))
	return respondVersion(w, http.StatusCreated, created.Version, created)
}

// Get returns a book review.
//
//	@Summary	Get a book review
//	@Tags		book-reviews
//	@Produce	json
//	@Param		id				path		int		true	"ID of the book review"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=bookreview.BookReview}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the book review"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/book-reviews/{id} [get]
func (h *BookReview) Get(w http.ResponseWriter, r *http.Request) error {
	id, err := resourceID(r)
	if err != nil {
		return err
	}
	found, err := h.bookReviews.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return respondFound(w, r, found.Version, found)
}

// Replace replaces all values of a book review. Fields missing from the body are reset.
//
//	@Summary	Replace a book review
//	@Tags		book-reviews
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the book review"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		bookreview.Input	true	"The book review"
//	@Success	200		{object}	resp.Body{data=bookreview.BookReview}
//	@Header		200		{string}	ETag	"Version of the book review"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/book-reviews/{id} [put]
func (h *BookReview) Replace(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	replaced, err := h.bookReviews.Update(r.Context(), id, bookreview.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to a book review: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update a book review
//	@Tags		book-reviews
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the book review"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		bookreview.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=bookreview.BookReview}
//	@Header		200		{string}	ETag	"Version of the book review"
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
//	@Router		/book-reviews/{id} [patch]
func (h *BookReview) Patch(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(r, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.bookReviews.Update(r.Context(), id, bookreview.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, patched.Version, patched)
}

// Delete deletes a book review.
//
//	@Summary	Delete a book review
//	@Tags		book-reviews
//	@Produce	json
//	@Param		id			path	int		true	"ID of the book review"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/book-reviews/{id} [delete]
func (h *BookReview) Delete(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.bookReviews.Delete(r.Context(), id, bookreview.Matching(conditions)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// read decodes and validates the book review in a request body.
func (h *BookReview) read(r *http.Request) (bookreview.BookReview, error) {
	var in bookreview.Input
	var row bookreview.BookReview
	if err := bind(r, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
