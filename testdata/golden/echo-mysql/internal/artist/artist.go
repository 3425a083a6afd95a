// Package artist defines the resource artist: its type, its input with
// validation, and the store interface it needs.
package artist

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/precondition"
	"github.com/acme/tracks/internal/strictjson"
	"github.com/acme/tracks/internal/validate"
)

// Artist is an artist as stored and as sent to clients.
type Artist struct {
	ID        int64       `json:"id" readonly:"true" example:"1"`
	Name      string      `json:"name" example:"first name"`
	Born      *civil.Date `json:"born" swaggertype:"string" format:"date" example:"2024-05-17" extensions:"x-nullable"`
	Version   int64       `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time   `json:"createdAt" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time   `json:"updatedAt" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for an artist. A field is nil if it is absent or
// null.
type Input struct {
	Name *string     `json:"name" validate:"required,min=1,max=120,nonul" example:"first name"`
	Born *civil.Date `json:"born" swaggertype:"string" format:"date" example:"2024-05-17" extensions:"x-nullable"`
}

// Store stores artists. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Artist) (Artist, error)
	Get(ctx context.Context, id int64) (Artist, error)
	List(ctx context.Context, q page.Query[Artist]) (page.Page[Artist], error)
	// Update reads the artist, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Artist) error) (Artist, error)
	// Delete reads the artist and deletes it, with no Update in between, unless
	// check fails.
	// The tracks that belong to it are deleted, too.
	Delete(ctx context.Context, id int64, check func(*Artist) error) error
}

// ListFields are the fields that a list of artists may be sorted or filtered by.
func ListFields() page.Fields[Artist] {
	return page.Fields[Artist]{
		"id":        {At: func(of *Artist) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"name":      {At: func(of *Artist) any { return &of.Name }, Sort: true, Filter: page.Text()},
		"born":      {At: func(of *Artist) any { return &of.Born }, Sort: true},
		"createdAt": {At: func(of *Artist) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updatedAt": {At: func(of *Artist) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the artist. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Artist, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.Born = in.Born
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Artist) Input {
	return Input{
		Name: &from.Name,
		Born: from.Born,
	}
}

// Matching returns a check that the conditions hold for the artist.
func Matching(conditions precondition.Conditions) func(*Artist) error {
	return func(of *Artist) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another artist if the conditions hold.
func WithValues(of Artist, conditions precondition.Conditions) func(*Artist) error {
	return func(to *Artist) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Artist) error {
	return func(to *Artist) error {
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
