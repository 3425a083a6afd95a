package handler

import (
	"net/http"
	"time"

	"library/internal/book"
	"library/internal/page"
	"library/internal/validate"
)

// Book handles requests for books.
type Book struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	books     book.Store
	validator *validate.Validator
}

// NewBook returns the handlers for the books in a store.
func NewBook(books book.Store, validator *validate.Validator) *Book {
	return &Book{books: books, validator: validator}
}

// List returns a page of books.
//
//	@Summary	List books
//	@Tags		books
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, created_at, updated_at"	default(id)
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
//	@Success	200		{object}	resp.Body{data=object{items=[]book.Book,next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/books [get]
func (h *Book) List(w http.ResponseWriter, r *http.Request) error {
	q, err := page.Parse(r.URL.RawQuery, book.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.books.List(r.Context(), q)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
}

// Create creates a book.
//
//	@Summary	Create a book
//	@Tags		books
//	@Accept		json
//	@Produce	json
//	@Param		input	body		book.Input	true	"The book"
//	@Success	201		{object}	resp.Body{data=book.Book}
//	@Header		201		{string}	Location	"URL of the book"
//	@Header		201		{string}	ETag		"Version of the book"
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/books [post]
func (h *Book) Create(w http.ResponseWriter, r *http.Request) error {
	if err := noQuery(r); err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	created, err := h.books.Create(r.Context(), in)
	if err != nil {
		return err
	}
	w.Header().Set("Location", location(r.Context(), r.URL.Path, created.ID))
	return respondVersion(w, http.StatusCreated, created.Version, created)
}

// Get returns a book.
//
//	@Summary	Get a book
//	@Tags		books
//	@Produce	json
//	@Param		id				path		int		true	"ID of the book"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=book.Book}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the book"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/books/{id} [get]
func (h *Book) Get(w http.ResponseWriter, r *http.Request) error {
	id, err := resourceID(r)
	if err != nil {
		return err
	}
	found, err := h.books.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return respondFound(w, r, found.Version, found)
}

// Replace replaces all values of a book. Fields missing from the body are reset.
//
//	@Summary	Replace a book
//	@Tags		books
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the book"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		book.Input	true	"The book"
//	@Success	200		{object}	resp.Body{data=book.Book}
//	@Header		200		{string}	ETag	"Version of the book"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/books/{id} [put]
func (h *Book) Replace(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	replaced, err := h.books.Update(r.Context(), id, book.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to a book: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update a book
//	@Tags		books
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the book"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		book.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=book.Book}
//	@Header		200		{string}	ETag	"Version of the book"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/books/{id} [patch]
func (h *Book) Patch(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(r, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.books.Update(r.Context(), id, book.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, patched.Version, patched)
}

// Delete deletes a book.
//
//	@Summary	Delete a book
//	@Tags		books
//	@Produce	json
//	@Param		id			path	int		true	"ID of the book"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/books/{id} [delete]
func (h *Book) Delete(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.books.Delete(r.Context(), id, book.Matching(conditions)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// read decodes and validates the book in a request body.
func (h *Book) read(r *http.Request) (book.Book, error) {
	var in book.Input
	var row book.Book
	if err := bind(r, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
