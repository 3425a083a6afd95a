// Package book defines the resource book: its type, its input with
// validation, and the store interface it needs.
package book

import (
	"context"
	"time"

	"library/internal/page"
	"library/internal/precondition"
	"library/internal/strictjson"
	"library/internal/validate"
)

// Book is a book as stored and as sent to clients.
type Book struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	Title     string    `json:"title" example:"first title"`
	Version   int64     `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a book. A field is nil if it is absent or
// null.
type Input struct {
	Title *string `json:"title" validate:"required,min=1,max=200,nonul" example:"first title"`
}

// Store stores books. Its methods return
//   - apperr.ErrNotFound for an unknown ID
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Book) (Book, error)
	Get(ctx context.Context, id int64) (Book, error)
	List(ctx context.Context, q page.Query[Book]) (page.Page[Book], error)
	// Update reads the book, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Book) error) (Book, error)
	// Delete reads the book and deletes it, with no Update in between, unless
	// check fails.
	// It returns apperr.ErrInUse while another row refers to the book.
	Delete(ctx context.Context, id int64, check func(*Book) error) error
}

// ListFields are the fields that a list of books may be sorted or filtered by.
func ListFields() page.Fields[Book] {
	return page.Fields[Book]{
		"id":         {At: func(of *Book) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"title":      {At: func(of *Book) any { return &of.Title }, Sort: true},
		"created_at": {At: func(of *Book) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *Book) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the book. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Book, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Title = *in.Title
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Book) Input {
	return Input{
		Title: &from.Title,
	}
}

// Matching returns a check that the conditions hold for the book.
func Matching(conditions precondition.Conditions) func(*Book) error {
	return func(of *Book) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another book if the conditions hold.
func WithValues(of Book, conditions precondition.Conditions) func(*Book) error {
	return func(to *Book) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Book) error {
	return func(to *Book) error {
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
