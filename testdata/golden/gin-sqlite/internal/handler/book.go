package handler

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/validate"
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
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, price, published, isbn, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		isbn	query		string	false	"isbn equal to this"
//	@Param		isbn[ne]	query		string	false	"isbn other than this"
//	@Param		isbn[in]	query		string	false	"isbn equal to one of these, separated by commas"
//	@Param		isbn[contains]	query		string	false	"isbn with this text in it"
//	@Param		isbn[prefix]	query		string	false	"isbn that begins with this text"
//	@Param		isbn[null]	query		bool	false	"Whether isbn is null"
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
func (h *Book) List(c *gin.Context) {
	q, err := page.Parse(c.Request.URL.RawQuery, book.ListFields())
	if err != nil {
		fail(c, err)
		return
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.books.List(c.Request.Context(), q)
	if err != nil {
		fail(c, err)
		return
	}
	respond(c, http.StatusOK, found)
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
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/books [post]
func (h *Book) Create(c *gin.Context) {
	if err := noQuery(c.Request); err != nil {
		fail(c, err)
		return
	}
	in, err := h.read(c)
	if err != nil {
		fail(c, err)
		return
	}
	created, err := h.books.Create(c.Request.Context(), in)
	if err != nil {
		fail(c, err)
		return
	}
	c.Header("Location", location(c.Request.Context(), c.Request.URL.Path, created.ID))
	respondVersion(c, http.StatusCreated, created.Version, created)
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
func (h *Book) Get(c *gin.Context) {
	id, err := resourceID(c)
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.books.Get(c.Request.Context(), id)
	if err != nil {
		fail(c, err)
		return
	}
	respondFound(c, found.Version, found)
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
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/books/{id} [put]
func (h *Book) Replace(c *gin.Context) {
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
	replaced, err := h.books.Update(c.Request.Context(), id, book.WithValues(in, conditions))
	if err != nil {
		fail(c, err)
		return
	}
	respondVersion(c, http.StatusOK, replaced.Version, replaced)
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
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/books/{id} [patch]
func (h *Book) Patch(c *gin.Context) {
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
	patched, err := h.books.Update(c.Request.Context(), id, book.WithPatch(data, h.validator, conditions))
	if err != nil {
		fail(c, err)
		return
	}
	respondVersion(c, http.StatusOK, patched.Version, patched)
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
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/books/{id} [delete]
func (h *Book) Delete(c *gin.Context) {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.books.Delete(c.Request.Context(), id, book.Matching(conditions)); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// read decodes and validates the book in a request body.
func (h *Book) read(c *gin.Context) (book.Book, error) {
	var in book.Input
	var row book.Book
	if err := bind(c.Request, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
