// Package loan is the resource loan: what it is, what clients may send,
// and the store it needs.
package loan

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"library/internal/page"
	"library/internal/strictjson"
	"library/internal/validate"
)

// Loan is a loan as the store keeps it and clients see it.
type Loan struct {
	ID         int64      `json:"id" readonly:"true" example:"1"`
	BookID     int64      `json:"book_id" example:"1"`
	Due        civil.Date `json:"due" swaggertype:"string" format:"date" example:"2024-05-17"`
	ReturnedAt *time.Time `json:"returned_at" swaggertype:"string" format:"date-time" example:"2024-05-17T08:30:00Z"`
	CreatedAt  time.Time  `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt  time.Time  `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about a loan. A field is nil where it is
// absent or null.
type Input struct {
	BookID     *int64      `json:"book_id" validate:"required,min=1" example:"1"`
	Due        *civil.Date `json:"due" validate:"required" swaggertype:"string" format:"date" example:"2024-05-17"`
	ReturnedAt *time.Time  `json:"returned_at" swaggertype:"string" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Store keeps loans. Its methods fail with apperr.ErrNotFound where no
// loan has the id, and with apperr.ErrReference where what the
// loan refers to is not there.
type Store interface {
	// Create gives the loan its id and its times.
	Create(ctx context.Context, from Loan) (Loan, error)
	Get(ctx context.Context, id int64) (Loan, error)
	List(ctx context.Context, q page.Query[Loan]) (page.Page[Loan], error)
	// Update lets apply change the loan as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Loan) error) (Loan, error)
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of loans may be sorted by.
func SortKeys() page.Keys[Loan] {
	return page.Keys[Loan]{
		"id":          func(of *Loan) any { return &of.ID },
		"due":         func(of *Loan) any { return &of.Due },
		"returned_at": func(of *Loan) any { return &of.ReturnedAt },
		"created_at":  func(of *Loan) any { return &of.CreatedAt },
		"updated_at":  func(of *Loan) any { return &of.UpdatedAt },
	}
}

// References are the fields that refer to other resources. A list may be cut
// down to the loans that have a certain id in one of them.
func References() []string {
	return []string{"book_id"}
}

// ApplyTo gives the loan all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
func (in Input) ApplyTo(to *Loan, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.BookID = *in.BookID
	to.Due = *in.Due
	to.ReturnedAt = in.ReturnedAt
	return nil
}

// inputOf is the input that would make a loan what from is.
func inputOf(from Loan) Input {
	return Input{
		BookID:     &from.BookID,
		Due:        &from.Due,
		ReturnedAt: from.ReturnedAt,
	}
}

// WithValues is the change that gives a loan the values of another, but for
// its id and its times.
func WithValues(of Loan) func(*Loan) error {
	return func(to *Loan) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*Loan) error {
	return func(to *Loan) error {
		in := inputOf(*to)
		if err := strictjson.Unmarshal(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
