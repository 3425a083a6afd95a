package handler

import (
	"strings"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/bank"
)

// Bank handles requests for accounts and transfers.
type Bank struct {
	service *bank.Service
}

// NewBank returns the handlers for the accounts and transfers of a service.
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
//	@Header		201		{string}	Location	"URL of the account"
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		201	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,408,413,415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/accounts [post]
func (h *Bank) CreateAccount(c fiber.Ctx) error {
	if err := noQuery(c); err != nil {
		return err
	}
	var in bank.AccountInput
	if err := bind(c, &in); err != nil {
		return err
	}
	created, err := h.service.CreateAccount(c.Context(), in)
	if err != nil {
		return err
	}
	c.Location(location(c.Context(), c.Path(), created.ID))
	return respond(c, fiber.StatusCreated, created)
}

// GetAccount returns an account.
//
//	@Summary	Get an account
//	@Tags		accounts
//	@Produce	json
//	@Param		id	path		int	true	"ID of the account"	minimum(1)
//	@Success	200	{object}	resp.Body{data=bank.Account}
//	@Failure	400,404	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/accounts/{id} [get]
func (h *Bank) GetAccount(c fiber.Ctx) error {
	id, err := resourceID(c)
	if err != nil {
		return err
	}
	found, err := h.service.GetAccount(c.Context(), id)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found)
}

// CreateTransfer moves money from one account to another. Repeating a request
// with the same key returns the first response and moves nothing.
//
//	@Summary		Transfer money
//	@Description	One transfer per key: repeating a request with the same key and body returns the first response. A refused transfer does not use up its key.
//	@Tags			transfers
//	@Accept			json
//	@Produce		json
//	@Param			Idempotency-Key	header		string				true	"Identifies the request; visible ASCII characters"	minlength(1)	maxlength(255)
//	@Param			input			body		bank.TransferInput	true	"The transfer"
//	@Success		201				{object}	resp.Body{data=bank.Transfer}
//	@Header			201				{string}	Location	"URL of the transfer"
//	@Failure		400,408,413,415				{object}	resp.Body
//	@Failure		409				{object}	resp.Body	"Insufficient funds (3100), or more than the receiver can hold (3101)"
//	@Failure		422				{object}	resp.Body{data=resp.Problems}	"Invalid fields (2001), no such account (3002), from and to the same (3102), key of another transfer (3103)"
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router			/transfers [post]
func (h *Bank) CreateTransfer(c fiber.Ctx) error {
	if err := noQuery(c); err != nil {
		return err
	}
	var in bank.TransferInput
	if err := bind(c, &in); err != nil {
		return err
	}
	// Repeated headers become one value with a blank, which is not a valid key.
	key := strings.Join(c.GetReqHeaders()["Idempotency-Key"], ", ")
	created, err := h.service.CreateTransfer(c.Context(), key, in)
	if err != nil {
		return err
	}
	c.Location(location(c.Context(), c.Path(), created.ID))
	return respond(c, fiber.StatusCreated, created)
}

// GetTransfer returns a transfer.
//
//	@Summary	Get a transfer
//	@Tags		transfers
//	@Produce	json
//	@Param		id	path		int	true	"ID of the transfer"	minimum(1)
//	@Success	200	{object}	resp.Body{data=bank.Transfer}
//	@Failure	400,404	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/transfers/{id} [get]
func (h *Bank) GetTransfer(c fiber.Ctx) error {
	id, err := resourceID(c)
	if err != nil {
		return err
	}
	found, err := h.service.GetTransfer(c.Context(), id)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found)
}
