package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/page"
)

// Artists implements artist.Store.
type Artists struct {
	reads *gorm.DB
	db    *gorm.DB // for writes, and the queries of their transactions
}

// NewArtists returns a store that uses db.
func NewArtists(db *ORM) *Artists {
	return &Artists{reads: db.Reads, db: db.Writes}
}

// Create implements artist.Store.
func (s *Artists) Create(ctx context.Context, from artist.Artist) (artist.Artist, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt

	from.ID = 0 // set by the database
	row := toArtistRow(from)
	if err := within(ctx, s.db).WithContext(ctx).Create(&row).Error; err != nil {
		return artist.Artist{}, refused(err, "create artist", artistConstraints())
	}
	return fromArtistRow(row), nil
}

// Get implements artist.Store.
func (s *Artists) Get(ctx context.Context, id int64) (artist.Artist, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row artistRow
	if err := within(ctx, s.reads).WithContext(ctx).Take(&row, "id = ?", id).Error; err != nil {
		return artist.Artist{}, wrap(err, "get artist")
	}
	return fromArtistRow(row), nil
}

// List implements artist.Store.
func (s *Artists) List(ctx context.Context, q page.Query[artist.Artist]) (page.Page[artist.Artist], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, artistListColumns())
	var rows []artistRow
	if err := within(ctx, s.reads).WithContext(ctx).Scopes(at.scope(q.Limit + 1)).Find(&rows).Error; err != nil {
		return page.Page[artist.Artist]{}, wrap(err, "list artists")
	}
	found := make([]artist.Artist, len(rows))
	for i := range rows {
		found[i] = fromArtistRow(rows[i])
	}

	return pageOf(ctx, q, found, func(ctx context.Context, total *int64) error {
		err := within(ctx, s.reads).WithContext(ctx).Model(&artistRow{}).Scopes(at.total).Count(total).Error
		return wrap(err, "count artists")
	})
}

// Update implements artist.Store.
func (s *Artists) Update(ctx context.Context, id int64, apply func(*artist.Artist) error) (artist.Artist, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed artist.Artist
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		var err error
		if changed, err = lockedArtist(tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		row := toArtistRow(changed)
		return tx.Select("*").Updates(&row).Error
	})
	if err != nil {
		return artist.Artist{}, refused(err, "update artist", artistConstraints())
	}
	return changed, nil
}

// Delete implements artist.Store.
func (s *Artists) Delete(ctx context.Context, id int64, check func(*artist.Artist) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *gorm.DB) error {
		row, err := lockedArtist(tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		return tx.Delete(&artistRow{}, "id = ?", id).Error
	})
	return wrap(err, "delete artist")
}

// artistConstraints are the constraints that an artist may break.
func artistConstraints() constraints {
	return constraints{
		"name_key": {apperr.Taken("name")},
	}
}
