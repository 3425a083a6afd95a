// Package category defines the resource category: its type, its input with
// validation, and the store interface it needs.
package category

import (
	"context"
	"time"

	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/precondition"
	"github.com/acme/everything/internal/strictjson"
	"github.com/acme/everything/internal/validate"
)

// Category is a category as stored and as sent to clients.
type Category struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	Name      string    `json:"name" example:"first name"`
	ParentID  *int64    `json:"parent_id" example:"1" extensions:"x-nullable"`
	Version   int64     `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a category. A field is nil if it is absent or
// null.
type Input struct {
	Name     *string `json:"name" validate:"required,min=1,max=255,nonul" example:"first name"`
	ParentID *int64  `json:"parent_id" validate:"omitnil,min=1" example:"1" extensions:"x-nullable"`
}

// Store stores categories. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrReference for a reference to a missing row
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Category) (Category, error)
	Get(ctx context.Context, id int64) (Category, error)
	List(ctx context.Context, q page.Query[Category]) (page.Page[Category], error)
	// Update reads the category, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Category) error) (Category, error)
	// Delete reads the category and deletes it, with no Update in between, unless
	// check fails.
	// It returns apperr.ErrInUse while another row refers to the category.
	Delete(ctx context.Context, id int64, check func(*Category) error) error
}

// SortKeys are the fields that a list of categories may be sorted by.
func SortKeys() page.Keys[Category] {
	return page.Keys[Category]{
		"id":         func(of *Category) any { return &of.ID },
		"name":       func(of *Category) any { return &of.Name },
		"created_at": func(of *Category) any { return &of.CreatedAt },
		"updated_at": func(of *Category) any { return &of.UpdatedAt },
	}
}

// References are the fields that refer to other resources. A list of
// categories can be filtered by them.
func References() []string {
	return []string{"parent_id"}
}

// ApplyTo validates the input and copies its values to the category. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Category, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.ParentID = in.ParentID
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Category) Input {
	return Input{
		Name:     &from.Name,
		ParentID: from.ParentID,
	}
}

// Matching returns a check that the conditions hold for the category.
func Matching(conditions precondition.Conditions) func(*Category) error {
	return func(of *Category) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another category if the conditions hold.
func WithValues(of Category, conditions precondition.Conditions) func(*Category) error {
	return func(to *Category) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Category) error {
	return func(to *Category) error {
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
