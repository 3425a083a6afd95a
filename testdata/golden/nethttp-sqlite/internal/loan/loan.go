// Package loan defines the resource loan: its type, its input with
// validation, and the store interface it needs.
package loan

import (
	"context"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"

	"library/internal/page"
	"library/internal/precondition"
	"library/internal/strictjson"
	"library/internal/validate"
)

// Loan is a loan as stored and as sent to clients.
type Loan struct {
	ID         uuid.UUID  `json:"id" readonly:"true" swaggertype:"string" format:"uuid" example:"01890a5d-ac96-774b-bcce-b302099a8057"`
	BookID     int64      `json:"book_id" example:"1"`
	Due        civil.Date `json:"due" swaggertype:"string" format:"date" example:"2024-05-17"`
	ReturnedAt *time.Time `json:"returned_at" swaggertype:"string" format:"date-time" example:"2024-05-17T08:30:00Z" extensions:"x-nullable"`
	Version    int64      `json:"version" readonly:"true" example:"1"`
	CreatedAt  time.Time  `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt  time.Time  `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a loan. A field is nil if it is absent or
// null.
type Input struct {
	BookID     *int64      `json:"book_id" validate:"required,min=1" example:"1"`
	Due        *civil.Date `json:"due" validate:"required" swaggertype:"string" format:"date" example:"2024-05-17"`
	ReturnedAt *time.Time  `json:"returned_at" swaggertype:"string" format:"date-time" example:"2024-05-17T08:30:00Z" extensions:"x-nullable"`
}

// Store stores loans. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrReference for a reference to a missing row
type Store interface {
	// Create sets the ID unless it is set, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Loan) (Loan, error)
	Get(ctx context.Context, id uuid.UUID) (Loan, error)
	List(ctx context.Context, q page.Query[Loan]) (page.Page[Loan], error)
	// Update reads the loan, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id uuid.UUID, apply func(*Loan) error) (Loan, error)
	// Delete reads the loan and deletes it, with no Update in between, unless
	// check fails.
	Delete(ctx context.Context, id uuid.UUID, check func(*Loan) error) error
}

// ListFields are the fields that a list of loans may be sorted or filtered by.
func ListFields() page.Fields[Loan] {
	return page.Fields[Loan]{
		"id":          {At: func(of *Loan) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"book_id":     {At: func(of *Loan) any { return &of.BookID }, Filter: page.Exact(), Include: "book"},
		"due":         {At: func(of *Loan) any { return &of.Due }, Sort: true, Filter: page.Ordered()},
		"returned_at": {At: func(of *Loan) any { return &of.ReturnedAt }, Sort: true},
		"created_at":  {At: func(of *Loan) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at":  {At: func(of *Loan) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the loan. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Loan, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.BookID = *in.BookID
	to.Due = *in.Due
	to.ReturnedAt = in.ReturnedAt
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Loan) Input {
	return Input{
		BookID:     &from.BookID,
		Due:        &from.Due,
		ReturnedAt: from.ReturnedAt,
	}
}

// Matching returns a check that the conditions hold for the loan.
func Matching(conditions precondition.Conditions) func(*Loan) error {
	return func(of *Loan) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another loan if the conditions hold.
func WithValues(of Loan, conditions precondition.Conditions) func(*Loan) error {
	return func(to *Loan) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Loan) error {
	return func(to *Loan) error {
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
