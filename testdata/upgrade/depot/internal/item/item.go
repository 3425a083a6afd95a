// Package item is the resource item: what it is, what clients may send,
// and the store it needs.
package item

import (
	"cmp"
	"context"
	"time"

	"github.com/acme/depot/internal/apperr"
	"github.com/acme/depot/internal/mergepatch"
	"github.com/acme/depot/internal/paging"
	"github.com/acme/depot/internal/validate"
)

// Item is an item as the store keeps it and clients see it.
type Item struct {
	ID        int64     `json:"id" readonly:"true" example:"1"`
	SKU       string    `json:"sku" example:"first sku"`
	Title     string    `json:"title" example:"first title"`
	Quantity  int32     `json:"quantity" example:"0"`
	Status    string    `json:"status" example:"draft"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about an item. A field is nil where it is
// absent or null.
type Input struct {
	SKU      *string `json:"sku" validate:"required,min=1,max=40,nonul" example:"first sku"`
	Title    *string `json:"title" validate:"required,min=1,max=255,nonul" example:"first title"`
	Quantity *int32  `json:"quantity" validate:"omitnil,min=0" example:"0"`
	Status   *string `json:"status" validate:"omitnil,oneof=draft listed sold" example:"draft"`
}

// Store keeps items. Its methods fail with apperr.ErrNotFound where no
// item has the id, and with apperr.ErrConflict where a value that
// must be unique is taken.
type Store interface {
	// Create gives the item its id and its times.
	Create(ctx context.Context, from Item) (Item, error)
	Get(ctx context.Context, id int64) (Item, error)
	List(ctx context.Context, q page.Query[Item]) (page.Page[Item], error)
	// Update lets apply change the item as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Item) error) (Item, error)
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of items may be sorted by.
func SortKeys() page.Keys[Item] {
	return page.Keys[Item]{
		"id":         func(of *Item) any { return &of.ID },
		"sku":        func(of *Item) any { return &of.SKU },
		"title":      func(of *Item) any { return &of.Title },
		"quantity":   func(of *Item) any { return &of.Quantity },
		"status":     func(of *Item) any { return &of.Status },
		"created_at": func(of *Item) any { return &of.CreatedAt },
		"updated_at": func(of *Item) any { return &of.UpdatedAt },
	}
}

// ApplyTo gives the item all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
func (in Input) ApplyTo(to *Item, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	if to.Status == "sold" && *cmp.Or(in.Status, new("draft")) == "draft" {
		return &apperr.BadRequest{Message: "a sold item cannot become a draft"}
	}
	to.SKU = *in.SKU
	to.Title = *in.Title
	to.Quantity = *cmp.Or(in.Quantity, new(int32(0)))
	to.Status = *cmp.Or(in.Status, new("draft"))
	return nil
}

// InputOf is the input that would make an item what from is.
func InputOf(from Item) Input {
	return Input{
		SKU:      &from.SKU,
		Title:    &from.Title,
		Quantity: &from.Quantity,
		Status:   &from.Status,
	}
}

// WithValues is the change that gives an item the values of another, but for
// its id and its times.
func WithValues(of Item) func(*Item) error {
	return func(to *Item) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*Item) error {
	return func(to *Item) error {
		in := InputOf(*to)
		if err := mergepatch.Apply(&in, patch); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
