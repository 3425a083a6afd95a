// Package book is the resource book: what it is, what clients may send,
// and the store it needs.
package book

import (
	"context"
	"time"

	"cloud.google.com/go/civil"
	"github.com/shopspring/decimal"

	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/strictjson"
	"github.com/acme/library/internal/validate"
)

// Book is a book as the store keeps it and clients see it.
type Book struct {
	ID        int64            `json:"id" readonly:"true" example:"1"`
	Title     string           `json:"title" example:"first title"`
	Price     *decimal.Decimal `json:"price" swaggertype:"string" example:"12.5"`
	Published *civil.Date      `json:"published" swaggertype:"string" format:"date" example:"2024-05-17"`
	ISBN      *string          `json:"isbn" example:"first isbn"`
	CreatedAt time.Time        `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time        `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about a book. A field is nil where it is
// absent or null.
type Input struct {
	Title     *string          `json:"title" validate:"required,min=1,max=200,nonul" example:"first title"`
	Price     *decimal.Decimal `json:"price" swaggertype:"string" example:"12.5"`
	Published *civil.Date      `json:"published" swaggertype:"string" format:"date" example:"2024-05-17"`
	ISBN      *string          `json:"isbn" validate:"omitnil,max=255,nonul" example:"first isbn"`
}

// Store keeps books. Its methods fail with apperr.ErrNotFound where no
// book has the id, and with apperr.ErrConflict where a value that
// must be unique is taken.
type Store interface {
	// Create gives the book its id and its times.
	Create(ctx context.Context, from Book) (Book, error)
	Get(ctx context.Context, id int64) (Book, error)
	List(ctx context.Context, q page.Query[Book]) (page.Page[Book], error)
	// Update lets apply change the book as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Book) error) (Book, error)
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of books may be sorted by.
func SortKeys() page.Keys[Book] {
	return page.Keys[Book]{
		"id":         func(of *Book) any { return &of.ID },
		"title":      func(of *Book) any { return &of.Title },
		"price":      func(of *Book) any { return &of.Price },
		"published":  func(of *Book) any { return &of.Published },
		"isbn":       func(of *Book) any { return &of.ISBN },
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
	to.Price = in.Price
	to.Published = in.Published
	to.ISBN = in.ISBN
	return nil
}

// inputOf is the input that would make a book what from is.
func inputOf(from Book) Input {
	return Input{
		Title:     &from.Title,
		Price:     from.Price,
		Published: from.Published,
		ISBN:      from.ISBN,
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
