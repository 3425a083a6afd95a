// Package artist is the resource artist: what it is, what clients may send,
// and the store it needs.
package artist

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/strictjson"
	"github.com/acme/tracks/internal/validate"
)

// Artist is an artist as the store keeps it and clients see it.
type Artist struct {
	ID        int64       `json:"id" readonly:"true" example:"1"`
	Name      string      `json:"name" example:"first name"`
	Born      *civil.Date `json:"born" swaggertype:"string" format:"date" example:"2024-05-17"`
	CreatedAt time.Time   `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time   `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about an artist. A field is nil where it is
// absent or null.
type Input struct {
	Name *string     `json:"name" validate:"required,min=1,max=120,nonul" example:"first name"`
	Born *civil.Date `json:"born" swaggertype:"string" format:"date" example:"2024-05-17"`
}

// Store keeps artists. Its methods fail with apperr.ErrNotFound where no
// artist has the id, and with apperr.ErrConflict where a value that
// must be unique is taken.
type Store interface {
	// Create gives the artist its id and its times.
	Create(ctx context.Context, from Artist) (Artist, error)
	Get(ctx context.Context, id int64) (Artist, error)
	List(ctx context.Context, q page.Query[Artist]) (page.Page[Artist], error)
	// Update lets apply change the artist as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Artist) error) (Artist, error)
	// Delete fails with apperr.ErrConflict while something refers to the artist.
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of artists may be sorted by.
func SortKeys() page.Keys[Artist] {
	return page.Keys[Artist]{
		"id":         func(of *Artist) any { return &of.ID },
		"name":       func(of *Artist) any { return &of.Name },
		"born":       func(of *Artist) any { return &of.Born },
		"created_at": func(of *Artist) any { return &of.CreatedAt },
		"updated_at": func(of *Artist) any { return &of.UpdatedAt },
	}
}

// ApplyTo gives the artist all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
func (in Input) ApplyTo(to *Artist, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.Born = in.Born
	return nil
}

// inputOf is the input that would make an artist what from is.
func inputOf(from Artist) Input {
	return Input{
		Name: &from.Name,
		Born: from.Born,
	}
}

// WithValues is the change that gives an artist the values of another, but for
// its id and its times.
func WithValues(of Artist) func(*Artist) error {
	return func(to *Artist) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*Artist) error {
	return func(to *Artist) error {
		in := inputOf(*to)
		if err := strictjson.Unmarshal(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
