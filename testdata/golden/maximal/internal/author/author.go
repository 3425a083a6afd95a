// Package author defines the resource author: its type, its input with
// validation, and the store interface it needs.
package author

import (
	"context"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/precondition"
	"github.com/acme/everything/internal/strictjson"
	"github.com/acme/everything/internal/validate"
)

// Author is an author as stored and as sent to clients.
type Author struct {
	ID        int64       `json:"id" readonly:"true" example:"1"`
	Name      string      `json:"name" example:"first name"`
	Email     *string     `json:"email" format:"email" example:"first@example.com" extensions:"x-nullable"`
	Born      *civil.Date `json:"born" swaggertype:"string" format:"date" example:"2024-05-17" extensions:"x-nullable"`
	Version   int64       `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time   `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time   `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for an author. A field is nil if it is absent or
// null.
type Input struct {
	Name  *string     `json:"name" validate:"required,min=1,max=100,nonul" example:"first name"`
	Email *string     `json:"email" validate:"omitnil,max=255,nonul,email" format:"email" example:"first@example.com" extensions:"x-nullable"`
	Born  *civil.Date `json:"born" swaggertype:"string" format:"date" example:"2024-05-17" extensions:"x-nullable"`
}

// Store stores authors. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Author) (Author, error)
	Get(ctx context.Context, id int64) (Author, error)
	List(ctx context.Context, q page.Query[Author]) (page.Page[Author], error)
	// Update reads the author, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Author) error) (Author, error)
	// Delete reads the author and deletes it, with no Update in between, unless
	// check fails.
	// It returns apperr.ErrInUse while another row refers to the author.
	// The books that have it in editor_ids lose it.
	Delete(ctx context.Context, id int64, check func(*Author) error) error
}

// ListFields are the fields that a list of authors may be sorted or filtered by.
func ListFields() page.Fields[Author] {
	return page.Fields[Author]{
		"id":         {At: func(of *Author) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"name":       {At: func(of *Author) any { return &of.Name }, Sort: true, Filter: page.Text()},
		"email":      {At: func(of *Author) any { return &of.Email }, Sort: true, Filter: page.Text()},
		"born":       {At: func(of *Author) any { return &of.Born }, Sort: true},
		"created_at": {At: func(of *Author) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *Author) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the author. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Author, validator *validate.Validator) error {
	in.Email = validator.Normalize("email", in.Email, strings.TrimSpace, strings.ToLower)
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.Email = in.Email
	to.Born = in.Born
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Author) Input {
	return Input{
		Name:  &from.Name,
		Email: from.Email,
		Born:  from.Born,
	}
}

// Matching returns a check that the conditions hold for the author.
func Matching(conditions precondition.Conditions) func(*Author) error {
	return func(of *Author) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another author if the conditions hold.
func WithValues(of Author, conditions precondition.Conditions) func(*Author) error {
	return func(to *Author) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Author) error {
	return func(to *Author) error {
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
