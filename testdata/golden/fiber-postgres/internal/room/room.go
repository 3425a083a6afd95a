// Package room is the resource room: what it is, what clients may send,
// and the store it needs.
package room

import (
	"context"
	"encoding/json"
	"time"

	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/strictjson"
	"github.com/acme/rooms/internal/validate"
)

// Room is a room as the store keeps it and clients see it.
type Room struct {
	ID        int64            `json:"id" readonly:"true" example:"1"`
	Name      string           `json:"name" example:"first name"`
	Seats     int32            `json:"seats" example:"1"`
	Equipment *json.RawMessage `json:"equipment" swaggertype:"object"`
	CreatedAt time.Time        `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time        `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about a room. A field is nil where it is
// absent or null.
type Input struct {
	Name      *string          `json:"name" validate:"required,min=1,max=255,nonul" example:"first name"`
	Seats     *int32           `json:"seats" validate:"required,min=1" example:"1"`
	Equipment *json.RawMessage `json:"equipment" validate:"omitnil,max=1048576,nonul" swaggertype:"object"`
}

// Store keeps rooms. Its methods fail with apperr.ErrNotFound where no
// room has the id, and with apperr.ErrConflict where a value that
// must be unique is taken.
type Store interface {
	// Create gives the room its id and its times.
	Create(ctx context.Context, from Room) (Room, error)
	Get(ctx context.Context, id int64) (Room, error)
	List(ctx context.Context, q page.Query[Room]) (page.Page[Room], error)
	// Update lets apply change the room as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Room) error) (Room, error)
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of rooms may be sorted by.
func SortKeys() page.Keys[Room] {
	return page.Keys[Room]{
		"id":         func(of *Room) any { return &of.ID },
		"name":       func(of *Room) any { return &of.Name },
		"seats":      func(of *Room) any { return &of.Seats },
		"created_at": func(of *Room) any { return &of.CreatedAt },
		"updated_at": func(of *Room) any { return &of.UpdatedAt },
	}
}

// ApplyTo gives the room all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
func (in Input) ApplyTo(to *Room, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.Seats = *in.Seats
	to.Equipment = in.Equipment
	return nil
}

// inputOf is the input that would make a room what from is.
func inputOf(from Room) Input {
	return Input{
		Name:      &from.Name,
		Seats:     &from.Seats,
		Equipment: from.Equipment,
	}
}

// WithValues is the change that gives a room the values of another, but for
// its id and its times.
func WithValues(of Room) func(*Room) error {
	return func(to *Room) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*Room) error {
	return func(to *Room) error {
		in := inputOf(*to)
		if err := strictjson.Patch(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
