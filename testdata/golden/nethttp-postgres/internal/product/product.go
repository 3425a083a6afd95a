// Package product defines the resource product: its type, its input with
// validation, and the store interface it needs.
package product

import (
	"cmp"
	"context"
	"time"

	"github.com/acme/shop/internal/fixed"
	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/precondition"
	"github.com/acme/shop/internal/strictjson"
	"github.com/acme/shop/internal/validate"
)

// Product is a product as stored and as sent to clients.
type Product struct {
	ID        int64          `json:"id" readonly:"true" example:"1"`
	Name      string         `json:"name" example:"first name"`
	SKU       string         `json:"sku" example:"first sku"`
	Price     fixed.Decimal2 `json:"price" swaggertype:"string" example:"12.50"`
	Stock     int32          `json:"stock" example:"0"`
	Version   int64          `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time      `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time      `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a product. A field is nil if it is absent or
// null.
type Input struct {
	Name  *string         `json:"name" validate:"required,min=1,max=200,nonul" example:"first name"`
	SKU   *string         `json:"sku" validate:"required,min=1,max=40,nonul" example:"first sku"`
	Price *fixed.Decimal2 `json:"price" validate:"required,scale=2,dmin=0" swaggertype:"string" example:"12.50"`
	Stock *int32          `json:"stock" validate:"omitnil,min=0" example:"0" extensions:"x-nullable"`
}

// Store stores products. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Product) (Product, error)
	Get(ctx context.Context, id int64) (Product, error)
	List(ctx context.Context, q page.Query[Product]) (page.Page[Product], error)
	// Update reads the product, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Product) error) (Product, error)
	// Delete reads the product and deletes it, with no Update in between, unless
	// check fails.
	Delete(ctx context.Context, id int64, check func(*Product) error) error
}

// ListFields are the fields that a list of products may be sorted or filtered by.
func ListFields() page.Fields[Product] {
	return page.Fields[Product]{
		"id":         {At: func(of *Product) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"name":       {At: func(of *Product) any { return &of.Name }, Sort: true, Search: true},
		"sku":        {At: func(of *Product) any { return &of.SKU }, Sort: true, Filter: page.Text()},
		"price":      {At: func(of *Product) any { return &of.Price }, Sort: true, Filter: page.Ordered()},
		"stock":      {At: func(of *Product) any { return &of.Stock }, Sort: true},
		"created_at": {At: func(of *Product) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *Product) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the product. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Product, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	to.SKU = *in.SKU
	to.Price = *in.Price
	to.Stock = *cmp.Or(in.Stock, new(int32(0)))
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Product) Input {
	return Input{
		Name:  &from.Name,
		SKU:   &from.SKU,
		Price: &from.Price,
		Stock: &from.Stock,
	}
}

// Matching returns a check that the conditions hold for the product.
func Matching(conditions precondition.Conditions) func(*Product) error {
	return func(of *Product) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another product if the conditions hold.
func WithValues(of Product, conditions precondition.Conditions) func(*Product) error {
	return func(to *Product) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Product) error {
	return func(to *Product) error {
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
