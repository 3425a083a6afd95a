package handler

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/validate"
)

// Book answers requests for books.
type Book struct {
	books     book.Store
	validator *validate.Validator
}

// NewBook returns the handlers of the books in a store.
func NewBook(books book.Store, validator *validate.Validator) *Book {
	return &Book{books: books, validator: validator}
}

// List answers one page of books.
//
//	@Summary	List books
//	@Tags		books
//	@Produce	json
//	@Param		limit	query		int		false	"Size of the page"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, title, price, isbn, created_at, updated_at; after a minus the other way round"	default(id)
//	@Param		cursor	query		string	false	"The next_cursor of the page before"
//	@Param		author_id	query		int		false	"Id of the author"	minimum(1)
//	@Success	200		{object}	resp.Body{data=object{items=[]book.Book,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Router		/api/v1/books [get]
func (h *Book) List(c *gin.Context) {
	// Old catalogue terminals send an empty sort.
	c.Request.URL.RawQuery = strings.ReplaceAll(c.Request.URL.RawQuery, "&sort=&", "&")
	q, err := page.Parse(c.Request.URL.RawQuery, book.SortKeys(), book.References()...)
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.books.List(c.Request.Context(), q)
	answer(c, found, err)
}

// Create adds a book.
//
//	@Summary	Create a book
//	@Tags		books
//	@Accept		json
//	@Produce	json
//	@Param		input	body		book.Input	true	"The book"
//	@Success	201		{object}	resp.Body{data=book.Book}
//	@Header		201		{string}	Location	"Where the book is"
//	@Failure	400		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/books [post]
func (h *Book) Create(c *gin.Context) {
	described, err := h.read(c.Request)
	if err != nil {
		fail(c, err)
		return
	}
	created, err := h.books.Create(c.Request.Context(), described)
	if err != nil {
		fail(c, err)
		return
	}
	c.Header("Location", fmt.Sprintf("/api/v1/books/%d", created.ID))
	respond(c, http.StatusCreated, created)
}

// Get answers one book.
//
//	@Summary	Get a book
//	@Tags		books
//	@Produce	json
//	@Param		id	path		int	true	"Id of the book"	minimum(1)
//	@Success	200	{object}	resp.Body{data=book.Book}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/books/{id} [get]
func (h *Book) Get(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err != nil {
		fail(c, err)
		return
	}
	found, err := h.books.Get(c.Request.Context(), id)
	answer(c, found, err)
}

// Replace gives a book new values. What the body does not mention is lost.
//
//	@Summary	Replace a book
//	@Tags		books
//	@Accept		json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the book"	minimum(1)
//	@Param		input	body		book.Input	true	"The book"
//	@Success	200		{object}	resp.Body{data=book.Book}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/books/{id} [put]
func (h *Book) Replace(c *gin.Context) {
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
	replaced, err := h.books.Update(c.Request.Context(), id, book.WithValues(described))
	answer(c, replaced, err)
}

// Patch changes some values of a book by a JSON merge patch (RFC 7396). What the
// body does not mention stays, null removes.
//
//	@Summary	Change a book in part
//	@Tags		books
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the book"	minimum(1)
//	@Param		patch	body		book.Input	true	"The values to change, none of them required"
//	@Success	200		{object}	resp.Body{data=book.Book}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/books/{id} [patch]
func (h *Book) Patch(c *gin.Context) {
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
	patched, err := h.books.Update(c.Request.Context(), id, book.WithPatch(data, h.validator))
	answer(c, patched, err)
}

// Delete removes a book.
//
//	@Summary	Delete a book
//	@Tags		books
//	@Produce	json
//	@Param		id	path	int	true	"Id of the book"	minimum(1)
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/books/{id} [delete]
func (h *Book) Delete(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.books.Delete(c.Request.Context(), id); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// read makes a book of the body of a request.
func (h *Book) read(r *http.Request) (book.Book, error) {
	var in book.Input
	var described book.Book
	if err := bind(r, &in); err != nil {
		return described, err
	}
	err := in.ApplyTo(&described, h.validator)
	return described, err
}
