// Package room defines the resource room: its type, its input with
// validation, and the store interface it needs.
package room

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/acme/rooms/internal/list"
	"github.com/acme/rooms/internal/page"
	"github.com/acme/rooms/internal/precondition"
	"github.com/acme/rooms/internal/strictjson"
	"github.com/acme/rooms/internal/validate"
)

// Values of Features.
const (
	FeaturesProjector = "projector"
	FeaturesInPerson  = "In Person"
)

// Room is a room as stored and as sent to clients.
type Room struct {
	ID        uuid.UUID        `json:"id" readonly:"true" swaggertype:"string" format:"uuid" example:"01890a5d-ac96-774b-bcce-b302099a8057"`
	Name      string           `json:"name" example:"first name"`
	Seats     int32            `json:"seats" example:"1"`
	Equipment *json.RawMessage `json:"equipment" swaggertype:"object" extensions:"x-nullable"`
	Screen    *string          `json:"screen" format:"hostname" example:"first.example.com" extensions:"x-nullable"`
	Contact   *string          `json:"contact" format:"phone" example:"+12025550101" extensions:"x-nullable"`
	Features  list.Strings     `json:"features" swaggertype:"array,string" enums:"projector,In Person" example:"projector,In Person"`
	Plan      *[]byte          `json:"plan" swaggertype:"string" format:"byte" example:"AQD/" extensions:"x-nullable"`
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
	Screen    *string          `json:"screen" validate:"omitnil,max=255,nonul,hostname" format:"hostname" example:"first.example.com" extensions:"x-nullable"`
	Contact   *string          `json:"contact" validate:"omitnil,max=255,nonul,phone" format:"phone" example:"+12025550101" extensions:"x-nullable"`
	Features  *list.Strings    `json:"features" validate:"required,max=100,unique,dive,oneof=projector 'In Person'" swaggertype:"array,string" enums:"projector,In Person" example:"projector,In Person"`
	Plan      *[]byte          `json:"plan" validate:"omitnil,size=0-65536" swaggertype:"string" format:"byte" example:"AQD/" extensions:"x-nullable"`
}

// Store stores rooms. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
type Store interface {
	// Create sets the ID unless it is set, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Room) (Room, error)
	Get(ctx context.Context, id uuid.UUID) (Room, error)
	List(ctx context.Context, q page.Query[Room]) (page.Page[Room], error)
	// Update reads the room, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id uuid.UUID, apply func(*Room) error) (Room, error)
	// Delete reads the room and deletes it, with no Update in between, unless
	// check fails.
	Delete(ctx context.Context, id uuid.UUID, check func(*Room) error) error
}

// ListFields are the fields that a list of rooms may be sorted or filtered by.
func ListFields() page.Fields[Room] {
	return page.Fields[Room]{
		"id":         {At: func(of *Room) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"name":       {At: func(of *Room) any { return &of.Name }, Sort: true, Filter: page.Text()},
		"seats":      {At: func(of *Room) any { return &of.Seats }, Sort: true},
		"screen":     {At: func(of *Room) any { return &of.Screen }, Sort: true},
		"contact":    {At: func(of *Room) any { return &of.Contact }, Sort: true},
		"created_at": {At: func(of *Room) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *Room) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
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
	to.Screen = in.Screen
	to.Contact = in.Contact
	to.Features = *in.Features
	to.Plan = in.Plan
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Room) Input {
	return Input{
		Name:      &from.Name,
		Seats:     &from.Seats,
		Equipment: from.Equipment,
		Screen:    from.Screen,
		Contact:   from.Contact,
		Features:  &from.Features,
		Plan:      from.Plan,
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
