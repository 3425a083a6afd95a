// Package tag defines the resource tag: its type, its input with
// validation, and the store interface it needs.
package tag

import (
	"context"
	"time"

	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/precondition"
	"github.com/acme/notes/internal/strictjson"
	"github.com/acme/notes/internal/validate"
)

// Tag is a tag as stored and as sent to clients.
type Tag struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	Name      string    `json:"name" example:"first name"`
	Version   int64     `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a tag. A field is nil if it is absent or
// null.
type Input struct {
	Name *string `json:"name" validate:"required,min=1,max=50,nonul" example:"first name"`
}

// Store stores tags. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Tag) (Tag, error)
	Get(ctx context.Context, id int64) (Tag, error)
	List(ctx context.Context, q page.Query[Tag]) (page.Page[Tag], error)
	// Update reads the tag, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Tag) error) (Tag, error)
	// Delete reads the tag and deletes it, with no Update in between, unless
	// check fails.
	// The notes that have it in tag_ids lose it.
	Delete(ctx context.Context, id int64, check func(*Tag) error) error
}

// ListFields are the fields that a list of tags may be sorted or filtered by.
func ListFields() page.Fields[Tag] {
	return page.Fields[Tag]{
		"id":         {At: func(of *Tag) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"name":       {At: func(of *Tag) any { return &of.Name }, Sort: true, Filter: page.Text()},
		"created_at": {At: func(of *Tag) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *Tag) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the tag. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Tag, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Tag) Input {
	return Input{
		Name: &from.Name,
	}
}

// Matching returns a check that the conditions hold for the tag.
func Matching(conditions precondition.Conditions) func(*Tag) error {
	return func(of *Tag) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another tag if the conditions hold.
func WithValues(of Tag, conditions precondition.Conditions) func(*Tag) error {
	return func(to *Tag) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Tag) error {
	return func(to *Tag) error {
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
