// Package order defines the resource order: its type, its input with
// validation, and the store interface it needs.
package order

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/precondition"
	"github.com/acme/shop/internal/strictjson"
	"github.com/acme/shop/internal/validate"
)

// Values of Status.
const (
	StatusOpen = "open"
	StatusPaid = "paid"
	StatusSent = "sent"
)

// Order is an order as stored and as sent to clients.
type Order struct {
	ID         int64            `json:"id" readonly:"true" example:"1"`
	Number     uuid.UUID        `json:"number" swaggertype:"string" format:"uuid" example:"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11"`
	PlacedAt   time.Time        `json:"placed_at" swaggertype:"string" format:"date-time" example:"2024-05-17T08:30:00Z"`
	Status     string           `json:"status" example:"open"`
	Attributes *json.RawMessage `json:"attributes" swaggertype:"object" extensions:"x-nullable"`
	Note       *string          `json:"note" example:"first note" extensions:"x-nullable"`
	Version    int64            `json:"version" readonly:"true" example:"1"`
	CreatedAt  time.Time        `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt  time.Time        `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for an order. A field is nil if it is absent or
// null.
type Input struct {
	Number     *uuid.UUID       `json:"number" validate:"required" swaggertype:"string" format:"uuid" example:"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11"`
	PlacedAt   *time.Time       `json:"placed_at" validate:"required" swaggertype:"string" format:"date-time" example:"2024-05-17T08:30:00Z"`
	Status     *string          `json:"status" validate:"omitnil,oneof=open paid sent" example:"open" extensions:"x-nullable"`
	Attributes *json.RawMessage `json:"attributes" validate:"omitnil,max=1048576,nonul" swaggertype:"object" extensions:"x-nullable"`
	Note       *string          `json:"note" validate:"omitnil,nonul" example:"first note" extensions:"x-nullable"`
}

// Store stores orders. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Order) (Order, error)
	Get(ctx context.Context, id int64) (Order, error)
	List(ctx context.Context, q page.Query[Order]) (page.Page[Order], error)
	// Update reads the order, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Order) error) (Order, error)
	// Delete reads the order and deletes it, with no Update in between, unless
	// check fails.
	Delete(ctx context.Context, id int64, check func(*Order) error) error
}

// ListFields are the fields that a list of orders may be sorted or filtered by.
func ListFields() page.Fields[Order] {
	return page.Fields[Order]{
		"id":         {At: func(of *Order) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"number":     {At: func(of *Order) any { return &of.Number }, Filter: page.Exact()},
		"placed_at":  {At: func(of *Order) any { return &of.PlacedAt }, Sort: true, Filter: page.Ordered()},
		"status":     {At: func(of *Order) any { return &of.Status }, Sort: true, Filter: page.Exact(), Values: []string{StatusOpen, StatusPaid, StatusSent}},
		"created_at": {At: func(of *Order) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *Order) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the order. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Order, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Number = *in.Number
	to.PlacedAt = *in.PlacedAt
	to.Status = *cmp.Or(in.Status, new(StatusOpen))
	to.Attributes = in.Attributes
	to.Note = in.Note
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Order) Input {
	return Input{
		Number:     &from.Number,
		PlacedAt:   &from.PlacedAt,
		Status:     &from.Status,
		Attributes: from.Attributes,
		Note:       from.Note,
	}
}

// Matching returns a check that the conditions hold for the order.
func Matching(conditions precondition.Conditions) func(*Order) error {
	return func(of *Order) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another order if the conditions hold.
func WithValues(of Order, conditions precondition.Conditions) func(*Order) error {
	return func(to *Order) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Order) error {
	return func(to *Order) error {
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
