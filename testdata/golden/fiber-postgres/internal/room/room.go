// Package room defines the resource room: its type, its input with
// validation, and the store interface it needs.
package room

import (
	"context"
	"encoding/json"
	"time"

	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/precondition"
	"github.com/acme/rooms/internal/strictjson"
	"github.com/acme/rooms/internal/validate"
)

// Room is a room as stored and as sent to clients.
type Room struct {
	ID        int64            `json:"id" readonly:"true" example:"1"`
	Name      string           `json:"name" example:"first name"`
	Seats     int32            `json:"seats" example:"1"`
	Equipment *json.RawMessage `json:"equipment" swaggertype:"object" extensions:"x-nullable"`
	Version   int64            `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time        `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time        `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a room. A field is nil if it is absent or
// null.
type Input struct {
	Name      *string          `json:"name" validate:"required,min=1,max=255,nonul" example:"first name"`
	Seats     *int32           `json:"seats" validate:"required,min=1" example:"1"`
	Equipment *json.RawMessage `json:"equipment" validate:"omitnil,max=1048576,nonul" swaggertype:"object" extensions:"x-nullable"`
}

// Store stores rooms. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Room) (Room, error)
	Get(ctx context.Context, id int64) (Room, error)
	List(ctx context.Context, q page.Query[Room]) (page.Page[Room], error)
	// Update reads the room, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Room) error) (Room, error)
	// Delete reads the room and deletes it, with no Update in between, unless
	// check fails.
	Delete(ctx context.Context, id int64, check func(*Room) error) error
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

// ApplyTo validates the input and copies its values to the room. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Room, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.Seats = *in.Seats
	to.Equipment = in.Equipment
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Room) Input {
	return Input{
		Name:      &from.Name,
		Seats:     &from.Seats,
		Equipment: from.Equipment,
	}
}

// Matching returns a check that the conditions hold for the room.
func Matching(conditions precondition.Conditions) func(*Room) error {
	return func(of *Room) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another room if the conditions hold.
func WithValues(of Room, conditions precondition.Conditions) func(*Room) error {
	return func(to *Room) error {
		if err := conditions.Check(to.Version); err != nil {
			return err
		}
		of.ID, of.Version, of.CreatedAt, of.UpdatedAt = to.ID, to.Version, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch returns an update that applies a JSON merge patch and validates the
// fields in it if the conditions hold.
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Room) error {
	return func(to *Room) error {
		if err := conditions.Check(to.Version); err != nil {
			return err
		}
		in := inputOf(*to)
		if err := strictjson.Patch(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator.Patch(patch))
	}
}
