package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/store"
)

func TestPurge_Tracks(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedArtists(t, store.NewArtists(db))
	trackTests().testPurge(t, db, store.NewTracks(db))
}

// testPurge deletes a row for good: not before its time has come, and not others.
func (s resourceSuite[T]) testPurge(t *testing.T, db *store.ORM, rows softStore[T]) {
	t.Helper()
	_, stays := s.create(t, rows, s.numbered(t, 0))
	_, goes := s.create(t, rows, s.numbered(t, 1))
	now := time.Now()
	for _, before := range []time.Time{now.Add(-time.Hour), now.Add(time.Hour)} {
		if err := rows.Delete(t.Context(), goes, always[T]); err != nil {
			t.Fatal(err)
		}
		writes, err := db.Writes.DB()
		if err != nil {
			t.Fatal(err)
		}
		purged, err := (&store.DB{Writes: writes}).Purge(t.Context(), before)
		if err != nil {
			t.Fatal(err)
		}
		total := int64(0)
		for _, table := range purged {
			total += table.Rows
		}
		err = restore(t.Context(), rows, goes)
		if gone := before.After(now); gone != (total == 1) || gone != errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("%v were purged of those deleted before %v: error of a restoration = %v", purged, before.Sub(now), err)
		}
	}
	if _, err := rows.Get(t.Context(), stays); err != nil {
		t.Error(err)
	}
}
