package handler

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/customer"
	"github.com/acme/ledger/internal/page"
	"github.com/acme/ledger/internal/validate"
)

// Customer answers requests for customers.
type Customer struct {
	customers customer.Store
	validator *validate.Validator
}

// NewCustomer returns the handlers of the customers in a store.
func NewCustomer(customers customer.Store, validator *validate.Validator) *Customer {
	return &Customer{customers: customers, validator: validator}
}

// List answers one page of customers.
//
//	@Summary	List customers
//	@Tags		customers
//	@Produce	json
//	@Param		limit	query		int		false	"Size of the page"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, name, email, created_at, updated_at; after a minus the other way round"	default(id)
//	@Param		cursor	query		string	false	"The next_cursor of the page before"
//	@Success	200		{object}	resp.Body{data=object{items=[]customer.Customer,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Router		/api/v1/customers [get]
func (h *Customer) List(c *echo.Context) error {
	q, err := page.Parse(c.Request().URL.RawQuery, customer.SortKeys())
	if err != nil {
		return err
	}
	found, err := h.customers.List(c.Request().Context(), q)
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, found)
}

// Create adds a customer.
//
//	@Summary	Create a customer
//	@Tags		customers
//	@Accept		json
//	@Produce	json
//	@Param		input	body		customer.Input	true	"The customer"
//	@Success	201		{object}	resp.Body{data=customer.Customer}
//	@Header		201		{string}	Location	"Where the customer is"
//	@Failure	400		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/customers [post]
func (h *Customer) Create(c *echo.Context) error {
	described, err := h.read(c)
	if err != nil {
		return err
	}
	created, err := h.customers.Create(c.Request().Context(), described)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, fmt.Sprintf("/api/v1/customers/%d", created.ID))
	return respond(c, http.StatusCreated, created)
}

// Get answers one customer.
//
//	@Summary	Get a customer
//	@Tags		customers
//	@Produce	json
//	@Param		id	path		int	true	"Id of the customer"	minimum(1)
//	@Success	200	{object}	resp.Body{data=customer.Customer}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/customers/{id} [get]
func (h *Customer) Get(c *echo.Context) error {
	id, err := pathID(c.Param("id"))
	if err != nil {
		return err
	}
	found, err := h.customers.Get(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, found)
}

// ByEmail answers the customer with an address.
//
//	@Summary	Find a customer by email
//	@Tags		customers
//	@Produce	json
//	@Param		email	path		string	true	"Address of the customer"
//	@Success	200		{object}	resp.Body{data=customer.Customer}
//	@Failure	404		{object}	resp.Body
//	@Router		/api/v1/customers/by-email/{email} [get]
func (h *Customer) ByEmail(c *echo.Context) error {
	found, err := h.customers.ByEmail(c.Request().Context(), c.Param("email"))
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, found)
}

// Replace gives a customer new values. What the body does not mention is lost.
//
//	@Summary	Replace a customer
//	@Tags		customers
//	@Accept		json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the customer"	minimum(1)
//	@Param		input	body		customer.Input	true	"The customer"
//	@Success	200		{object}	resp.Body{data=customer.Customer}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/customers/{id} [put]
func (h *Customer) Replace(c *echo.Context) error {
	id, err := pathID(c.Param("id"))
	if err != nil {
		return err
	}
	described, err := h.read(c)
	if err != nil {
		return err
	}
	replaced, err := h.customers.Update(c.Request().Context(), id, customer.WithValues(described))
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, replaced)
}

// Patch changes some values of a customer by a JSON merge patch (RFC 7396). What the
// body does not mention stays, null removes.
//
//	@Summary	Change a customer in part
//	@Tags		customers
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the customer"	minimum(1)
//	@Param		patch	body		customer.Input	true	"The values to change, none of them required"
//	@Success	200		{object}	resp.Body{data=customer.Customer}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/customers/{id} [patch]
func (h *Customer) Patch(c *echo.Context) error {
	id, err := pathID(c.Param("id"))
	if err != nil {
		return err
	}
	data, err := readBody(c.Request(), "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.customers.Update(c.Request().Context(), id, customer.WithPatch(data, h.validator))
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, patched)
}

// Delete removes a customer.
//
//	@Summary	Delete a customer
//	@Tags		customers
//	@Produce	json
//	@Param		id	path	int	true	"Id of the customer"	minimum(1)
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/customers/{id} [delete]
func (h *Customer) Delete(c *echo.Context) error {
	id, err := pathID(c.Param("id"))
	if err != nil {
		return err
	}
	if err := h.customers.Delete(c.Request().Context(), id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// read makes a customer of the body of a request.
func (h *Customer) read(c *echo.Context) (customer.Customer, error) {
	var in customer.Input
	var described customer.Customer
	if err := bind(c.Request(), &in); err != nil {
		return described, err
	}
	err := in.ApplyTo(&described, h.validator)
	return described, err
}
