package handler

import (
	"context"
	"net/http"
	"time"

	"library/internal/book"
	"library/internal/loan"
	"library/internal/page"
	"library/internal/validate"
)

// Loan handles requests for loans.
type Loan struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	loans     loan.Store
	books     book.Store
	validator *validate.Validator
}

// NewLoan returns the handlers for the loans in a store, and the stores
// of what they refer to.
func NewLoan(loans loan.Store, books book.Store, validator *validate.Validator) *Loan {
	return &Loan{loans: loans, books: books, validator: validator}
}

// List returns a page of loans.
//
//	@Summary	List loans
//	@Tags		loans
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, due, returned_at, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		include	query	string	false	"What to include, separated by commas: book"
//	@Param		id	query		string	false	"id equal to this"	format(uuid)
//	@Param		id[ne]	query		string	false	"id other than this"	format(uuid)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		book_id	query		int	false	"book_id equal to this"	minimum(1)
//	@Param		book_id[ne]	query		int	false	"book_id other than this"	minimum(1)
//	@Param		book_id[in]	query		string	false	"book_id equal to one of these, separated by commas"
//	@Param		due	query		string	false	"due equal to this"	format(date)
//	@Param		due[ne]	query		string	false	"due other than this"	format(date)
//	@Param		due[in]	query		string	false	"due equal to one of these, separated by commas"
//	@Param		due[lt]	query		string	false	"due less than this"	format(date)
//	@Param		due[lte]	query		string	false	"due at most this"	format(date)
//	@Param		due[gt]	query		string	false	"due greater than this"	format(date)
//	@Param		due[gte]	query		string	false	"due at least this"	format(date)
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]loan.Loan{book=book.Book},next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/loans [get]
func (h *Loan) List(w http.ResponseWriter, r *http.Request) error {
	return h.list(w, r, r.URL.RawQuery)
}

// list responds with the page of loans that a query asks for.
func (h *Loan) list(w http.ResponseWriter, r *http.Request, query string) error {
	q, err := page.Parse(query, loan.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.loans.List(r.Context(), q)
	if err != nil {
		return err
	}
	items, err := h.include(r.Context(), q.Include, found.Items...)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found.With(items))
}

// Create creates a loan.
//
//	@Summary	Create a loan
//	@Tags		loans
//	@Accept		json
//	@Produce	json
//	@Param		input	body		loan.Input	true	"The loan"
//	@Success	201		{object}	resp.Body{data=loan.Loan}
//	@Header		201		{string}	Location	"URL of the loan"
//	@Header		201		{string}	ETag		"Version of the loan"
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/loans [post]
func (h *Loan) Create(w http.ResponseWriter, r *http.Request) error {
	if err := noQuery(r); err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	created, err := h.loans.Create(r.Context(), in)
	if err != nil {
		return err
	}
	w.Header().Set("Location", location(r.Context(), r.URL.Path, created.ID))
	return respondVersion(w, http.StatusCreated, created.Version, created)
}

// Get returns a loan.
//
//	@Summary	Get a loan
//	@Tags		loans
//	@Produce	json
//	@Param		id				path		string		true	"ID of the loan"	format(uuid)
//	@Param		include	query	string	false	"What to include, separated by commas: book"
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=loan.Loan{book=book.Book}}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the loan, unless it includes what it refers to"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/loans/{id} [get]
func (h *Loan) Get(w http.ResponseWriter, r *http.Request) error {
	names, err := page.ParseInclude(r.URL.RawQuery, loan.ListFields())
	if err != nil {
		return err
	}
	id, err := pathUUID(r.PathValue("id"))
	if err != nil {
		return err
	}
	found, err := h.loans.Get(r.Context(), id)
	if err != nil {
		return err
	}
	items, err := h.include(r.Context(), names, found)
	if err != nil {
		return err
	}
	return respondIncluding(w, r, names, found.Version, items[0])
}

// Replace replaces all values of a loan. Fields missing from the body are reset.
//
//	@Summary	Replace a loan
//	@Tags		loans
//	@Accept		json
//	@Produce	json
//	@Param		id			path		string			true	"ID of the loan"	format(uuid)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		loan.Input	true	"The loan"
//	@Success	200		{object}	resp.Body{data=loan.Loan}
//	@Header		200		{string}	ETag	"Version of the loan"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/loans/{id} [put]
func (h *Loan) Replace(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := targetUUID(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	replaced, err := h.loans.Update(r.Context(), id, loan.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to a loan: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update a loan
//	@Tags		loans
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		string			true	"ID of the loan"	format(uuid)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		loan.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=loan.Loan}
//	@Header		200		{string}	ETag	"Version of the loan"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/loans/{id} [patch]
func (h *Loan) Patch(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := targetUUID(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(r, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.loans.Update(r.Context(), id, loan.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, patched.Version, patched)
}

// Delete deletes a loan.
//
//	@Summary	Delete a loan
//	@Tags		loans
//	@Produce	json
//	@Param		id			path	string		true	"ID of the loan"	format(uuid)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/loans/{id} [delete]
func (h *Loan) Delete(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := targetUUID(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.loans.Delete(r.Context(), id, loan.Matching(conditions)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// read decodes and validates the loan in a request body.
func (h *Loan) read(r *http.Request) (loan.Loan, error) {
	var in loan.Input
	var row loan.Loan
	if err := bind(r, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}

// ListByBook returns a page of the loans with a book in book_id.
//
//	@Summary		List the loans with a book in book_id
//	@Description	Filters are those of /loans.
//	@Tags			loans
//	@Produce		json
//	@Param			id	path	int	true	"ID of the book"	minimum(1)
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, due, returned_at, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		include	query	string	false	"What to include, separated by commas: book"
//	@Success		200	{object}	resp.Body{data=object{items=[]loan.Loan{book=book.Book},next_cursor=string,total=int}}
//	@Failure		400,404	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router			/books/{id}/loans [get]
func (h *Loan) ListByBook(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err == nil {
		_, err = h.books.Get(r.Context(), id)
	}
	if err != nil {
		return err
	}
	return h.list(w, r, page.Within(r.URL.RawQuery, "book_id", id))
}

// include returns loans with what they refer to by the names.
func (h *Loan) include(ctx context.Context, names []string, loans ...loan.Loan) ([]any, error) {
	return include(ctx, names, loans, loan.ListFields(), map[string]finder{
		"book": finderIn(h.books, book.ListFields()),
	})
}
