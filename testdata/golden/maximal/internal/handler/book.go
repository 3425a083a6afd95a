package handler

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/validate"
)

// Book handles requests for books.
type Book struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool

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
//	@Param		sort	query		string	false	"One of id, title, isbn, price, pages, sold, rating, published, reviewed_at, status, created_at, updated_at; prefixed with a minus for descending order"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		author_id	query		int		false	"ID of the author"	minimum(1)
//	@Param		category_id	query		int		false	"ID of the category"	minimum(1)
//	@Success	200		{object}	resp.Body{data=object{items=[]book.Book,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/books [get]
func (h *Book) List(c fiber.Ctx) error {
	q, err := page.Parse(string(c.Request().URI().QueryString()), book.SortKeys(), book.References()...)
	if err != nil {
		return err
	}
	found, err := h.books.List(c.Context(), q)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found)
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
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		201	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/books [post]
func (h *Book) Create(c fiber.Ctx) error {
	if err := noQuery(c); err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	created, err := h.books.Create(c.Context(), in)
	if err != nil {
		return err
	}
	c.Location(location(c.Context(), "/api/v1/books", created.ID))
	return respondVersion(c, fiber.StatusCreated, created.Version, created)
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
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/books/{id} [get]
func (h *Book) Get(c fiber.Ctx) error {
	id, err := resourceID(c)
	if err != nil {
		return err
	}
	found, err := h.books.Get(c.Context(), id)
	if err != nil {
		return err
	}
	return respondFound(c, found.Version, found)
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
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/books/{id} [put]
func (h *Book) Replace(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	replaced, err := h.books.Update(c.Context(), id, book.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, fiber.StatusOK, replaced.Version, replaced)
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
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		200	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/books/{id} [patch]
func (h *Book) Patch(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(c, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.books.Update(c.Context(), id, book.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, fiber.StatusOK, patched.Version, patched)
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
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/books/{id} [delete]
func (h *Book) Delete(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.books.Delete(c.Context(), id, book.Matching(conditions)); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// read decodes and validates the book in a request body.
func (h *Book) read(c fiber.Ctx) (book.Book, error) {
	var in book.Input
	var row book.Book
	if err := bind(c, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
