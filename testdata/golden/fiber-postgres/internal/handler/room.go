package handler

import (
	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/room"
	"github.com/acme/rooms/internal/validate"
)

// Room handles requests for rooms.
type Room struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool

	rooms     room.Store
	validator *validate.Validator
}

// NewRoom returns the handlers for the rooms in a store.
func NewRoom(rooms room.Store, validator *validate.Validator) *Room {
	return &Room{rooms: rooms, validator: validator}
}

// List returns a page of rooms.
//
//	@Summary	List rooms
//	@Tags		rooms
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, name, seats, created_at, updated_at; prefixed with a minus for descending order"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Success	200		{object}	resp.Body{data=object{items=[]room.Room,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/rooms [get]
func (h *Room) List(c fiber.Ctx) error {
	q, err := page.Parse(string(c.Request().URI().QueryString()), room.SortKeys())
	if err != nil {
		return err
	}
	found, err := h.rooms.List(c.Context(), q)
	if err != nil {
		return err
	}
	return respond(c, fiber.StatusOK, found)
}

// Create creates a room.
//
//	@Summary	Create a room
//	@Tags		rooms
//	@Accept		json
//	@Produce	json
//	@Param		input	body		room.Input	true	"The room"
//	@Success	201		{object}	resp.Body{data=room.Room}
//	@Header		201		{string}	Location	"URL of the room"
//	@Header		201		{string}	ETag		"Version of the room"
//	@Failure	400,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/rooms [post]
func (h *Room) Create(c fiber.Ctx) error {
	if err := noQuery(c); err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	created, err := h.rooms.Create(c.Context(), in)
	if err != nil {
		return err
	}
	c.Location(location(c.Context(), "/api/v1/rooms", created.ID))
	return respondVersion(c, fiber.StatusCreated, created.Version, created)
}

// Get returns a room.
//
//	@Summary	Get a room
//	@Tags		rooms
//	@Produce	json
//	@Param		id				path		int		true	"ID of the room"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=room.Room}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the room"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/rooms/{id} [get]
func (h *Room) Get(c fiber.Ctx) error {
	id, err := resourceID(c)
	if err != nil {
		return err
	}
	found, err := h.rooms.Get(c.Context(), id)
	if err != nil {
		return err
	}
	return respondFound(c, found.Version, found)
}

// Replace replaces all values of a room. Fields missing from the body are reset.
//
//	@Summary	Replace a room
//	@Tags		rooms
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the room"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		room.Input	true	"The room"
//	@Success	200		{object}	resp.Body{data=room.Room}
//	@Header		200		{string}	ETag	"Version of the room"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/rooms/{id} [put]
func (h *Room) Replace(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	replaced, err := h.rooms.Update(c.Context(), id, room.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, fiber.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to a room: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update a room
//	@Tags		rooms
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the room"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		room.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=room.Room}
//	@Header		200		{string}	ETag	"Version of the room"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/rooms/{id} [patch]
func (h *Room) Patch(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(c, "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.rooms.Update(c.Context(), id, room.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, fiber.StatusOK, patched.Version, patched)
}

// Delete deletes a room.
//
//	@Summary	Delete a room
//	@Tags		rooms
//	@Produce	json
//	@Param		id			path	int		true	"ID of the room"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Router		/api/v1/rooms/{id} [delete]
func (h *Room) Delete(c fiber.Ctx) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.rooms.Delete(c.Context(), id, room.Matching(conditions)); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// read decodes and validates the room in a request body.
func (h *Room) read(c fiber.Ctx) (room.Room, error) {
	var in room.Input
	var row room.Room
	if err := bind(c, &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
