// Package bookreview defines the resource book review: its type, its input with
// validation, and the store interface it needs.
package bookreview

import (
	"context"
	"time"

	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/precondition"
	"github.com/acme/shelf/internal/strictjson"
	"github.com/acme/shelf/internal/validate"
)

// BookReview is a book review as stored and as sent to clients.
type BookReview struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	Text      string    `json:"text" example:"first text"`
	Stars     int32     `json:"stars" example:"1"`
	Version   int64     `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a book review. A field is nil if it is absent or
// null.
type Input struct {
	Text  *string `json:"text" validate:"required,min=1,nonul" example:"first text"`
	Stars *int32  `json:"stars" validate:"required,min=1,max=5" example:"1"`
}

// Store stores book reviews. Its methods return
//   - apperr.ErrNotFound for an unknown ID
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from BookReview) (BookReview, error)
	Get(ctx context.Context, id int64) (BookReview, error)
	List(ctx context.Context, q page.Query[BookReview]) (page.Page[BookReview], error)
	// Update reads the book review, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*BookReview) error) (BookReview, error)
	// Delete reads the book review and deletes it, with no Update in between, unless
	// check fails.
	Delete(ctx context.Context, id int64, check func(*BookReview) error) error
}

// ListFields are the fields that a list of book reviews may be sorted or filtered by.
func ListFields() page.Fields[BookReview] {
	return page.Fields[BookReview]{
		"id":         {At: func(of *BookReview) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"stars":      {At: func(of *BookReview) any { return &of.Stars }, Sort: true},
		"created_at": {At: func(of *BookReview) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *BookReview) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the book review. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *BookReview, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Text = *in.Text
	to.Stars = *in.Stars
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from BookReview) Input {
	return Input{
		Text:  &from.Text,
		Stars: &from.Stars,
	}
}

// Matching returns a check that the conditions hold for the book review.
func Matching(conditions precondition.Conditions) func(*BookReview) error {
	return func(of *BookReview) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another book review if the conditions hold.
func WithValues(of BookReview, conditions precondition.Conditions) func(*BookReview) error {
	return func(to *BookReview) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*BookReview) error {
	return func(to *BookReview) error {
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
