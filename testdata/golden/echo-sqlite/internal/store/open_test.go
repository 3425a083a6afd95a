package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/acme/tracks/internal/migrate"
	"github.com/acme/tracks/internal/store"
)

// open returns a new database with the schema of the program.
func open(tb testing.TB) *sql.DB {
	tb.Helper()
	db, err := store.Open(tb.Context(), store.Config{
		DSN:         "file:" + filepath.Join(tb.TempDir(), "test.db"),
		MaxConns:    4,
		BusyTimeout: 5 * time.Second,
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	if err := migrate.Up(tb.Context(), db); err != nil {
		tb.Fatal(err)
	}
	return db
}

func newTracks(tb testing.TB) *store.Tracks {
	tb.Helper()
	return store.NewTracks(open(tb))
}
