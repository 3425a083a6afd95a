package store

import (
	"cmp"
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
	row := toTrackRow(from)
	if err := within(ctx, s.db).WithContext(ctx).Create(&row).Error; err != nil {
		return track.Track{}, refused(err, "create track", trackConstraints())
	}
	return fromTrackRow(row), nil
}

// Get implements track.Store.
func (s *Tracks) Get(ctx context.Context, id int64) (track.Track, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row trackRow
	if err := within(ctx, s.reads).WithContext(ctx).Take(&row, "id = ? AND deleted_at IS NULL", id).Error; err != nil {
		return track.Track{}, wrap(err, "get track")
	}
	return fromTrackRow(row), nil
}

// List implements track.Store.
func (s *Tracks) List(ctx context.Context, q page.Query[track.Track]) (page.Page[track.Track], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, trackListColumns(), sqlCondition{text: "deleted_at IS NULL"})
	var rows []trackRow
	if err := within(ctx, s.reads).WithContext(ctx).Scopes(at.scope(q.Limit + 1)).Find(&rows).Error; err != nil {
		return page.Page[track.Track]{}, wrap(err, "list tracks")
	}
	found := make([]track.Track, len(rows))
	for i := range rows {
		found[i] = fromTrackRow(rows[i])
	}

	return pageOf(ctx, q, found, func(ctx context.Context, total *int64) error {
		err := within(ctx, s.reads).WithContext(ctx).Model(&trackRow{}).Scopes(at.total).Count(total).Error
		return wrap(err, "count tracks")
	})
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
		row := toTrackRow(changed)
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
		deleted := now()
		return tx.Model(&trackRow{}).Where("id = ? AND deleted_at IS NULL", id).UpdateColumns(map[string]any{
			"deleted_at": deleted, "version": gorm.Expr("version + 1"), "updated_at": deleted,
		}).Error
	})
	return wrap(err, "delete track")
}

// Restore implements track.Store.
func (s *Tracks) Restore(ctx context.Context, id int64) (track.Track, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var restored track.Track
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		result := tx.Model(&trackRow{}).Where("id = ? AND deleted_at IS NOT NULL", id).UpdateColumns(map[string]any{
			"deleted_at": nil, "version": gorm.Expr("version + 1"), "updated_at": now(),
		})
		err := result.Error
		if err != nil || result.RowsAffected == 0 {
			return cmp.Or(err, apperr.ErrNotFound)
		}
		restored, err = lockedTrack(tx, id)
		return err
	})
	if err != nil {
		return track.Track{}, refused(err, "restore track", trackConstraints())
	}
	return restored, nil
}

// trackConstraints are the constraints that a track may break.
func trackConstraints() constraints {
	return constraints{
		"artist_id_title_key":   apperr.TakenTogether("artistId", "title"),
		"tracks_artist_id_fkey": {apperr.Missing("artistId")},
	}
}
