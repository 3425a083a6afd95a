// Package author is the resource author: what it is, what clients may send,
// and the store it needs.
package author

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/strictjson"
	"github.com/acme/everything/internal/validate"
)

// Author is an author as the store keeps it and clients see it.
type Author struct {
	ID        int64       `json:"id" readonly:"true" example:"1"`
	Name      string      `json:"name" example:"first name"`
	Born      *civil.Date `json:"born" swaggertype:"string" format:"date" example:"2024-05-17"`
	CreatedAt time.Time   `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time   `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about an author. A field is nil where it is
// absent or null.
type Input struct {
	Name *string     `json:"name" validate:"required,min=1,max=100,nonul" example:"first name"`
	Born *civil.Date `json:"born" swaggertype:"string" format:"date" example:"2024-05-17"`
}

// Store keeps authors. Its methods fail with apperr.ErrNotFound where no
// author has the id, and with apperr.ErrConflict where a value that
// must be unique is taken.
type Store interface {
	// Create gives the author its id and its times.
	Create(ctx context.Context, from Author) (Author, error)
	Get(ctx context.Context, id int64) (Author, error)
	List(ctx context.Context, q page.Query[Author]) (page.Page[Author], error)
	// Update lets apply change the author as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Author) error) (Author, error)
	// Delete fails with apperr.ErrConflict while something refers to the author.
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of authors may be sorted by.
func SortKeys() page.Keys[Author] {
	return page.Keys[Author]{
		"id":         func(of *Author) any { return &of.ID },
		"name":       func(of *Author) any { return &of.Name },
		"born":       func(of *Author) any { return &of.Born },
		"created_at": func(of *Author) any { return &of.CreatedAt },
		"updated_at": func(of *Author) any { return &of.UpdatedAt },
	}
}

// ApplyTo gives the author all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
func (in Input) ApplyTo(to *Author, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.Born = in.Born
	return nil
}

// inputOf is the input that would make an author what from is.
func inputOf(from Author) Input {
	return Input{
		Name: &from.Name,
		Born: from.Born,
	}
}

// WithValues is the change that gives an author the values of another, but for
// its id and its times.
func WithValues(of Author) func(*Author) error {
	return func(to *Author) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*Author) error {
	return func(to *Author) error {
		in := inputOf(*to)
		if err := strictjson.Unmarshal(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
