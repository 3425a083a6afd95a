package handler

import (
	"fmt"
	"net/http"

	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/validate"
)

// BookReview answers requests for book reviews.
type BookReview struct {
	bookReviews bookreview.Store
	validator   *validate.Validator
}

// NewBookReview returns the handlers of the book reviews in a store.
func NewBookReview(bookReviews bookreview.Store, validator *validate.Validator) *BookReview {
	return &BookReview{bookReviews: bookReviews, validator: validator}
}

// List answers one page of book reviews.
//
//	@Summary	List book reviews
//	@Tags		book-reviews
//	@Produce	json
//	@Param		limit	query		int		false	"Size of the page"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, stars, created_at, updated_at; after a minus the other way round"	default(id)
//	@Param		cursor	query		string	false	"The next_cursor of the page before"
//	@Success	200		{object}	resp.Body{data=object{items=[]bookreview.BookReview,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
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

// Create adds a book review.
//
//	@Summary	Create a book review
//	@Tags		book-reviews
//	@Accept		json
//	@Produce	json
//	@Param		input	body		bookreview.Input	true	"The book review"
//	@Success	201		{object}	resp.Body{data=bookreview.BookReview}
//	@Header		201		{string}	Location	"Where the book review is"
//	@Failure	400		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/book-reviews [post]
func (h *BookReview) Create(w http.ResponseWriter, r *http.Request) error {
	described, err := h.read(r)
	if err != nil {
		return err
	}
	created, err := h.bookReviews.Create(r.Context(), described)
	if err != nil {
		return err
	}
	w.Header().Set("Location", fmt.Sprintf("/api/v1/book-reviews/%d", created.ID))
	return respond(w, http.StatusCreated, created)
}

// Get answers one book review.
//
//	@Summary	Get a book review
//	@Tags		book-reviews
//	@Produce	json
//	@Param		id	path		int	true	"Id of the book review"	minimum(1)
//	@Success	200	{object}	resp.Body{data=bookreview.BookReview}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/book-reviews/{id} [get]
func (h *BookReview) Get(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	found, err := h.bookReviews.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
}

// Replace gives a book review new values. What the body does not mention is lost.
//
//	@Summary	Replace a book review
//	@Tags		book-reviews
//	@Accept		json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the book review"	minimum(1)
//	@Param		input	body		bookreview.Input	true	"The book review"
//	@Success	200		{object}	resp.Body{data=bookreview.BookReview}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/book-reviews/{id} [put]
func (h *BookReview) Replace(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	described, err := h.read(r)
	if err != nil {
		return err
	}
	replaced, err := h.bookReviews.Update(r.Context(), id, bookreview.WithValues(described))
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, replaced)
}

// Patch changes some values of a book review by a JSON merge patch (RFC 7396). What the
// body does not mention stays, null removes.
//
//	@Summary	Change a book review in part
//	@Tags		book-reviews
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the book review"	minimum(1)
//	@Param		patch	body		bookreview.Input	true	"The values to change, none of them required"
//	@Success	200		{object}	resp.Body{data=bookreview.BookReview}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/book-reviews/{id} [patch]
func (h *BookReview) Patch(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	data, err := readBody(r, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.bookReviews.Update(r.Context(), id, bookreview.WithPatch(data, h.validator))
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, patched)
}

// Delete removes a book review.
//
//	@Summary	Delete a book review
//	@Tags		book-reviews
//	@Produce	json
//	@Param		id	path	int	true	"Id of the book review"	minimum(1)
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/book-reviews/{id} [delete]
func (h *BookReview) Delete(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := h.bookReviews.Delete(r.Context(), id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// read makes a book review of the body of a request.
func (h *BookReview) read(r *http.Request) (bookreview.BookReview, error) {
	var in bookreview.Input
	var described bookreview.BookReview
	if err := bind(r, &in); err != nil {
		return described, err
	}
	err := in.ApplyTo(&described, h.validator)
	return described, err
}
