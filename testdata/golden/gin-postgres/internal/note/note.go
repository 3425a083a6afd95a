// Package note defines the resource note: its type, its input with
// validation, and the store interface it needs.
package note

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/precondition"
	"github.com/acme/notes/internal/strictjson"
	"github.com/acme/notes/internal/validate"
)

// Note is a note as stored and as sent to clients.
type Note struct {
	ID int64 `json:"id" readonly:"true" example:"1"`
	// User to whom it belongs.
	UserID    uuid.UUID `json:"user_id" readonly:"true" swaggertype:"string" format:"uuid" example:"01890a5d-ac96-774b-bcce-b302099a8057"`
	Text      string    `json:"text" example:"first text"`
	Title     *string   `json:"title" example:"first title" extensions:"x-nullable"`
	FolderID  *int64    `json:"folder_id" example:"1" extensions:"x-nullable"`
	TagIDs    []int64   `json:"tag_ids"`
	Version   int64     `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a note. A field is nil if it is absent or
// null.
type Input struct {
	Text     *string `json:"text" validate:"required,min=1,nonul" example:"first text"`
	Title    *string `json:"title" validate:"omitnil,max=200,nonul" example:"first title" extensions:"x-nullable"`
	FolderID *int64  `json:"folder_id" validate:"omitnil,min=1" example:"1" extensions:"x-nullable"`
	TagIDs   []int64 `json:"tag_ids" validate:"max=100,dive,min=1" extensions:"x-nullable"`
}

// Store stores notes. Its methods return
//   - apperr.ErrNotFound for an unknown ID, and for rows of other users
//   - apperr.ErrReference for a reference to a missing row
type Store interface {
	// Create sets the ID, the owner, the version, which is 1, and the timestamps.
	Create(ctx context.Context, whose owner.Scope, from Note) (Note, error)
	Get(ctx context.Context, whose owner.Scope, id int64) (Note, error)
	List(ctx context.Context, whose owner.Scope, q page.Query[Note]) (page.Page[Note], error)
	// Update reads the note, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, whose owner.Scope, id int64, apply func(*Note) error) (Note, error)
	// Delete reads the note and deletes it, with no Update in between, unless
	// check fails.
	Delete(ctx context.Context, whose owner.Scope, id int64, check func(*Note) error) error
	// CreateAll creates all rows or none. Its error names the item at fault.
	CreateAll(ctx context.Context, whose owner.Scope, rows []Note) ([]Note, error)
	// DeleteAll deletes all rows or none, in the order of the IDs, unless check
	// fails for one of them. Its error names the ID at fault.
	DeleteAll(ctx context.Context, whose owner.Scope, ids []int64, check func(*Note) error) error
}

// ListFields are the fields that a list of notes may be sorted or filtered by.
func ListFields() page.Fields[Note] {
	return page.Fields[Note]{
		"id":         {At: func(of *Note) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"user_id":    {At: func(of *Note) any { return &of.UserID }, Filter: page.Exact()},
		"text":       {At: func(of *Note) any { return &of.Text }, Search: true},
		"title":      {At: func(of *Note) any { return &of.Title }, Sort: true},
		"folder_id":  {At: func(of *Note) any { return &of.FolderID }, Filter: page.Exact(), Include: "folder"},
		"tag_ids":    {At: func(of *Note) any { return &of.TagIDs }, Filter: page.Members(), Include: "tags"},
		"created_at": {At: func(of *Note) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *Note) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the note. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Note, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Text = *in.Text
	to.Title = in.Title
	to.FolderID = in.FolderID
	to.TagIDs = append([]int64{}, in.TagIDs...)
	slices.Sort(to.TagIDs)
	to.TagIDs = slices.Compact(to.TagIDs)
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Note) Input {
	return Input{
		Text:     &from.Text,
		Title:    from.Title,
		FolderID: from.FolderID,
		TagIDs:   slices.Clone(from.TagIDs), // which a patch may overwrite
	}
}

// Matching returns a check that the conditions hold for the note.
func Matching(conditions precondition.Conditions) func(*Note) error {
	return func(of *Note) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another note if the conditions hold.
func WithValues(of Note, conditions precondition.Conditions) func(*Note) error {
	return func(to *Note) error {
		if err := conditions.Check(to.Version); err != nil {
			return err
		}
		of.ID, of.Version, of.UserID, of.CreatedAt, of.UpdatedAt = to.ID, to.Version, to.UserID, to.CreatedAt, to.UpdatedAt
		*to = of
		return nil
	}
}

// WithPatch returns an update that applies a JSON merge patch and validates the
// fields in it if the conditions hold.
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Note) error {
	return func(to *Note) error {
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
