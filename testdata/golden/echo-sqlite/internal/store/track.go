package store

import (
	"context"
	"database/sql"

	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/timestamp"
	"github.com/acme/tracks/internal/track"
)

// Tracks keeps tracks in the database.
type Tracks struct {
	db *sql.DB
}

// NewTracks returns the store of the tracks in db.
func NewTracks(db *sql.DB) *Tracks {
	return &Tracks{db: db}
}

// Create implements track.Store.
func (s *Tracks) Create(ctx context.Context, from track.Track) (track.Track, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	from.CreatedAt = timestamp.Now()
	from.UpdatedAt = from.CreatedAt
	id, err := insert(ctx, s.db, insertTrack, trackArgs(&from))
	if err != nil {
		return track.Track{}, wrap(err, "create track")
	}
	from.ID = id
	return from, nil
}

// Get implements track.Store.
func (s *Tracks) Get(ctx context.Context, id int64) (track.Track, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row track.Track
	err := s.db.QueryRowContext(ctx, selectTrack, id).Scan(trackColumns(&row)...)
	if err != nil {
		return track.Track{}, wrap(err, "get track")
	}
	return row, nil
}

// List implements track.Store.
func (s *Tracks) List(ctx context.Context, q page.Query[track.Track]) (page.Page[track.Track], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	clause, args := trackSeek(q).clause(q.Limit + 1)
	rows, err := s.db.QueryContext(ctx, selectTracks+clause, args...)
	if err != nil {
		return page.Page[track.Track]{}, wrap(err, "list tracks")
	}
	found, err := collect(rows, trackColumns)
	if err != nil {
		return page.Page[track.Track]{}, wrap(err, "list tracks")
	}
	return q.Page(found)
}

// Update implements track.Store.
func (s *Tracks) Update(ctx context.Context, id int64, apply func(*track.Track) error) (track.Track, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row track.Track
	err := WithTx(ctx, s.db, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, selectTrack, id).Scan(trackColumns(&row)...)
		if err != nil {
			return err
		}
		if err := apply(&row); err != nil {
			return err
		}
		row.UpdatedAt = timestamp.Now()
		_, err = tx.ExecContext(ctx, updateTrack, append(trackArgs(&row), id)...)
		return err
	})
	if err != nil {
		return track.Track{}, wrap(err, "update track")
	}
	return row, nil
}

// Delete implements track.Store.
func (s *Tracks) Delete(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	res, err := s.db.ExecContext(ctx, deleteTrack, id)
	if err != nil {
		return wrap(err, "delete track")
	}
	return wrap(affected(res), "delete track")
}
