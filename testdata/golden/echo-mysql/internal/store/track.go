package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/track"
)

// Tracks implements track.Store.
type Tracks struct {
	reads *gorm.DB
	db    *gorm.DB // for writes, and the queries of their transactions
}

// NewTracks returns a store that uses db.
func NewTracks(db *ORM) *Tracks {
	return &Tracks{reads: db.Reads, db: db.Writes}
}

// Create implements track.Store.
func (s *Tracks) Create(ctx context.Context, from track.Track) (track.Track, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	from.ID = 0 // set by the database
	row := trackRow(from)
	if err := within(ctx, s.db).WithContext(ctx).Create(&row).Error; err != nil {
		return track.Track{}, refused(err, "create track", trackConstraints())
	}
	return track.Track(row), nil
}

// Get implements track.Store.
func (s *Tracks) Get(ctx context.Context, id int64) (track.Track, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row trackRow
	if err := within(ctx, s.reads).WithContext(ctx).Take(&row, id).Error; err != nil {
		return track.Track{}, wrap(err, "get track")
	}
	return track.Track(row), nil
}

// List implements track.Store.
func (s *Tracks) List(ctx context.Context, q page.Query[track.Track]) (page.Page[track.Track], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var rows []trackRow
	if err := within(ctx, s.reads).WithContext(ctx).Scopes(trackSeek(q).scope(q.Limit + 1)).Find(&rows).Error; err != nil {
		return page.Page[track.Track]{}, wrap(err, "list tracks")
	}
	found := make([]track.Track, len(rows))
	for i := range rows {
		found[i] = track.Track(rows[i])
	}
	return q.Page(found)
}

// Update implements track.Store.
func (s *Tracks) Update(ctx context.Context, id int64, apply func(*track.Track) error) (track.Track, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed track.Track
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		var err error
		if changed, err = lockedTrack(tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		row := trackRow(changed)
		return tx.Select("*").Updates(&row).Error
	})
	if err != nil {
		return track.Track{}, refused(err, "update track", trackConstraints())
	}
	return changed, nil
}

// Delete implements track.Store.
func (s *Tracks) Delete(ctx context.Context, id int64, check func(*track.Track) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		row, err := lockedTrack(tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		return tx.Delete(&trackRow{}, id).Error
	})
	return wrap(err, "delete track")
}

// trackConstraints are the constraints that a track may break.
func trackConstraints() constraints {
	return constraints{
		"tracks_artist_id_fkey": apperr.Missing("artist_id"),
	}
}
