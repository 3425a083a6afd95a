// Package category is the resource category: what it is, what clients may send,
// and the store it needs.
package category

import (
	"context"
	"time"

	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/strictjson"
	"github.com/acme/everything/internal/validate"
)

// Category is a category as the store keeps it and clients see it.
type Category struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	Name      string    `json:"name" example:"first name"`
	ParentID  *int64    `json:"parent_id" example:"1"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about a category. A field is nil where it is
// absent or null.
type Input struct {
	Name     *string `json:"name" validate:"required,min=1,max=255,nonul" example:"first name"`
	ParentID *int64  `json:"parent_id" validate:"omitnil,min=1" example:"1"`
}

// Store keeps categories. Its methods fail with apperr.ErrNotFound where no
// category has the id, and with apperr.ErrReference where what the
// category refers to is not there.
type Store interface {
	// Create gives the category its id and its times.
	Create(ctx context.Context, from Category) (Category, error)
	Get(ctx context.Context, id int64) (Category, error)
	List(ctx context.Context, q page.Query[Category]) (page.Page[Category], error)
	// Update lets apply change the category as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Category) error) (Category, error)
	// Delete fails with apperr.ErrConflict while something refers to the category.
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of categories may be sorted by.
func SortKeys() page.Keys[Category] {
	return page.Keys[Category]{
		"id":         func(of *Category) any { return &of.ID },
		"name":       func(of *Category) any { return &of.Name },
		"created_at": func(of *Category) any { return &of.CreatedAt },
		"updated_at": func(of *Category) any { return &of.UpdatedAt },
	}
}

// References are the fields that refer to other resources. A list may be cut
// down to the categories that have a certain id in one of them.
func References() []string {
	return []string{"parent_id"}
}

// ApplyTo gives the category all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
func (in Input) ApplyTo(to *Category, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.ParentID = in.ParentID
	return nil
}

// inputOf is the input that would make a category what from is.
func inputOf(from Category) Input {
	return Input{
		Name:     &from.Name,
		ParentID: from.ParentID,
	}
}

// WithValues is the change that gives a category the values of another, but for
// its id and its times.
func WithValues(of Category) func(*Category) error {
	return func(to *Category) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*Category) error {
	return func(to *Category) error {
		in := inputOf(*to)
		if err := strictjson.Unmarshal(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
