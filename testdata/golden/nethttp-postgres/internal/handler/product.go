package handler

import (
	"net/http"

	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/product"
	"github.com/acme/shop/internal/validate"
)

// Product handles requests for products.
type Product struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool

	products  product.Store
	validator *validate.Validator
}

// NewProduct returns the handlers for the products in a store.
func NewProduct(products product.Store, validator *validate.Validator) *Product {
	return &Product{products: products, validator: validator}
}

// List returns a page of products.
//
//	@Summary	List products
//	@Tags		products
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, name, sku, price, stock, created_at, updated_at; prefixed with a minus for descending order"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Success	200		{object}	resp.Body{data=object{items=[]product.Product,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
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

// Create creates a product.
//
//	@Summary	Create a product
//	@Tags		products
//	@Accept		json
//	@Produce	json
//	@Param		input	body		product.Input	true	"The product"
//	@Success	201		{object}	resp.Body{data=product.Product}
//	@Header		201		{string}	Location	"URL of the product"
//	@Header		201		{string}	ETag		"Version of the product"
//	@Failure	400,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/products [post]
func (h *Product) Create(w http.ResponseWriter, r *http.Request) error {
	if err := noQuery(r); err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	created, err := h.products.Create(r.Context(), in)
	if err != nil {
		return err
	}
	w.Header().Set("Location", location(r.Context(), "/api/v1/products", created.ID))
	return respondVersion(w, http.StatusCreated, created.Version, created)
}

// Get returns a product.
//
//	@Summary	Get a product
//	@Tags		products
//	@Produce	json
//	@Param		id				path		int		true	"ID of the product"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=product.Product}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the product"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/products/{id} [get]
func (h *Product) Get(w http.ResponseWriter, r *http.Request) error {
	id, err := resourceID(r)
	if err != nil {
		return err
	}
	found, err := h.products.Get(r.Context(), id)
	if err != nil {
		return err
	}
	return respondFound(w, r, found.Version, found)
}

// Replace replaces all values of a product. Fields missing from the body are reset.
//
//	@Summary	Replace a product
//	@Tags		products
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the product"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		product.Input	true	"The product"
//	@Success	200		{object}	resp.Body{data=product.Product}
//	@Header		200		{string}	ETag	"Version of the product"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/products/{id} [put]
func (h *Product) Replace(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(r)
	if err != nil {
		return err
	}
	replaced, err := h.products.Update(r.Context(), id, product.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to a product: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update a product
//	@Tags		products
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the product"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		product.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=product.Product}
//	@Header		200		{string}	ETag	"Version of the product"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/products/{id} [patch]
func (h *Product) Patch(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(r, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.products.Update(r.Context(), id, product.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(w, http.StatusOK, patched.Version, patched)
}

// Delete deletes a product.
//
//	@Summary	Delete a product
//	@Tags		products
//	@Produce	json
//	@Param		id			path	int		true	"ID of the product"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/products/{id} [delete]
func (h *Product) Delete(w http.ResponseWriter, r *http.Request) error {
	id, conditions, err := target(r, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.products.Delete(r.Context(), id, product.Matching(conditions)); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// read decodes and validates the product in a request body.
func (h *Product) read(r *http.Request) (product.Product, error) {
	var in product.Input
	var row product.Product
	if err := bind(r, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
