package handler

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/acme/ledger/internal/bank"
)

// Bank answers requests for accounts and transfers.
type Bank struct {
	service *bank.Service
}

// NewBank returns the handlers of the accounts and transfers of a service.
func NewBank(service *bank.Service) *Bank {
	return &Bank{service: service}
}

// CreateAccount opens an account.
//
//	@Summary	Open an account
//	@Tags		accounts
//	@Accept		json
//	@Produce	json
//	@Param		input	body		bank.AccountInput	true	"The account"
//	@Success	201		{object}	resp.Body{data=bank.Account}
//	@Header		201		{string}	Location	"Where the account is"
//	@Failure	400		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/accounts [post]
func (h *Bank) CreateAccount(c *echo.Context) error {
	var in bank.AccountInput
	if err := bind(c.Request(), &in); err != nil {
		return err
	}
	created, err := h.service.CreateAccount(c.Request().Context(), in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, fmt.Sprintf("/api/v1/accounts/%d", created.ID))
	return respond(c, http.StatusCreated, created)
}

// GetAccount answers one account.
//
//	@Summary	Get an account
//	@Tags		accounts
//	@Produce	json
//	@Param		id	path		int	true	"Id of the account"	minimum(1)
//	@Success	200	{object}	resp.Body{data=bank.Account}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/accounts/{id} [get]
func (h *Bank) GetAccount(c *echo.Context) error {
	id, err := pathID(c.Param("id"))
	if err != nil {
		return err
	}
	found, err := h.service.GetAccount(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, found)
}

// CreateTransfer moves money from one account to another. A repeat is answered
// as the first request was.
//
//	@Summary		Transfer money
//	@Description	One key makes one transfer: a repeat with the same key and body gets the same answer. A refused transfer leaves its key free.
//	@Tags			transfers
//	@Accept			json
//	@Produce		json
//	@Param			Idempotency-Key	header		string				true	"Names the request; visible ASCII characters"	minlength(1)	maxlength(255)
//	@Param			input			body		bank.TransferInput	true	"The transfer"
//	@Success		201				{object}	resp.Body{data=bank.Transfer}
//	@Header			201				{string}	Location	"Where the transfer is"
//	@Failure		400				{object}	resp.Body
//	@Failure		409				{object}	resp.Body	"Insufficient funds (3100), or more than the receiver can hold (3101)"
//	@Failure		413				{object}	resp.Body
//	@Failure		415				{object}	resp.Body
//	@Failure		422				{object}	resp.Body{data=resp.Problems}	"Invalid fields (2001), no such account (3002), from and to the same (3102), key of another transfer (3103)"
//	@Router			/api/v1/transfers [post]
func (h *Bank) CreateTransfer(c *echo.Context) error {
	var in bank.TransferInput
	if err := bind(c.Request(), &in); err != nil {
		return err
	}
	// A header that is there twice is one value with a blank, which no key has.
	key := strings.Join(c.Request().Header.Values("Idempotency-Key"), ", ")
	created, err := h.service.CreateTransfer(c.Request().Context(), key, in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, fmt.Sprintf("/api/v1/transfers/%d", created.ID))
	return respond(c, http.StatusCreated, created)
}

// GetTransfer answers one transfer.
//
//	@Summary	Get a transfer
//	@Tags		transfers
//	@Produce	json
//	@Param		id	path		int	true	"Id of the transfer"	minimum(1)
//	@Success	200	{object}	resp.Body{data=bank.Transfer}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/transfers/{id} [get]
func (h *Bank) GetTransfer(c *echo.Context) error {
	id, err := pathID(c.Param("id"))
	if err != nil {
		return err
	}
	found, err := h.service.GetTransfer(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, found)
}
