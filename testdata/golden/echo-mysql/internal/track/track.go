// Package track defines the resource track: its type, its input with
// validation, and the store interface it needs.
package track

import (
	"context"
	"time"

	"cloud.google.com/go/civil"

	"github.com/acme/tracks/internal/money"
	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/precondition"
	"github.com/acme/tracks/internal/strictjson"
	"github.com/acme/tracks/internal/validate"
)

// Track is a track as stored and as sent to clients.
type Track struct {
	ID        int64        `json:"id" readonly:"true" example:"1"`
	Title     string       `json:"title" example:"first title"`
	ArtistID  int64        `json:"artistId" example:"1"`
	Length    *int32       `json:"length" example:"1" extensions:"x-nullable"`
	Released  *civil.Date  `json:"released" swaggertype:"string" format:"date" example:"2024-05-17" extensions:"x-nullable"`
	Lyrics    *string      `json:"lyrics" example:"first lyrics" extensions:"x-nullable"`
	Price     *money.Money `json:"price" extensions:"x-nullable"`
	Version   int64        `json:"version" readonly:"true" example:"1"`
	CreatedAt time.Time    `json:"createdAt" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
	UpdatedAt time.Time    `json:"updatedAt" readonly:"true" format:"date-time" example:"2024-05-17T08:30:00Z"`
}

// Input is the request body for a track. A field is nil if it is absent or
// null.
type Input struct {
	Title    *string      `json:"title" validate:"required,min=1,max=120,nonul" example:"first title"`
	ArtistID *int64       `json:"artistId" validate:"required,min=1" example:"1"`
	Length   *int32       `json:"length" validate:"omitnil,min=1" example:"1" extensions:"x-nullable"`
	Released *civil.Date  `json:"released" swaggertype:"string" format:"date" example:"2024-05-17" extensions:"x-nullable"`
	Lyrics   *string      `json:"lyrics" validate:"omitnil,nonul" example:"first lyrics" extensions:"x-nullable"`
	Price    *money.Money `json:"price" validate:"omitnil,money,moneydigits,moneymin=0" extensions:"x-nullable"`
}

// Store stores tracks. Its methods return
//   - apperr.ErrNotFound for an unknown ID
//   - apperr.ErrConflict for a unique value that is taken
//   - apperr.ErrReference for a reference to a missing row
type Store interface {
	// Create sets the ID, the version, which is 1, and the timestamps.
	Create(ctx context.Context, from Track) (Track, error)
	Get(ctx context.Context, id int64) (Track, error)
	List(ctx context.Context, q page.Query[Track]) (page.Page[Track], error)
	// Update reads the track, lets apply change it and writes it back with the
	// next version, with no other Update in between. If apply fails, nothing is
	// written.
	Update(ctx context.Context, id int64, apply func(*Track) error) (Track, error)
	// Delete reads the track and deletes it, with no Update in between, unless
	// check fails.
	Delete(ctx context.Context, id int64, check func(*Track) error) error
	// Restore brings back a track that has been deleted, with the next version. It
	// returns apperr.ErrNotFound unless there is one.
	Restore(ctx context.Context, id int64) (Track, error)
}

// ListFields are the fields that a list of tracks may be sorted or filtered by.
func ListFields() page.Fields[Track] {
	return page.Fields[Track]{
		"id":        {At: func(of *Track) any { return &of.ID }, Sort: true, Filter: page.Exact()},
		"title":     {At: func(of *Track) any { return &of.Title }, Sort: true},
		"artistId":  {At: func(of *Track) any { return &of.ArtistID }, Filter: page.Exact(), Include: "artist"},
		"length":    {At: func(of *Track) any { return &of.Length }, Sort: true, Filter: page.Ordered()},
		"released":  {At: func(of *Track) any { return &of.Released }, Sort: true},
		"lyrics":    {At: func(of *Track) any { return &of.Lyrics }, Search: true},
		"createdAt": {At: func(of *Track) any { return &of.CreatedAt }, Sort: true, Filter: page.Range()},
		"updatedAt": {At: func(of *Track) any { return &of.UpdatedAt }, Sort: true, Filter: page.Range()},
	}
}

// ApplyTo validates the input and copies its values to the track. Missing fields
// become null or get their default.
func (in Input) ApplyTo(to *Track, validator *validate.Validator) error {
	if err := validator.Struct(in); err != nil {
		return err
	}
	to.Title = *in.Title
	to.ArtistID = *in.ArtistID
	to.Length = in.Length
	to.Released = in.Released
	to.Lyrics = in.Lyrics
	to.Price = in.Price
	return validator.Hold([]validate.Rule{
		{Holds: to.Length == nil || *to.Length < 86400, Else: []validate.Fault{
			{Field: "length", Message: "must be less than 86400"},
		}},
	})
}

// inputOf returns the input with the values of from.
func inputOf(from Track) Input {
	return Input{
		Title:    &from.Title,
		ArtistID: &from.ArtistID,
		Length:   from.Length,
		Released: from.Released,
		Lyrics:   from.Lyrics,
		Price:    from.Price,
	}
}

// Matching returns a check that the conditions hold for the track.
func Matching(conditions precondition.Conditions) func(*Track) error {
	return func(of *Track) error { return conditions.Check(of.Version) }
}

// WithValues returns an update that sets all fields of the input to those of
// another track if the conditions hold.
func WithValues(of Track, conditions precondition.Conditions) func(*Track) error {
	return func(to *Track) error {
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
func WithPatch(patch []byte, validator *validate.Validator, conditions precondition.Conditions) func(*Track) error {
	return func(to *Track) error {
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
