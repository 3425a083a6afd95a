// Package customer defines the resource customer: its type, its input with
// validation, and the store interface it needs.
package customer

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/acme/ledger/internal/page"
	"github.com/acme/ledger/internal/precondition"
	"github.com/acme/ledger/internal/strictjson"
	"github.com/acme/ledger/internal/validate"
)

// Customer is a customer as stored and as sent to clients.
type Customer struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	Name      string    `json:"name" example:"first name"`
	Email     string    `json:"email" example:"first email"`
	Vip       bool      `json:"vip" example:"true"`
	Version   int64     `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a customer. A field is nil if it is absent or
// null.
type Input struct {
	Name  *string `json:"name" validate:"required,min=1,max=200,nonul" example:"first name"`
	Email *string `json:"email" validate:"required,min=1,max=255,nonul" example:"ada@example.com"`
	Vip   *bool   `json:"vip" example:"true" extensions:"x-nullable"`
}

// Store stores customers. Its methods return apperr.ErrNotFound if no
// customer has the ID, apperr.ErrConflict if a unique value is
// taken.
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Customer) (Customer, error)
	Get(ctx context.Context, id int64) (Customer, error)
	List(ctx context.Context, q page.Query[Customer]) (page.Page[Customer], error)
	// Update reads the customer, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Customer) error) (Customer, error)
	// Delete reads the customer and deletes it, with no Update in between, unless
	// check fails.
	Delete(ctx context.Context, id int64, check func(*Customer) error) error
	// ByEmail finds the customer with an address, in any case.
	ByEmail(ctx context.Context, email string) (Customer, error)
}

// ListFields are the fields that a list of customers may be sorted or filtered by.
func ListFields() page.Fields[Customer] {
	return page.Fields[Customer]{
		"id":         {At: func(of *Customer) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"name":       {At: func(of *Customer) any { return &of.Name }, Sort: true},
		"email":      {At: func(of *Customer) any { return &of.Email }, Sort: true, Filter: page.Text()},
		"vip":        {At: func(of *Customer) any { return &of.Vip }, Filter: page.Exact()},
		"created_at": {At: func(of *Customer) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *Customer) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the customer. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Customer, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.Email = strings.ToLower(*in.Email)
	to.Vip = *cmp.Or(in.Vip, new(false))
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Customer) Input {
	return Input{
		Name:  &from.Name,
		Email: &from.Email,
		Vip:   &from.Vip,
	}
}

// Matching returns a check that the conditions hold for the customer.
func Matching(conditions precondition.Conditions) func(*Customer) error {
	return func(of *Customer) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another customer if the conditions hold.
func WithValues(of Customer, conditions precondition.Conditions) func(*Customer) error {
	return func(to *Customer) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Customer) error {
	return func(to *Customer) error {
		if err := conditions.Check(to.Version); err != nil {
			return err
		}
		in := inputOf(*to)
		if err := strictjson.Unmarshal(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator.Patch(patch))
	}
}
