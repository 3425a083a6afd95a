package handler

import (
	"net/http"
	"time"

	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/product"
	"github.com/acme/shop/internal/validate"
)

// Product handles requests for products.
type Product struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

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
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, name, sku, price, stock, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		q	query		string	false	"Text that is in one of these fields, in upper or lower case: name"	maxlength(200)
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		sku	query		string	false	"sku equal to this"
//	@Param		sku[ne]	query		string	false	"sku other than this"
//	@Param		sku[in]	query		string	false	"sku equal to one of these, separated by commas"
//	@Param		sku[contains]	query		string	false	"sku with this text in it"
//	@Param		sku[prefix]	query		string	false	"sku that begins with this text"
//	@Param		price	query		string	false	"price equal to this"
//	@Param		price[ne]	query		string	false	"price other than this"
//	@Param		price[in]	query		string	false	"price equal to one of these, separated by commas"
//	@Param		price[lt]	query		string	false	"price less than this"
//	@Param		price[lte]	query		string	false	"price at most this"
//	@Param		price[gt]	query		string	false	"price greater than this"
//	@Param		price[gte]	query		string	false	"price at least this"
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]product.Product,next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/products [get]
func (h *Product) List(w http.ResponseWriter, r *http.Request) error {
	q, err := page.Parse(r.URL.RawQuery, product.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
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
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/products [post]
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
	w.Header().Set("Location", location(r.Context(), r.URL.Path, created.ID))
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
//	@Router		/products/{id} [get]
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
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/products/{id} [put]
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
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/products/{id} [patch]
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
//	@Router		/products/{id} [delete]
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
