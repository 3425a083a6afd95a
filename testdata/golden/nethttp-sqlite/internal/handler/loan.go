package handler

import (
	"net/http"

	"library/internal/loan"
	"library/internal/page"
	"library/internal/validate"
)

// Loan handles requests for loans.
type Loan struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool

	loans     loan.Store
	validator *validate.Validator
}

// NewLoan returns the handlers for the loans in a store.
func NewLoan(loans loan.Store, validator *validate.Validator) *Loan {
	return &Loan{loans: loans, validator: validator}
}

// List returns a page of loans.
//
//	@Summary	List loans
//	@Tags		loans
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, due, returned_at, created_at, updated_at; prefixed with a minus for descending order"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		book_id	query		int		false	"ID of the book"	minimum(1)
//	@Success	200		{object}	resp.Body{data=object{items=[]loan.Loan,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/loans [get]
func (h *Loan) List(w http.ResponseWriter, r *http.Request) error {
	q, err := page.Parse(r.URL.RawQuery, loan.SortKeys(), loan.References()...)
	if err != nil {
		return err
	}
	found, err := h.loans.List(r.Context(), q)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
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
//	@Failure	400,413,415	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/loans [post]
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
	w.Header().Set("Location", location(r.Context(), "/api/v1/loans", created.ID))
	return respondVersion(w, http.StatusCreated, created.Version, created)
}

// Get returns a loan.
//
//	@Summary	Get a loan
//	@Tags		loans
//	@Produce	json
//	@Param		id				path		int		true	"ID of the loan"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=loan.Loan}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the loan"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/loans/{id} [get]
func (h *Loan) Get(w http.ResponseWriter, r *http.Request) error {
	id, err := resourceID(r)
	if err != nil {
		return err
	}
	found, err := h.loans.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return respondFound(w, r, found.Version, found)
}

// Replace replaces all values of a loan. Fields missing from the body are reset.
//
//	@Summary	Replace a loan
//	@Tags		loans
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the loan"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		loan.Input	true	"The loan"
//	@Success	200		{object}	resp.Body{data=loan.Loan}
//	@Header		200		{string}	ETag	"Version of the loan"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/loans/{id} [put]
func (h *Loan) Replace(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
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
//	@Param		id			path		int			true	"ID of the loan"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		loan.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=loan.Loan}
//	@Header		200		{string}	ETag	"Version of the loan"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/loans/{id} [patch]
func (h *Loan) Patch(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
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
//	@Param		id			path	int		true	"ID of the loan"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/loans/{id} [delete]
func (h *Loan) Delete(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
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
