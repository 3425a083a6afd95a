// Package note defines the resource note: its type, its input with
// validation, and the store interface it needs.
package note

import (
	"context"
	"strings"

	"cloud.google.com/go/civil"

	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/precondition"
	"github.com/acme/shelf/internal/strictjson"
	"github.com/acme/shelf/internal/validate"
)

// Note is a note as stored and as sent to clients.
type Note struct {
	ID      int64       `json:"id" readonly:"true" example:"1"`
	Title   string      `json:"title" example:"first title"`
	Text    *string     `json:"text" example:"first text" extensions:"x-nullable"`
	Due     *civil.Date `json:"due" swaggertype:"string" format:"date" example:"2024-05-17" extensions:"x-nullable"`
	Source  *string     `json:"source" format:"uri" example:"https://example.com/first" extensions:"x-nullable"`
	Scan    *[]byte     `json:"scan" swaggertype:"string" format:"byte" example:"AQD/" extensions:"x-nullable"`
	Version int64       `json:"version" readonly:"true" example:"1"`
}

// Input is the request body for a note. A field is nil if it is absent or
// null.
type Input struct {
	Title  *string     `json:"title" validate:"required,min=1,max=255,nonul,notblank" example:"first title"`
	Text   *string     `json:"text" validate:"omitnil,nonul" example:"first text" extensions:"x-nullable"`
	Due    *civil.Date `json:"due" swaggertype:"string" format:"date" example:"2024-05-17" extensions:"x-nullable"`
	Source *string     `json:"source" validate:"omitnil,max=255,nonul,url" format:"uri" example:"https://example.com/first" extensions:"x-nullable"`
	Scan   *[]byte     `json:"scan" validate:"omitnil,size=0-20000" swaggertype:"string" format:"byte" example:"AQD/" extensions:"x-nullable"`
}

// Store stores notes. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
type Store interface {
	// Create sets the ID, the version, which is 1.
	Create(ctx context.Context, from Note) (Note, error)
	Get(ctx context.Context, id int64) (Note, error)
	List(ctx context.Context, q page.Query[Note]) (page.Page[Note], error)
	// Update reads the note, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Note) error) (Note, error)
	// Delete reads the note and deletes it, with no Update in between, unless
	// check fails.
	Delete(ctx context.Context, id int64, check func(*Note) error) error
}

// ListFields are the fields that a list of notes may be sorted or filtered by.
func ListFields() page.Fields[Note] {
	return page.Fields[Note]{
		"id":     {At: func(of *Note) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"title":  {At: func(of *Note) any { return &of.Title }, Sort: true, Search: true},
		"due":    {At: func(of *Note) any { return &of.Due }, Sort: true},
		"source": {At: func(of *Note) any { return &of.Source }, Sort: true},
	}
}

// ApplyTo validates the input and copies its values to the note. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Note, validator *validate.Validator) error {
	in.Title = validator.Normalize("title", in.Title, strings.TrimSpace)
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Title = *in.Title
	to.Text = in.Text
	to.Due = in.Due
	to.Source = in.Source
	to.Scan = in.Scan
	return validator.Hold([]validate.Rule{
		{Holds: to.Due == nil || to.Due.Compare((civil.Date{Year: 2000, Month: 1, Day: 1})) >= 0, Else: []validate.Fault{
			{Field: "due", Message: "must not be before 2000-01-01"},
		}},
	})
}

// inputOf returns the input with the values of from.
func inputOf(from Note) Input {
	return Input{
		Title:  &from.Title,
		Text:   from.Text,
		Due:    from.Due,
		Source: from.Source,
		Scan:   from.Scan,
	}
}

// Matching returns a check that the conditions hold for the note.
func Matching(conditions precondition.Conditions) func(*Note) error {
	return func(of *Note) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another note if the conditions hold.
func WithValues(of Note, conditions precondition.Conditions) func(*Note) error {
	return func(to *Note) error {
		if err := conditions.Check(to.Version); err != nil {
			return err
		}
		of.ID, of.Version = to.ID, to.Version
		*to = of
		return nil
	}
}

// WithPatch returns an update that applies a JSON merge patch and validates the
// fields in it if the conditions hold.
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Note) error {
	return func(to *Note) error {
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
