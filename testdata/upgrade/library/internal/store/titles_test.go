package store_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/config"
	"github.com/acme/library/internal/migrate"
	"github.com/acme/library/internal/store"
)

func TestTitles(t *testing.T) {
	cfg, err := config.Load(fstest.MapFS{}, []string{"APP_ENV=dev", "SQLITE_DSN=file:" + filepath.Join(t.TempDir(), "titles.db")})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.WithoutCancel(t.Context())
	if err := migrate.Up(ctx, cfg.Store); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(ctx, cfg.Store)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	books := store.NewBooks(db)
	for _, title := range []string{"Solaris", "Dune"} {
		if _, err := books.Create(ctx, book.Book{Title: title}); err != nil {
			t.Fatal(err)
		}
	}
	titles, err := books.Titles(ctx)
	if err != nil || !slices.Equal(titles, []string{"Dune", "Solaris"}) {
		t.Errorf("%v, %v", titles, err)
	}
}
