package handler

import (
	"context"
	"fmt"
	"net/http"

	"github.com/acme/depot/internal/item"
	"github.com/acme/depot/internal/paging"
	"github.com/acme/depot/internal/validate"
)

// Item answers requests for items.
type Item struct {
	items     item.Store
	validator *validate.Validator
}

// NewItem returns the handlers of the items in a store.
func NewItem(items item.Store, validator *validate.Validator) *Item {
	return &Item{items: items, validator: validator}
}

// List answers one page of items.
//
//	@Summary	List items
//	@Tags		items
//	@Produce	json
//	@Param		limit	query		int		false	"Size of the page"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, sku, title, quantity, status, created_at, updated_at; after a minus the other way round"	default(id)
//	@Param		cursor	query		string	false	"The next_cursor of the page before"
//	@Success	200		{object}	resp.Body{data=object{items=[]item.Item,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Router		/api/v1/items [get]
func (h *Item) List(w http.ResponseWriter, r *http.Request) error {
	q, err := page.Parse(r.URL.RawQuery, item.SortKeys())
	if err != nil {
		return err
	}
	found, err := h.items.List(r.Context(), q)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
}

// Create adds an item.
//
//	@Summary	Create an item
//	@Tags		items
//	@Accept		json
//	@Produce	json
//	@Param		input	body		item.Input	true	"The item"
//	@Success	201		{object}	resp.Body{data=item.Item}
//	@Header		201		{string}	Location	"Where the item is"
//	@Failure	400		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/items [post]
func (h *Item) Create(w http.ResponseWriter, r *http.Request) error {
	described, err := h.read(r)
	if err != nil {
		return err
	}
	created, err := h.items.Create(r.Context(), described)
	if err != nil {
		return err
	}
	w.Header().Set("Location", fmt.Sprintf("/api/v1/items/%d", created.ID))
	return respond(w, http.StatusCreated, created)
}

// Get answers one item.
//
//	@Summary	Get an item
//	@Tags		items
//	@Produce	json
//	@Param		id	path		int	true	"Id of the item"	minimum(1)
//	@Success	200	{object}	resp.Body{data=item.Item}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/items/{id} [get]
func (h *Item) Get(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	found, err := h.items.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
}

// Replace gives an item new values. What the body does not mention is lost.
//
//	@Summary	Replace an item
//	@Tags		items
//	@Accept		json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the item"	minimum(1)
//	@Param		input	body		item.Input	true	"The item"
//	@Success	200		{object}	resp.Body{data=item.Item}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/items/{id} [put]
func (h *Item) Replace(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	described, err := h.read(r)
	if err != nil {
		return err
	}
	replaced, err := h.items.Update(r.Context(), id, item.WithValues(described))
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, replaced)
}

// Patch changes some values of an item by a JSON merge patch (RFC 7396). What the
// body does not mention stays, null removes.
//
//	@Summary	Change an item in part
//	@Tags		items
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the item"	minimum(1)
//	@Param		patch	body		item.Input	true	"The values to change, none of them required"
//	@Success	200		{object}	resp.Body{data=item.Item}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/items/{id} [patch]
func (h *Item) Patch(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	data, err := readBody(r, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.items.Update(r.Context(), id, item.WithPatch(data, h.validator))
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, patched)
}

// Delete removes an item.
//
//	@Summary	Delete an item
//	@Tags		items
//	@Produce	json
//	@Param		id	path	int	true	"Id of the item"	minimum(1)
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/items/{id} [delete]
func (h *Item) Delete(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := h.items.Delete(r.Context(), id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// Stock is what can be reserved; store.Items is one.
type Stock interface {
	Reserve(ctx context.Context, id int64, quantity int32) error
}

// Reserve takes one of an item.
//
//	@Summary	Reserve an item
//	@Tags		items
//	@Produce	json
//	@Param		id	path	int	true	"Id of the item"	minimum(1)
//	@Success	204
//	@Failure	409	{object}	resp.Body
//	@Router		/api/v1/items/{id}/reservations [post]
func Reserve(stock Stock) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := pathID(r.PathValue("id"))
		if err != nil {
			return err
		}
		if err := stock.Reserve(r.Context(), id, 1); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
}

// read makes an item of the body of a request.
func (h *Item) read(r *http.Request) (item.Item, error) {
	var in item.Input
	var described item.Item
	if err := bind(r, &in); err != nil {
		return described, err
	}
	err := in.ApplyTo(&described, h.validator)
	return described, err
}
