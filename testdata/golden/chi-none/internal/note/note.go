// Package note is the resource note: what it is, what clients may send,
// and the store it needs.
package note

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/strictjson"
	"github.com/acme/shelf/internal/validate"
)

// Note is a note as the store keeps it and clients see it.
type Note struct {
	ID        int64       `json:"id" readonly:"true" example:"1"`
	Title     string      `json:"title" example:"first title"`
	Text      *string     `json:"text" example:"first text"`
	Due       *civil.Date `json:"due" swaggertype:"string" format:"date" example:"2024-05-17"`
	CreatedAt time.Time   `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time   `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about a note. A field is nil where it is
// absent or null.
type Input struct {
	Title *string     `json:"title" validate:"required,min=1,max=255,nonul" example:"first title"`
	Text  *string     `json:"text" validate:"omitnil,nonul" example:"first text"`
	Due   *civil.Date `json:"due" swaggertype:"string" format:"date" example:"2024-05-17"`
}

// Store keeps notes. Its methods fail with apperr.ErrNotFound where no
// note has the id.
type Store interface {
	// Create gives the note its id and its times.
	Create(ctx context.Context, from Note) (Note, error)
	Get(ctx context.Context, id int64) (Note, error)
	List(ctx context.Context, q page.Query[Note]) (page.Page[Note], error)
	// Update lets apply change the note as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Note) error) (Note, error)
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of notes may be sorted by.
func SortKeys() page.Keys[Note] {
	return page.Keys[Note]{
		"id":         func(of *Note) any { return &of.ID },
		"title":      func(of *Note) any { return &of.Title },
		"due":        func(of *Note) any { return &of.Due },
		"created_at": func(of *Note) any { return &of.CreatedAt },
		"updated_at": func(of *Note) any { return &of.UpdatedAt },
	}
}

// ApplyTo gives the note all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
func (in Input) ApplyTo(to *Note, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Title = *in.Title
	to.Text = in.Text
	to.Due = in.Due
	return nil
}

// inputOf is the input that would make a note what from is.
func inputOf(from Note) Input {
	return Input{
		Title: &from.Title,
		Text:  from.Text,
		Due:   from.Due,
	}
}

// WithValues is the change that gives a note the values of another, but for
// its id and its times.
func WithValues(of Note) func(*Note) error {
	return func(to *Note) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*Note) error {
	return func(to *Note) error {
		in := inputOf(*to)
		if err := strictjson.Unmarshal(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
