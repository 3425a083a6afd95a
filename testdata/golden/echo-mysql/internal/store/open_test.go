package store_test

import (
	"testing"

	"gorm.io/gorm"

	"github.com/acme/tracks/internal/migrate"
	"github.com/acme/tracks/internal/store"
)

// open returns a new database with the schema of the program.
func open(tb testing.TB) *gorm.DB {
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

func newArtists(tb testing.TB) *store.Artists {
	tb.Helper()
	return store.NewArtists(open(tb))
}

func newTracks(tb testing.TB) *store.Tracks {
	tb.Helper()
	db := open(tb)
	seedArtists(tb, store.NewArtists(db))
	return store.NewTracks(db)
}
