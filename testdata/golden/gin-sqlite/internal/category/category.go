// Package category defines the resource category: its type, its input with
// validation, and the store interface it needs.
package category

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/precondition"
	"github.com/acme/library/internal/strictjson"
	"github.com/acme/library/internal/validate"
)

// Values of Kind.
const (
	KindGenre = "genre"
	KindShelf = "shelf"
)

// Category is a category as stored and as sent to clients.
type Category struct {
	ID         int64            `json:"id" readonly:"true" example:"1"`
	Name       string           `json:"name" example:"first name"`
	Position   int32            `json:"position" example:"0"`
	Active     bool             `json:"active" example:"true"`
	Kind       string           `json:"kind" example:"genre"`
	Note       *string          `json:"note" example:"first note" extensions:"x-nullable"`
	Settings   *json.RawMessage `json:"settings" swaggertype:"object" extensions:"x-nullable"`
	Token      *uuid.UUID       `json:"token" swaggertype:"string" format:"uuid" example:"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11" extensions:"x-nullable"`
	Weight     *float64         `json:"weight" example:"1.5" extensions:"x-nullable"`
	Views      *int64           `json:"views,string" format:"int64" example:"1" extensions:"x-nullable"`
	ReviewedAt *time.Time       `json:"reviewed_at" swaggertype:"string" format:"date-time" example:"2024-05-17T08:30:00Z" extensions:"x-nullable"`
	Version    int64            `json:"version" readonly:"true" example:"1"`
	CreatedAt  time.Time        `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt  time.Time        `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a category. A field is nil if it is absent or
// null.
type Input struct {
	Name       *string          `json:"name" validate:"required,min=1,max=50,nonul" example:"first name"`
	Position   *int32           `json:"position" validate:"omitnil,min=0" example:"0" extensions:"x-nullable"`
	Active     *bool            `json:"active" example:"true" extensions:"x-nullable"`
	Kind       *string          `json:"kind" validate:"omitnil,oneof=genre shelf" example:"genre" extensions:"x-nullable"`
	Note       *string          `json:"note" validate:"omitnil,nonul" example:"first note" extensions:"x-nullable"`
	Settings   *json.RawMessage `json:"settings" validate:"omitnil,max=1048576,nonul" swaggertype:"object" extensions:"x-nullable"`
	Token      *uuid.UUID       `json:"token" swaggertype:"string" format:"uuid" example:"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11" extensions:"x-nullable"`
	Weight     *float64         `json:"weight" example:"1.5" extensions:"x-nullable"`
	Views      *int64           `json:"views,string" format:"int64" example:"1" extensions:"x-nullable"`
	ReviewedAt *time.Time       `json:"reviewed_at" swaggertype:"string" format:"date-time" example:"2024-05-17T08:30:00Z" extensions:"x-nullable"`
}

// Store stores categories. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
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
	Delete(ctx context.Context, id int64, check func(*Category) error) error
}

// ListFields are the fields that a list of categories may be sorted or filtered by.
func ListFields() page.Fields[Category] {
	return page.Fields[Category]{
		"id":          {At: func(of *Category) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"name":        {At: func(of *Category) any { return &of.Name }, Sort: true, Filter: page.Text()},
		"position":    {At: func(of *Category) any { return &of.Position }, Sort: true, Filter: page.Ordered()},
		"active":      {At: func(of *Category) any { return &of.Active }, Filter: page.Exact()},
		"kind":        {At: func(of *Category) any { return &of.Kind }, Sort: true, Filter: page.Exact(), Values: []string{KindGenre, KindShelf}},
		"token":       {At: func(of *Category) any { return &of.Token }, Filter: page.Exact()},
		"weight":      {At: func(of *Category) any { return &of.Weight }, Sort: true},
		"views":       {At: func(of *Category) any { return &of.Views }, Sort: true, AsString: true},
		"reviewed_at": {At: func(of *Category) any { return &of.ReviewedAt }, Sort: true},
		"created_at":  {At: func(of *Category) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at":  {At: func(of *Category) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the category. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Category, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.Position = *cmp.Or(in.Position, new(int32(0)))
	to.Active = *cmp.Or(in.Active, new(true))
	to.Kind = *cmp.Or(in.Kind, new(KindGenre))
	to.Note = in.Note
	to.Settings = in.Settings
	to.Token = in.Token
	to.Weight = in.Weight
	to.Views = in.Views
	to.ReviewedAt = in.ReviewedAt
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Category) Input {
	return Input{
		Name:       &from.Name,
		Position:   &from.Position,
		Active:     &from.Active,
		Kind:       &from.Kind,
		Note:       from.Note,
		Settings:   from.Settings,
		Token:      from.Token,
		Weight:     from.Weight,
		Views:      from.Views,
		ReviewedAt: from.ReviewedAt,
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
		if err := strictjson.Patch(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator.Patch(patch))
	}
}
