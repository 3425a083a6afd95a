// Package book is the resource book: what it is, what clients may send,
// and the store it needs.
package book

import (
	"context"
	"time"

	"library/internal/page"
	"library/internal/strictjson"
	"library/internal/validate"
)

// Book is a book as the store keeps it and clients see it.
type Book struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	Title     string    `json:"title" example:"first title"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about a book. A field is nil where it is
// absent or null.
type Input struct {
	Title *string `json:"title" validate:"required,min=1,max=200,nonul" example:"first title"`
}

// Store keeps books. Its methods fail with apperr.ErrNotFound where no
// book has the id.
type Store interface {
	// Create gives the book its id and its times.
	Create(ctx context.Context, from Book) (Book, error)
	Get(ctx context.Context, id int64) (Book, error)
	List(ctx context.Context, q page.Query[Book]) (page.Page[Book], error)
	// Update lets apply change the book as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Book) error) (Book, error)
	// Delete fails with apperr.ErrConflict while something refers to the book.
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of books may be sorted by.
func SortKeys() page.Keys[Book] {
	return page.Keys[Book]{
		"id":         func(of *Book) any { return &of.ID },
		"title":      func(of *Book) any { return &of.Title },
		"created_at": func(of *Book) any { return &of.CreatedAt },
		"updated_at": func(of *Book) any { return &of.UpdatedAt },
	}
}

// ApplyTo gives the book all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
func (in Input) ApplyTo(to *Book, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Title = *in.Title
	return nil
}

// inputOf is the input that would make a book what from is.
func inputOf(from Book) Input {
	return Input{
		Title: &from.Title,
	}
}

// WithValues is the change that gives a book the values of another, but for
// its id and its times.
func WithValues(of Book) func(*Book) error {
	return func(to *Book) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*Book) error {
	return func(to *Book) error {
		in := inputOf(*to)
		if err := strictjson.Unmarshal(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
