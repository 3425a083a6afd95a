// Package bookreview is the resource book review: what it is, what clients may send,
// and the store it needs.
package bookreview

import (
	"context"
	"time"

	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/strictjson"
	"github.com/acme/shelf/internal/validate"
)

// BookReview is a book review as the store keeps it and clients see it.
type BookReview struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	Text      string    `json:"text" example:"first text"`
	Stars     int32     `json:"stars" example:"1"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about a book review. A field is nil where it is
// absent or null.
type Input struct {
	Text  *string `json:"text" validate:"required,min=1,nonul" example:"first text"`
	Stars *int32  `json:"stars" validate:"required,min=1,max=5" example:"1"`
}

// Store keeps book reviews. Its methods fail with apperr.ErrNotFound where no
// book review has the id.
type Store interface {
	// Create gives the book review its id and its times.
	Create(ctx context.Context, from BookReview) (BookReview, error)
	Get(ctx context.Context, id int64) (BookReview, error)
	List(ctx context.Context, q page.Query[BookReview]) (page.Page[BookReview], error)
	// Update lets apply change the book review as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*BookReview) error) (BookReview, error)
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of book reviews may be sorted by.
func SortKeys() page.Keys[BookReview] {
	return page.Keys[BookReview]{
		"id":         func(of *BookReview) any { return &of.ID },
		"stars":      func(of *BookReview) any { return &of.Stars },
		"created_at": func(of *BookReview) any { return &of.CreatedAt },
		"updated_at": func(of *BookReview) any { return &of.UpdatedAt },
	}
}

// ApplyTo gives the book review all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
func (in Input) ApplyTo(to *BookReview, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Text = *in.Text
	to.Stars = *in.Stars
	return nil
}

// inputOf is the input that would make a book review what from is.
func inputOf(from BookReview) Input {
	return Input{
		Text:  &from.Text,
		Stars: &from.Stars,
	}
}

// WithValues is the change that gives a book review the values of another, but for
// its id and its times.
func WithValues(of BookReview) func(*BookReview) error {
	return func(to *BookReview) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*BookReview) error {
	return func(to *BookReview) error {
		in := inputOf(*to)
		if err := strictjson.Unmarshal(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
