package handler

import (
	"fmt"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/validate"
)

// Author answers requests for authors.
type Author struct {
	authors   author.Store
	validator *validate.Validator
}

// NewAuthor returns the handlers of the authors in a store.
func NewAuthor(authors author.Store, validator *validate.Validator) *Author {
	return &Author{authors: authors, validator: validator}
}

// List answers one page of authors.
//
//	@Summary	List authors
//	@Tags		authors
//	@Produce	json
//	@Param		limit	query		int		false	"Size of the page"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, name, born, created_at, updated_at; after a minus the other way round"	default(id)
//	@Param		cursor	query		string	false	"The next_cursor of the page before"
//	@Success	200		{object}	resp.Body{data=object{items=[]author.Author,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Router		/api/v1/authors [get]
func (h *Author) List(c fiber.Ctx) error {
	q, err := page.Parse(string(c.Request().URI().QueryString()), author.SortKeys())
	if err != nil {
		return err
	}
	found, err := h.authors.List(c.Context(), q)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found)
}

// Create adds an author.
//
//	@Summary	Create an author
//	@Tags		authors
//	@Accept		json
//	@Produce	json
//	@Param		input	body		author.Input	true	"The author"
//	@Success	201		{object}	resp.Body{data=author.Author}
//	@Header		201		{string}	Location	"Where the author is"
//	@Failure	400		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/authors [post]
func (h *Author) Create(c fiber.Ctx) error {
	described, err := h.read(c)
	if err != nil {
		return err
	}
	created, err := h.authors.Create(c.Context(), described)
	if err != nil {
		return err
	}
	c.Location(fmt.Sprintf("/api/v1/authors/%d", created.ID))
	return respond(c, fiber.StatusCreated, created)
}

// Get answers one author.
//
//	@Summary	Get an author
//	@Tags		authors
//	@Produce	json
//	@Param		id	path		int	true	"Id of the author"	minimum(1)
//	@Success	200	{object}	resp.Body{data=author.Author}
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/authors/{id} [get]
func (h *Author) Get(c fiber.Ctx) error {
	id, err := pathID(c.Params("id"))
	if err != nil {
		return err
	}
	found, err := h.authors.Get(c.Context(), id)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found)
}

// Replace gives an author new values. What the body does not mention is lost.
//
//	@Summary	Replace an author
//	@Tags		authors
//	@Accept		json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the author"	minimum(1)
//	@Param		input	body		author.Input	true	"The author"
//	@Success	200		{object}	resp.Body{data=author.Author}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/authors/{id} [put]
func (h *Author) Replace(c fiber.Ctx) error {
	id, err := pathID(c.Params("id"))
	if err != nil {
		return err
	}
	described, err := h.read(c)
	if err != nil {
		return err
	}
	replaced, err := h.authors.Update(c.Context(), id, author.WithValues(described))
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, replaced)
}

// Patch changes some values of an author by a JSON merge patch (RFC 7396). What the
// body does not mention stays, null removes.
//
//	@Summary	Change an author in part
//	@Tags		authors
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id		path		int			true	"Id of the author"	minimum(1)
//	@Param		patch	body		author.Input	true	"The values to change, none of them required"
//	@Success	200		{object}	resp.Body{data=author.Author}
//	@Failure	400		{object}	resp.Body
//	@Failure	404		{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Failure	413		{object}	resp.Body
//	@Failure	415		{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Router		/api/v1/authors/{id} [patch]
func (h *Author) Patch(c fiber.Ctx) error {
	id, err := pathID(c.Params("id"))
	if err != nil {
		return err
	}
	data, err := readBody(c, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.authors.Update(c.Context(), id, author.WithPatch(data, h.validator))
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, patched)
}

// Delete removes an author.
//
//	@Summary	Delete an author
//	@Tags		authors
//	@Produce	json
//	@Param		id	path	int	true	"Id of the author"	minimum(1)
//	@Success	204
//	@Failure	400	{object}	resp.Body
//	@Failure	404	{object}	resp.Body
//	@Failure	409	{object}	resp.Body
//	@Router		/api/v1/authors/{id} [delete]
func (h *Author) Delete(c fiber.Ctx) error {
	id, err := pathID(c.Params("id"))
	if err != nil {
		return err
	}
	if err := h.authors.Delete(c.Context(), id); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// read makes an author of the body of a request.
func (h *Author) read(c fiber.Ctx) (author.Author, error) {
	var in author.Input
	var described author.Author
	if err := bind(c, &in); err != nil {
		return described, err
	}
	err := in.ApplyTo(&described, h.validator)
	return described, err
}
