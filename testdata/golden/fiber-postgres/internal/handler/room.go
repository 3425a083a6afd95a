package handler

import (
	"time"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/room"
	"github.com/acme/rooms/internal/validate"
)

// Room handles requests for rooms.
type Room struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

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
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, name, seats, screen, contact, created_at, updated_at"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		id	query		string	false	"id equal to this"	format(uuid)
//	@Param		id[ne]	query		string	false	"id other than this"	format(uuid)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		name	query		string	false	"name equal to this"
//	@Param		name[ne]	query		string	false	"name other than this"
//	@Param		name[in]	query		string	false	"name equal to one of these, separated by commas"
//	@Param		name[contains]	query		string	false	"name with this text in it"
//	@Param		name[prefix]	query		string	false	"name that begins with this text"
//	@Param		created_at[lt]	query		string	false	"created_at less than this"	format(date-time)
//	@Param		created_at[lte]	query		string	false	"created_at at most this"	format(date-time)
//	@Param		created_at[gt]	query		string	false	"created_at greater than this"	format(date-time)
//	@Param		created_at[gte]	query		string	false	"created_at at least this"	format(date-time)
//	@Param		updated_at[lt]	query		string	false	"updated_at less than this"	format(date-time)
//	@Param		updated_at[lte]	query		string	false	"updated_at at most this"	format(date-time)
//	@Param		updated_at[gt]	query		string	false	"updated_at greater than this"	format(date-time)
//	@Param		updated_at[gte]	query		string	false	"updated_at at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]room.Room,next_cursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/rooms [get]
func (h *Room) List(c fiber.Ctx) error {
	q, err := page.Parse(string(c.Request().URI().QueryString()), room.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
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
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/rooms [post]
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
	c.Location(location(c.Context(), c.Path(), created.ID))
	return respondVersion(c, fiber.StatusCreated, created.Version, created)
}

// Get returns a room.
//
//	@Summary	Get a room
//	@Tags		rooms
//	@Produce	json
//	@Param		id				path		string		true	"ID of the room"	format(uuid)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=room.Room}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the room"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/rooms/{id} [get]
func (h *Room) Get(c fiber.Ctx) error {
	id, err := resourceUUID(c)
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
//	@Param		id			path		string			true	"ID of the room"	format(uuid)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		room.Input	true	"The room"
//	@Success	200		{object}	resp.Body{data=room.Room}
//	@Header		200		{string}	ETag	"Version of the room"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/rooms/{id} [put]
func (h *Room) Replace(c fiber.Ctx) error {
	id, conditions, err := targetUUID(c, h.RequireIfMatch)
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
//	@Param		id			path		string			true	"ID of the room"	format(uuid)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		room.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=room.Room}
//	@Header		200		{string}	ETag	"Version of the room"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/rooms/{id} [patch]
func (h *Room) Patch(c fiber.Ctx) error {
	id, conditions, err := targetUUID(c, h.RequireIfMatch)
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
//	@Param		id			path	string		true	"ID of the room"	format(uuid)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Security	Key
//	@Failure	401,403	{object}	resp.Body
//	@Router		/rooms/{id} [delete]
func (h *Room) Delete(c fiber.Ctx) error {
	id, conditions, err := targetUUID(c, h.RequireIfMatch)
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
