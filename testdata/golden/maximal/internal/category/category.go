// Package category defines the resource category: its type, its input with
// validation, and the store interface it needs.
package category

import (
	"context"
	"time"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/precondition"
	"github.com/acme/everything/internal/strictjson"
	"github.com/acme/everything/internal/validate"
)

// Category is a category as stored and as sent to clients.
type Category struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	Name      string    `json:"name" example:"first name"`
	Slug      *string   `json:"slug" format:"slug" example:"first-slug" extensions:"x-nullable"`
	ParentID  *int64    `json:"parent_id" example:"1" extensions:"x-nullable"`
	Version   int64     `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a category. A field is nil if it is absent or
// null.
type Input struct {
	Name     *string `json:"name" validate:"required,min=1,max=255,nonul" example:"first name"`
	Slug     *string `json:"slug" validate:"omitnil,max=255,nonul,slug" format:"slug" example:"first-slug" extensions:"x-nullable"`
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
	// category_id of the books that refer to it becomes null.
	Delete(ctx context.Context, id int64, check func(*Category) error) error
}

// ListFields are the fields that a list of categories may be sorted or filtered by.
func ListFields() page.Fields[Category] {
	return page.Fields[Category]{
		"id":         {At: func(of *Category) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"name":       {At: func(of *Category) any { return &of.Name }, Sort: true},
		"slug":       {At: func(of *Category) any { return &of.Slug }, Sort: true},
		"parent_id":  {At: func(of *Category) any { return &of.ParentID }, Filter: page.Exact(), Include: "parent"},
		"created_at": {At: func(of *Category) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *Category) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the category. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Category, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.Slug = in.Slug
	to.ParentID = in.ParentID
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Category) Input {
	return Input{
		Name:     &from.Name,
		Slug:     from.Slug,
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
		return ToItself(to)
	}
}

// WithPatch returns an update that applies a JSON merge patch and validates the
// fields in it if the conditions hold.
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Category) error {
	return func(to *Category) error {
		if err := conditions.Check(to.Version); err != nil {
			return err
		}
		before := ToItself(to)
		in := inputOf(*to)
		if err := strictjson.Unmarshal(patch, &in); err != nil {
			return err
		}
		if err := in.ApplyTo(to, validator.Patch(patch)); err != nil || before != nil {
			return err // it may refer to itself if it did so before this was refused
		}
		return ToItself(to)
	}
}

// ToItself returns an error with the fields in which the category refers to itself,
// or nil if there are none.
func ToItself(of *Category) error {
	var fields []apperr.FieldError
	if of.ParentID != nil && *of.ParentID == of.ID {
		fields = append(fields, apperr.FieldError{Field: "parent_id", Rule: "other", Message: "must be another category"})
	}
	if len(fields) > 0 {
		return &apperr.Invalid{Fields: fields}
	}
	return nil
}
