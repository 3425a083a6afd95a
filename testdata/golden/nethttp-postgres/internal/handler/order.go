package handler

import (
	"net/http"
	"time"

	"github.com/acme/shop/internal/order"
	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/validate"
)

// Order handles requests for orders.
type Order struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	orders    order.Store
	validator *validate.Validator
}

// NewOrder returns the handlers for the orders in a store.
func NewOrder(orders order.Store, validator *validate.Validator) *Order {
	return &Order{orders: orders, validator: validator}
}

// List returns a page of orders.
//
//	@Summary	List orders
//	@Tags		orders
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, placed_at, status, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		number	query		string	false	"number equal to this"	format(uuid)
//	@Param		number[ne]	query		string	false	"number other than this"	format(uuid)
//	@Param		number[in]	query		string	false	"number equal to one of these, separated by commas"
//	@Param		placed_at	query		string	false	"placed_at equal to this"	format(date-time)
//	@Param		placed_at[ne]	query		string	false	"placed_at other than this"	format(date-time)
//	@Param		placed_at[in]	query		string	false	"placed_at equal to one of these, separated by commas"
//	@Param		placed_at[lt]	query		string	false	"placed_at less than this"	format(date-time)
//	@Param		placed_at[lte]	query		string	false	"placed_at at most this"	format(date-time)
//	@Param		placed_at[gt]	query		string	false	"placed_at greater than this"	format(date-time)
//	@Param		placed_at[gte]	query		string	false	"placed_at at least this"	format(date-time)
//	@Param		status	query		string	false	"status equal to this"	Enums(open, paid, sent)
//	@Param		status[ne]	query		string	false	"status other than this"	Enums(open, paid, sent)
//	@Param		status[in]	query		string	false	"status equal to one of these, separated by commas"
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]order.Order,next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/orders [get]
func (h *Order) List(w http.ResponseWriter, r *http.Request) error {
	q, err := page.Parse(r.URL.RawQuery, order.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.orders.List(r.Context(), q)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
}

// Create creates an order.
//
//	@Summary	Create an order
//	@Tags		orders
//	@Accept		json
//	@Produce	json
//	@Param		input	body		order.Input	true	"The order"
//	@Success	201		{object}	resp.Body{data=order.Order}
//	@Header		201		{string}	Location	"URL of the order"
//	@Header		201		{string}	ETag		"Version of the order"
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/orders [post]
func (h *Order) Create(w http.ResponseWriter, r *http.Request) error {
	if err := noQuery(r); err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	created, err := h.orders.Create(r.Context(), in)
	if err != nil {
		return err
	}
	w.Header().Set("Location", location(r.Context(), r.URL.Path, created.ID))
	return respondVersion(w, http.StatusCreated, created.Version, created)
}

// Get returns an order.
//
//	@Summary	Get an order
//	@Tags		orders
//	@Produce	json
//	@Param		id				path		int		true	"ID of the order"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=order.Order}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the order"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/orders/{id} [get]
func (h *Order) Get(w http.ResponseWriter, r *http.Request) error {
	id, err := resourceID(r)
	if err != nil {
		return err
	}
	found, err := h.orders.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return respondFound(w, r, found.Version, found)
}

// Replace replaces all values of an order. Fields missing from the body are reset.
//
//	@Summary	Replace an order
//	@Tags		orders
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the order"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		order.Input	true	"The order"
//	@Success	200		{object}	resp.Body{data=order.Order}
//	@Header		200		{string}	ETag	"Version of the order"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/orders/{id} [put]
func (h *Order) Replace(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	replaced, err := h.orders.Update(r.Context(), id, order.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to an order: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update an order
//	@Tags		orders
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the order"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		order.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=order.Order}
//	@Header		200		{string}	ETag	"Version of the order"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/orders/{id} [patch]
func (h *Order) Patch(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(r, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.orders.Update(r.Context(), id, order.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, patched.Version, patched)
}

// Delete deletes an order.
//
//	@Summary	Delete an order
//	@Tags		orders
//	@Produce	json
//	@Param		id			path	int		true	"ID of the order"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/orders/{id} [delete]
func (h *Order) Delete(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.orders.Delete(r.Context(), id, order.Matching(conditions)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// read decodes and validates the order in a request body.
func (h *Order) read(r *http.Request) (order.Order, error) {
	var in order.Input
	var row order.Order
	if err := bind(r, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
