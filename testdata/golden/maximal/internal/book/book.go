// Package book defines the resource book: its type, its input with
// validation, and the store interface it needs.
package book

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/acme/everything/internal/list"
	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/precondition"
	"github.com/acme/everything/internal/strictjson"
	"github.com/acme/everything/internal/validate"
)

// Values of Status.
const (
	StatusDraft      = "draft"
	StatusInProgress = "In Progress"
	StatusUSD        = "USD"
)

// Book is a book as stored and as sent to clients.
type Book struct {
	ID         int64         `json:"id" readonly:"true" example:"1"`
	Title      string        `json:"title" example:"first title"`
	AuthorID   int64         `json:"author_id" example:"1"`
	CategoryID *int64        `json:"category_id" example:"1" extensions:"x-nullable"`
	Labels     *list.Strings `json:"labels" swaggertype:"array,string" maxLength:"50" example:"first labels,other labels" extensions:"x-nullable"`
	// Matches ^97[89]-[0-9]{9}[0-9X]$.
	ISBN       *string          `json:"isbn" example:"978-0000000000" extensions:"x-nullable"`
	Price      *decimal.Decimal `json:"price" swaggertype:"string" example:"12.5" extensions:"x-nullable"`
	Pages      *int32           `json:"pages" example:"1" extensions:"x-nullable"`
	Sold       int64            `json:"sold" example:"1"`
	Rating     *float64         `json:"rating" example:"1.5" extensions:"x-nullable"`
	Available  bool             `json:"available" example:"true"`
	Published  *civil.Date      `json:"published" swaggertype:"string" format:"date" example:"2024-05-17" extensions:"x-nullable"`
	ReviewedAt *time.Time       `json:"reviewed_at" swaggertype:"string" format:"date-time" example:"2024-05-17T08:30:00Z" extensions:"x-nullable"`
	Token      *uuid.UUID       `json:"token" swaggertype:"string" format:"uuid" example:"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11" extensions:"x-nullable"`
	Status     string           `json:"status" example:"draft"`
	Blurb      *string          `json:"blurb" example:"first blurb" extensions:"x-nullable"`
	Attributes *json.RawMessage `json:"attributes" swaggertype:"object" extensions:"x-nullable"`
	EditorIDs  []int64          `json:"editor_ids"`
	Version    int64            `json:"version" readonly:"true" example:"1"`
	CreatedAt  time.Time        `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt  time.Time        `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a book. A field is nil if it is absent or
// null.
type Input struct {
	Title      *string       `json:"title" validate:"required,min=1,max=200,nonul" example:"first title"`
	AuthorID   *int64        `json:"author_id" validate:"required,min=1" example:"1"`
	CategoryID *int64        `json:"category_id" validate:"omitnil,min=1" example:"1" extensions:"x-nullable"`
	Labels     *list.Strings `json:"labels" validate:"omitnil,max=10,dive,max=50,nonul" swaggertype:"array,string" maxLength:"50" example:"first labels,other labels" extensions:"x-nullable"`
	// Matches ^97[89]-[0-9]{9}[0-9X]$.
	ISBN       *string          `json:"isbn" validate:"omitnil,max=255,nonul,pattern=book.isbn" example:"978-0000000000" extensions:"x-nullable"`
	Price      *decimal.Decimal `json:"price" validate:"omitnil,dmin=0" swaggertype:"string" example:"12.5" extensions:"x-nullable"`
	Pages      *int32           `json:"pages" validate:"omitnil,min=1" example:"1" extensions:"x-nullable"`
	Sold       *int64           `json:"sold" example:"1" extensions:"x-nullable"`
	Rating     *float64         `json:"rating" example:"1.5" extensions:"x-nullable"`
	Available  *bool            `json:"available" example:"true" extensions:"x-nullable"`
	Published  *civil.Date      `json:"published" swaggertype:"string" format:"date" example:"2024-05-17" extensions:"x-nullable"`
	ReviewedAt *time.Time       `json:"reviewed_at" swaggertype:"string" format:"date-time" example:"2024-05-17T08:30:00Z" extensions:"x-nullable"`
	Token      *uuid.UUID       `json:"token" swaggertype:"string" format:"uuid" example:"9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11" extensions:"x-nullable"`
	Status     *string          `json:"status" validate:"omitnil,oneof=draft 'In Progress' USD" example:"draft" extensions:"x-nullable"`
	Blurb      *string          `json:"blurb" validate:"omitnil,nonul" example:"first blurb" extensions:"x-nullable"`
	Attributes *json.RawMessage `json:"attributes" validate:"omitnil,max=1048576,nonul" swaggertype:"object" extensions:"x-nullable"`
	EditorIDs  []int64          `json:"editor_ids" validate:"max=100,dive,min=1" extensions:"x-nullable"`
}

// Store stores books. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
//   - apperr.ErrReference for a reference to a missing row
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
	Delete(ctx context.Context, id int64, check func(*Book) error) error
}

// ListFields are the fields that a list of books may be sorted or filtered by.
func ListFields() page.Fields[Book] {
	return page.Fields[Book]{
		"id":          {At: func(of *Book) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"title":       {At: func(of *Book) any { return &of.Title }, Sort: true},
		"author_id":   {At: func(of *Book) any { return &of.AuthorID }, Filter: page.Exact(), Include: "author"},
		"category_id": {At: func(of *Book) any { return &of.CategoryID }, Filter: page.Exact(), Include: "category"},
		"isbn":        {At: func(of *Book) any { return &of.ISBN }, Sort: true, Filter: page.Text()},
		"price":       {At: func(of *Book) any { return &of.Price }, Sort: true},
		"pages":       {At: func(of *Book) any { return &of.Pages }, Sort: true, Filter: page.Ordered()},
		"sold":        {At: func(of *Book) any { return &of.Sold }, Sort: true},
		"rating":      {At: func(of *Book) any { return &of.Rating }, Sort: true},
		"available":   {At: func(of *Book) any { return &of.Available }, Filter: page.Exact()},
		"published":   {At: func(of *Book) any { return &of.Published }, Sort: true},
		"reviewed_at": {At: func(of *Book) any { return &of.ReviewedAt }, Sort: true},
		"token":       {At: func(of *Book) any { return &of.Token }, Filter: page.Exact()},
		"status":      {At: func(of *Book) any { return &of.Status }, Sort: true, Filter: page.Exact(), Values: []string{StatusDraft, StatusInProgress, StatusUSD}},
		"editor_ids":  {At: func(of *Book) any { return &of.EditorIDs }, Filter: page.Members(), Include: "editors"},
		"created_at":  {At: func(of *Book) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at":  {At: func(of *Book) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the book. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Book, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Title = *in.Title
	to.AuthorID = *in.AuthorID
	to.CategoryID = in.CategoryID
	to.Labels = in.Labels
	to.ISBN = in.ISBN
	to.Price = in.Price
	to.Pages = in.Pages
	to.Sold = *cmp.Or(in.Sold, new(int64(0)))
	to.Rating = in.Rating
	to.Available = *cmp.Or(in.Available, new(true))
	to.Published = in.Published
	to.ReviewedAt = in.ReviewedAt
	to.Token = in.Token
	to.Status = *cmp.Or(in.Status, new(StatusDraft))
	to.Blurb = in.Blurb
	to.Attributes = in.Attributes
	to.EditorIDs = append([]int64{}, in.EditorIDs...)
	slices.Sort(to.EditorIDs)
	to.EditorIDs = slices.Compact(to.EditorIDs)
	return validator.Hold([]validate.Rule{
		{Holds: to.ReviewedAt == nil || to.ReviewedAt.Compare(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) >= 0, Else: []validate.Fault{
			{Field: "reviewed_at", Message: "must not be before 2000-01-01T00:00:00Z"},
		}},
		{Holds: to.Sold >= 0, Else: []validate.Fault{
			{Field: "sold", Message: "must be at least 0"},
		}},
	})
}

// inputOf returns the input with the values of from.
func inputOf(from Book) Input {
	return Input{
		Title:      &from.Title,
		AuthorID:   &from.AuthorID,
		CategoryID: from.CategoryID,
		Labels:     from.Labels,
		ISBN:       from.ISBN,
		Price:      from.Price,
		Pages:      from.Pages,
		Sold:       &from.Sold,
		Rating:     from.Rating,
		Available:  &from.Available,
		Published:  from.Published,
		ReviewedAt: from.ReviewedAt,
		Token:      from.Token,
		Status:     &from.Status,
		Blurb:      from.Blurb,
		Attributes: from.Attributes,
		EditorIDs:  slices.Clone(from.EditorIDs), // which a patch may overwrite
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
		if err := strictjson.Patch(patch, &in); err != nil {
			return err
		}
		return in.ApplyTo(to, validator.Patch(patch))
	}
}
