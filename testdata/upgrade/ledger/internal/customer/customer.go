// Package customer is the resource customer: what it is, what clients may send,
// and the store it needs.
package customer

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/acme/ledger/internal/mergepatch"
	"github.com/acme/ledger/internal/page"
	"github.com/acme/ledger/internal/validate"
)

// Customer is a customer as the store keeps it and clients see it.
type Customer struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	Name      string    `json:"name" example:"first name"`
	Email     string    `json:"email" example:"first email"`
	Vip       bool      `json:"vip" example:"true"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about a customer. A field is nil where it is
// absent or null.
type Input struct {
	Name  *string `json:"name" validate:"required,min=1,max=200,nonul" example:"first name"`
	Email *string `json:"email" validate:"required,min=1,max=255,nonul" example:"ada@example.com"`
	Vip   *bool   `json:"vip" example:"true"`
}

// Store keeps customers. Its methods fail with apperr.ErrNotFound where no
// customer has the id, and with apperr.ErrConflict where a value that
// must be unique is taken.
type Store interface {
	// Create gives the customer its id and its times.
	Create(ctx context.Context, from Customer) (Customer, error)
	Get(ctx context.Context, id int64) (Customer, error)
	List(ctx context.Context, q page.Query[Customer]) (page.Page[Customer], error)
	// Update lets apply change the customer as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Customer) error) (Customer, error)
	Delete(ctx context.Context, id int64) error
	// ByEmail finds the customer with an address, in any case.
	ByEmail(ctx context.Context, email string) (Customer, error)
}

// SortKeys are the fields that a list of customers may be sorted by.
func SortKeys() page.Keys[Customer] {
	return page.Keys[Customer]{
		"id":         func(of *Customer) any { return &of.ID },
		"name":       func(of *Customer) any { return &of.Name },
		"email":      func(of *Customer) any { return &of.Email },
		"created_at": func(of *Customer) any { return &of.CreatedAt },
		"updated_at": func(of *Customer) any { return &of.UpdatedAt },
	}
}

// ApplyTo gives the customer all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
func (in Input) ApplyTo(to *Customer, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.Email = strings.ToLower(*in.Email)
	to.Vip = *cmp.Or(in.Vip, new(false))
	return nil
}

// InputOf is the input that would make a customer what from is.
func InputOf(from Customer) Input {
	return Input{
		Name:  &from.Name,
		Email: &from.Email,
		Vip:   &from.Vip,
	}
}

// WithValues is the change that gives a customer the values of another, but for
// its id and its times.
func WithValues(of Customer) func(*Customer) error {
	return func(to *Customer) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*Customer) error {
	return func(to *Customer) error {
		in := InputOf(*to)
		if err := mergepatch.Apply(&in, patch); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
