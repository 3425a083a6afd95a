package handler

import (
	"net/http"

	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/validate"
)

// BookReview handles requests for book reviews.
type BookReview struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool

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
//	@Param		sort	query		string	false	"One of id, stars, created_at, updated_at; prefixed with a minus for descending order"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Success	200		{object}	resp.Body{data=object{items=[]bookreview.BookReview,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/book-reviews [get]
func (h *BookReview) List(w http.ResponseWriter, r *http.Request) error {
	q, err := page.Parse(r.URL.RawQuery, bookreview.SortKeys())
	if err != nil {
		return err
	}
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
//	@Failure	400,413,415	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/book-reviews [post]
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
	w.Header().Set("Location", location(r.Context(), "/api/v1/book-reviews", created.ID))
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
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/book-reviews/{id} [get]
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
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/book-reviews/{id} [put]
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
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/book-reviews/{id} [patch]
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
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/book-reviews/{id} [delete]
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
