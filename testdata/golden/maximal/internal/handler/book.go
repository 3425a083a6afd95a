package handler

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/validate"
)

// Book handles requests for books.
type Book struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	books      book.Store
	authors    author.Store
	categories category.Store
	validator  *validate.Validator
}

// NewBook returns the handlers for the books in a store, and the stores
// of what they refer to.
func NewBook(books book.Store, authors author.Store, categories category.Store, validator *validate.Validator) *Book {
	return &Book{books: books, authors: authors, categories: categories, validator: validator}
}

// List returns a page of books.
//
//	@Summary	List books
//	@Tags		books
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, isbn, price, pages, sold, rating, published, reviewed_at, status, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		include	query	string	false	"What to include, separated by commas: author, category, editors; null if there is none: category"
//	@x-nullable-properties	["category"]
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		author_id	query		int	false	"author_id equal to this"	minimum(1)
//	@Param		author_id[ne]	query		int	false	"author_id other than this"	minimum(1)
//	@Param		author_id[in]	query		string	false	"author_id equal to one of these, separated by commas"
//	@Param		category_id	query		int	false	"category_id equal to this"	minimum(1)
//	@Param		category_id[ne]	query		int	false	"category_id other than this"	minimum(1)
//	@Param		category_id[in]	query		string	false	"category_id equal to one of these, separated by commas"
//	@Param		category_id[null]	query		bool	false	"Whether category_id is null"
//	@Param		isbn	query		string	false	"isbn equal to this"
//	@Param		isbn[ne]	query		string	false	"isbn other than this"
//	@Param		isbn[in]	query		string	false	"isbn equal to one of these, separated by commas"
//	@Param		isbn[contains]	query		string	false	"isbn with this text in it"
//	@Param		isbn[prefix]	query		string	false	"isbn that begins with this text"
//	@Param		isbn[null]	query		bool	false	"Whether isbn is null"
//	@Param		pages	query		int32	false	"pages equal to this"
//	@Param		pages[ne]	query		int32	false	"pages other than this"
//	@Param		pages[in]	query		string	false	"pages equal to one of these, separated by commas"
//	@Param		pages[lt]	query		int32	false	"pages less than this"
//	@Param		pages[lte]	query		int32	false	"pages at most this"
//	@Param		pages[gt]	query		int32	false	"pages greater than this"
//	@Param		pages[gte]	query		int32	false	"pages at least this"
//	@Param		pages[null]	query		bool	false	"Whether pages is null"
//	@Param		available	query		bool	false	"available equal to this"
//	@Param		available[ne]	query		bool	false	"available other than this"
//	@Param		available[in]	query		string	false	"available equal to one of these, separated by commas"
//	@Param		token	query		string	false	"token equal to this"	format(uuid)
//	@Param		token[ne]	query		string	false	"token other than this"	format(uuid)
//	@Param		token[in]	query		string	false	"token equal to one of these, separated by commas"
//	@Param		token[null]	query		bool	false	"Whether token is null"
//	@Param		status	query		string	false	"status equal to this"	Enums(draft, In Progress, USD)
//	@Param		status[ne]	query		string	false	"status other than this"	Enums(draft, In Progress, USD)
//	@Param		status[in]	query		string	false	"status equal to one of these, separated by commas"
//	@Param		editor_ids	query		int	false	"editor_ids with this in it"	minimum(1)
//	@Param		editor_ids[in]	query		string	false	"editor_ids with one of these in it, separated by commas"
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]book.Book{author=author.Author,editors=[]author.Author,category=category.Category},next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/books [get]
func (h *Book) List(c fiber.Ctx) error {
	return h.list(c, string(c.Request().URI().QueryString()))
}

// list responds with the page of books that a query asks for.
func (h *Book) list(c fiber.Ctx, query string) error {
	q, err := page.Parse(query, book.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.books.List(c.Context(), q)
	if err != nil {
		return err
	}
	items, err := h.include(c.Context(), q.Include, found.Items...)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found.With(items))
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
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/books [post]
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
	c.Location(location(c.Context(), c.Path(), created.ID))
	return respondVersion(c, fiber.StatusCreated, created.Version, created)
}

// Get returns a book.
//
//	@Summary	Get a book
//	@Tags		books
//	@Produce	json
//	@Param		id				path		int		true	"ID of the book"	minimum(1)
//	@Param		include	query	string	false	"What to include, separated by commas: author, category, editors; null if there is none: category"
//	@x-nullable-properties	["category"]
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=book.Book{author=author.Author,editors=[]author.Author,category=category.Category}}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the book, unless it includes what it refers to"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/books/{id} [get]
func (h *Book) Get(c fiber.Ctx) error {
	names, err := page.ParseInclude(string(c.Request().URI().QueryString()), book.ListFields())
	if err != nil {
		return err
	}
	id, err := pathID(c.Params("id"))
	if err != nil {
		return err
	}
	found, err := h.books.Get(c.Context(), id)
	if err != nil {
		return err
	}
	items, err := h.include(c.Context(), names, found)
	if err != nil {
		return err
	}
	return respondIncluding(c, names, found.Version, items[0])
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
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/books/{id} [put]
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
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/books/{id} [patch]
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
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/books/{id} [delete]
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

// ListByAuthor returns a page of the books with an author in author_id.
//
//	@Summary		List the books with an author in author_id
//	@Description	Filters are those of /books.
//	@Tags			books
//	@Produce		json
//	@Param			id	path	int	true	"ID of the author"	minimum(1)
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, isbn, price, pages, sold, rating, published, reviewed_at, status, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		include	query	string	false	"What to include, separated by commas: author, category, editors; null if there is none: category"
//	@x-nullable-properties	["category"]
//	@Success		200	{object}	resp.Body{data=object{items=[]book.Book{author=author.Author,editors=[]author.Author,category=category.Category},next_cursor=string,total=int}}
//	@Failure		400,404	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router			/authors/{id}/books [get]
func (h *Book) ListByAuthor(c fiber.Ctx) error {
	id, err := pathID(c.Params("id"))
	if err == nil {
		_, err = h.authors.Get(c.Context(), id)
	}
	if err != nil {
		return err
	}
	return h.list(c, page.Within(string(c.Request().URI().QueryString()), "author_id", id))
}

// ListByEditors returns a page of the books with an author in editor_ids.
//
//	@Summary		List the books with an author in editor_ids
//	@Description	Filters are those of /books.
//	@Tags			books
//	@Produce		json
//	@Param			id	path	int	true	"ID of the author"	minimum(1)
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, isbn, price, pages, sold, rating, published, reviewed_at, status, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		include	query	string	false	"What to include, separated by commas: author, category, editors; null if there is none: category"
//	@x-nullable-properties	["category"]
//	@Success		200	{object}	resp.Body{data=object{items=[]book.Book{author=author.Author,editors=[]author.Author,category=category.Category},next_cursor=string,total=int}}
//	@Failure		400,404	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router			/authors/{id}/editors-books [get]
func (h *Book) ListByEditors(c fiber.Ctx) error {
	id, err := pathID(c.Params("id"))
	if err == nil {
		_, err = h.authors.Get(c.Context(), id)
	}
	if err != nil {
		return err
	}
	return h.list(c, page.Within(string(c.Request().URI().QueryString()), "editor_ids", id))
}

// ListByCategory returns a page of the books with a category in category_id.
//
//	@Summary		List the books with a category in category_id
//	@Description	Filters are those of /books.
//	@Tags			books
//	@Produce		json
//	@Param			id	path	int	true	"ID of the category"	minimum(1)
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, isbn, price, pages, sold, rating, published, reviewed_at, status, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		include	query	string	false	"What to include, separated by commas: author, category, editors; null if there is none: category"
//	@x-nullable-properties	["category"]
//	@Success		200	{object}	resp.Body{data=object{items=[]book.Book{author=author.Author,editors=[]author.Author,category=category.Category},next_cursor=string,total=int}}
//	@Failure		400,404	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router			/categories/{id}/books [get]
func (h *Book) ListByCategory(c fiber.Ctx) error {
	id, err := pathID(c.Params("id"))
	if err == nil {
		_, err = h.categories.Get(c.Context(), id)
	}
	if err != nil {
		return err
	}
	return h.list(c, page.Within(string(c.Request().URI().QueryString()), "category_id", id))
}

// include returns books with what they refer to by the names.
func (h *Book) include(ctx context.Context, names []string, books ...book.Book) ([]any, error) {
	return include(ctx, names, books, book.ListFields(), map[string]finder{
		"author":   finderIn(h.authors, author.ListFields()),
		"editors":  finderIn(h.authors, author.ListFields()),
		"category": finderIn(h.categories, category.ListFields()),
	})
}
