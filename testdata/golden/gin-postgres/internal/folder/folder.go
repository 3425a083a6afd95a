// Package folder defines the resource folder: its type, its input with
// validation, and the store interface it needs.
package folder

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/precondition"
	"github.com/acme/notes/internal/strictjson"
	"github.com/acme/notes/internal/validate"
)

// Folder is a folder as stored and as sent to clients.
type Folder struct {
	ID int64 `json:"id" readonly:"true" example:"1"`
	// User to whom it belongs.
	UserID    uuid.UUID `json:"user_id" readonly:"true" swaggertype:"string" format:"uuid" example:"01890a5d-ac96-774b-bcce-b302099a8057"`
	Name      string    `json:"name" example:"first name"`
	Version   int64     `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time `json:"created_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time `json:"updated_at" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a folder. A field is nil if it is absent or
// null.
type Input struct {
	Name *string `json:"name" validate:"required,min=1,max=100,nonul" example:"first name"`
}

// Store stores folders. Its methods return
//   - apperr.ErrNotFound for an unknown ID, and for rows of other users
//   - apperr.ErrConflict for a unique value that is taken
type Store interface {
	// Create sets the ID, the owner, the version, which is 1, and the timestamps.
	Create(ctx context.Context, whose owner.Scope, from Folder) (Folder, error)
	Get(ctx context.Context, whose owner.Scope, id int64) (Folder, error)
	List(ctx context.Context, whose owner.Scope, q page.Query[Folder]) (page.Page[Folder], error)
	// Update reads the folder, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, whose owner.Scope, id int64, apply func(*Folder) error) (Folder, error)
	// Delete reads the folder and deletes it, with no Update in between, unless
	// check fails.
	// folder_id of the notes that refer to it becomes null.
	Delete(ctx context.Context, whose owner.Scope, id int64, check func(*Folder) error) error
}

// ListFields are the fields that a list of folders may be sorted or filtered by.
func ListFields() page.Fields[Folder] {
	return page.Fields[Folder]{
		"id":         {At: func(of *Folder) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"user_id":    {At: func(of *Folder) any { return &of.UserID }, Filter: page.Exact()},
		"name":       {At: func(of *Folder) any { return &of.Name }, Sort: true},
		"created_at": {At: func(of *Folder) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updated_at": {At: func(of *Folder) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the folder. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Folder, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Name = *in.Name
	return nil
}

// inputOf returns the input with the values of from.
func inputOf(from Folder) Input {
	return Input{
		Name: &from.Name,
	}
}

// Matching returns a check that the conditions hold for the folder.
func Matching(conditions precondition.Conditions) func(*Folder) error {
	return func(of *Folder) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another folder if the conditions hold.
func WithValues(of Folder, conditions precondition.Conditions) func(*Folder) error {
	return func(to *Folder) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Folder) error {
	return func(to *Folder) error {
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
