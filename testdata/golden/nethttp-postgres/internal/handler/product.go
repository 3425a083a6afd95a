package handler

import (
	"fmt"
	"net/http"

	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/product"
	"github.com/acme/shop/internal/validate"
)

// Product answers requests for products.
type Product struct {
	products  product.Store
	validator *validate.Validator
}

// NewProduct returns the handlers of the products in a store.
func NewProduct(products product.Store, validator *validate.Validator) *Product {
	return &Product{products: products, validator: validator}
}

// List answers one page of products.
//
//	@Summary	List products
//	@Tags		products
//	@Produce	json
//	@Param		limit	query		int		false	"Size of the page"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, name, sku, price, stock, created_at, updated_at; after a minus the other way round"	default(id)
//	@Param		cursor	query		string	false	"The next_cursor of the page before"
//	@Success	200		{object}	resp.Body{data=object{items=[]product.Product,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Router		/api/v1/products [get]
func (h *Product) List(w http.ResponseWriter, r *http.Request) error {
	q, err := page.Parse(r.URL.RawQuery, product.SortKeys())
	if err != nil {
		return err
	}
	found, err := h.products.List(r.Context(), q)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
}

// Create adds a product.
//
//	@Summary	Create a product
//	@Tags		products
//	@Accept		json
//	@Produce	json
//	@Param		input	body		product.Input	true	"The product"
//	@Success	201		{object}	resp.Body{data=product.Product}
//	@Header		201		{string}	Location	"Where the product is"
//	@Failure	400		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/products [post]
func (h *Product) Create(w http.ResponseWriter, r *http.Request) error {
	described, err := h.read(r)
	if err != nil {
		return err
	}
	created, err := h.products.Create(r.Context(), described)
	if err != nil {
		return err
	}
	w.Header().Set("Location", fmt.Sprintf("/api/v1/products/%d", created.ID))
	return respond(w, http.StatusCreated, created)
}

// Get answers one product.
//
//	@Summary	Get a product
//	@Tags		products
//	@Produce	json
//	@Param		id	path		int	true	"Id of the product"	minimum(1)
//	@Success	200	{object}	resp.Body{data=product.Product}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/products/{id} [get]
func (h *Product) Get(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	found, err := h.products.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, found)
}

// Replace gives a product new values. What the body does not mention is lost.
//
//	@Summary	Replace a product
//	@Tags		products
//	@Accept		json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the product"	minimum(1)
//	@Param		input	body		product.Input	true	"The product"
//	@Success	200		{object}	resp.Body{data=product.Product}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/products/{id} [put]
func (h *Product) Replace(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	described, err := h.read(r)
	if err != nil {
		return err
	}
	replaced, err := h.products.Update(r.Context(), id, product.WithValues(described))
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, replaced)
}

// Patch changes some values of a product by a JSON merge patch (RFC 7396). What the
// body does not mention stays, null removes.
//
//	@Summary	Change a product in part
//	@Tags		products
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the product"	minimum(1)
//	@Param		patch	body		product.Input	true	"The values to change, none of them required"
//	@Success	200		{object}	resp.Body{data=product.Product}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/products/{id} [patch]
func (h *Product) Patch(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	data, err := readBody(r, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.products.Update(r.Context(), id, product.WithPatch(data, h.validator))
	if err != nil {
		return err
	}
	return respond(w, http.StatusOK, patched)
}

// Delete removes a product.
//
//	@Summary	Delete a product
//	@Tags		products
//	@Produce	json
//	@Param		id	path	int	true	"Id of the product"	minimum(1)
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/products/{id} [delete]
func (h *Product) Delete(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := h.products.Delete(r.Context(), id); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// read makes a product of the body of a request.
func (h *Product) read(r *http.Request) (product.Product, error) {
	var in product.Input
	var described product.Product
	if err := bind(r, &in); err != nil {
		return described, err
	}
	err := in.ApplyTo(&described, h.validator)
	return described, err
}
