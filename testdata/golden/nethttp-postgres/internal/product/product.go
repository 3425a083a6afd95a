// Package product is the resource product: what it is, what clients may send,
// and the store it needs.
package product

import (
	"cmp"
	"context"
	"time"

	"github.com/shopspring/decimal"

	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/strictjson"
	"github.com/acme/shop/internal/validate"
)

// Product is a product as the store keeps it and clients see it.
type Product struct {
	ID        int64           `json:"id" readonly:"true" example:"1"`
	Name      string          `json:"name" example:"first name"`
	SKU       string          `json:"sku" example:"first sku"`
	Price     decimal.Decimal `json:"price" swaggertype:"string" example:"12.5"`
	Stock     int32           `json:"stock" example:"0"`
	CreatedAt time.Time       `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time       `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is what a client says about a product. A field is nil where it is
// absent or null.
type Input struct {
	Name  *string          `json:"name" validate:"required,min=1,max=200,nonul" example:"first name"`
	SKU   *string          `json:"sku" validate:"required,min=1,max=40,nonul" example:"first sku"`
	Price *decimal.Decimal `json:"price" validate:"required,dmin=0" swaggertype:"string" example:"12.5"`
	Stock *int32           `json:"stock" validate:"omitnil,min=0" example:"0"`
}

// Store keeps products. Its methods fail with apperr.ErrNotFound where no
// product has the id, and with apperr.ErrConflict where a value that
// must be unique is taken.
type Store interface {
	// Create gives the product its id and its times.
	Create(ctx context.Context, from Product) (Product, error)
	Get(ctx context.Context, id int64) (Product, error)
	List(ctx context.Context, q page.Query[Product]) (page.Page[Product], error)
	// Update lets apply change the product as it is stored. No other Update comes
	// between reading and writing it; if apply fails, nothing is written.
	Update(ctx context.Context, id int64, apply func(*Product) error) (Product, error)
	Delete(ctx context.Context, id int64) error
}

// SortKeys are the fields that a list of products may be sorted by.
func SortKeys() page.Keys[Product] {
	return page.Keys[Product]{
		"id":         func(of *Product) any { return &of.ID },
		"name":       func(of *Product) any { return &of.Name },
		"sku":        func(of *Product) any { return &of.SKU },
		"price":      func(of *Product) any { return &of.Price },
		"stock":      func(of *Product) any { return &of.Stock },
		"created_at": func(of *Product) any { return &of.CreatedAt },
		"updated_at": func(of *Product) any { return &of.UpdatedAt },
	}
}

// ApplyTo gives the product all the values of the input, or none if one of them
// breaks a rule. What the input lacks becomes null, or its default if it has one.
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

// inputOf is the input that would make a product what from is.
func inputOf(from Product) Input {
	return Input{
		Name:  &from.Name,
		SKU:   &from.SKU,
		Price: &from.Price,
		Stock: &from.Stock,
	}
}

// WithValues is the change that gives a product the values of another, but for
// its id and its times.
func WithValues(of Product) func(*Product) error {
	return func(to *Product) error {
		of.ID, of.CreatedAt, of.UpdatedAt = to.ID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch is the change that a JSON merge patch describes.
func WithPatch(patch []byte, validator *validate.Validator) func(*Product) error {
	return func(to *Product) error {
		in := inputOf(*to)
		if err := strictjson.Unmarshal(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator)
	}
}
