package handler

import (
	"fmt"
	"net/http"

	"github.com/acme/shop/internal/order"
	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/validate"
)

// Order answers requests for orders.
type Order struct {
	orders    order.Store
	validator *validate.Validator
}

// NewOrder returns the handlers of the orders in a store.
func NewOrder(orders order.Store, validator *validate.Validator) *Order {
	return &Order{orders: orders, validator: validator}
}

// List answers one page of orders.
//
//	@Summary	List orders
//	@Tags		orders
//	@Produce	json
//	@Param		limit	query		int		false	"Size of the page"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, placed_at, status, created_at, updated_at; after a minus the other way round"	default(id)
//	@Param		cursor	query		string	false	"The next_cursor of the page before"
//	@Success	200		{object}	resp.Body{data=object{items=[]order.Order,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Router		/api/v1/orders [get]
func (h *Order) List(w http.ResponseWriter, r *http.Request) error {
	q, err := page.Parse(r.URL.RawQuery, order.SortKeys())
	if err != nil {
		return err
	}
	found, err := h.orders.List(r.Context(), q)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
}

// Create adds an order.
//
//	@Summary	Create an order
//	@Tags		orders
//	@Accept		json
//	@Produce	json
//	@Param		input	body		order.Input	true	"The order"
//	@Success	201		{object}	resp.Body{data=order.Order}
//	@Header		201		{string}	Location	"Where the order is"
//	@Failure	400		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/orders [post]
func (h *Order) Create(w http.ResponseWriter, r *http.Request) error {
	described, err := h.read(r)
	if err != nil {
		return err
	}
	created, err := h.orders.Create(r.Context(), described)
	if err != nil {
		return err
	}
	w.Header().Set("Location", fmt.Sprintf("/api/v1/orders/%d", created.ID))
	return respond(w, http.StatusCreated, created)
}

// Get answers one order.
//
//	@Summary	Get an order
//	@Tags		orders
//	@Produce	json
//	@Param		id	path		int	true	"Id of the order"	minimum(1)
//	@Success	200	{object}	resp.Body{data=order.Order}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/orders/{id} [get]
func (h *Order) Get(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	found, err := h.orders.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
}

// Replace gives an order new values. What the body does not mention is lost.
//
//	@Summary	Replace an order
//	@Tags		orders
//	@Accept		json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the order"	minimum(1)
//	@Param		input	body		order.Input	true	"The order"
//	@Success	200		{object}	resp.Body{data=order.Order}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/orders/{id} [put]
func (h *Order) Replace(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	described, err := h.read(r)
	if err != nil {
		return err
	}
	replaced, err := h.orders.Update(r.Context(), id, order.WithValues(described))
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, replaced)
}

// Patch changes some values of an order by a JSON merge patch (RFC 7396). What the
// body does not mention stays, null removes.
//
//	@Summary	Change an order in part
//	@Tags		orders
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the order"	minimum(1)
//	@Param		patch	body		order.Input	true	"The values to change, none of them required"
//	@Success	200		{object}	resp.Body{data=order.Order}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/orders/{id} [patch]
func (h *Order) Patch(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	data, err := readBody(r, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.orders.Update(r.Context(), id, order.WithPatch(data, h.validator))
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, patched)
}

// Delete removes an order.
//
//	@Summary	Delete an order
//	@Tags		orders
//	@Produce	json
//	@Param		id	path	int	true	"Id of the order"	minimum(1)
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/orders/{id} [delete]
func (h *Order) Delete(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := h.orders.Delete(r.Context(), id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// read makes an order of the body of a request.
func (h *Order) read(r *http.Request) (order.Order, error) {
	var in order.Input
	var described order.Order
	if err := bind(r, &in); err != nil {
		return described, err
	}
	err := in.ApplyTo(&described, h.validator)
	return described, err
}
