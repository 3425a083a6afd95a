package store_test

import (
	"testing"

	"gorm.io/gorm"

	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/migrate"
	"github.com/acme/tracks/internal/store"
	"github.com/acme/tracks/internal/track"
)

// open returns a new database with the schema of the program.
func open(tb testing.TB) *store.ORM {
	tb.Helper()
	cfg := testConfig(tb)
	if err := migrate.Up(tb.Context(), cfg); err != nil {
		tb.Fatal(err)
	}
	db, err := store.Open(tb.Context(), cfg)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	orm, err := store.NewORM(db)
	if err != nil {
		tb.Fatal(err)
	}
	return orm
}

// exec runs statements up to one that fails.
func exec(t *testing.T, tx *gorm.DB, statements ...string) error {
	t.Helper()
	for _, statement := range statements {
		if err := tx.Exec(statement).Error; err != nil {
			return err
		}
	}
	return nil
}

// number returns the number that a query selects.
func number(t *testing.T, db *store.ORM, query string) (n int) {
	t.Helper()
	if err := db.Reads.WithContext(t.Context()).Raw(query).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

func newArtists(tb testing.TB) resourceStore[artist.Artist] {
	tb.Helper()
	db := open(tb)
	return store.NewArtists(db)
}

func newTracks(tb testing.TB) resourceStore[track.Track] {
	tb.Helper()
	db := open(tb)
	seedArtists(tb, store.NewArtists(db))
	return store.NewTracks(db)
}
