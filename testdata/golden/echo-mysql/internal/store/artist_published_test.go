package store_test

import (
	"testing"

	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/outbox"
	"github.com/acme/tracks/internal/published"
	"github.com/acme/tracks/internal/store"
)

// Publishing changes nothing that callers see.
func TestArtists_published(t *testing.T) {
	t.Parallel()
	s := artistTests()
	s.open = func(tb testing.TB) resourceStore[artist.Artist] {
		tb.Helper()
		db := open(tb)
		return publishedArtists(tb, db, outbox.New(store.NewTransactions(db)))
	}
	s.run(t)
}

func TestArtists_events(t *testing.T) {
	t.Parallel()
	db := open(t)
	to := outbox.New(store.NewTransactions(db))
	artistTests().testEvents(t, db, to, publishedArtists(t, db, to), "artists/")
}

// publishedArtists returns a store whose changes are published.
func publishedArtists(tb testing.TB, db *store.ORM, to *outbox.Outbox) resourceStore[artist.Artist] {
	tb.Helper()
	return published.NewArtists(store.NewArtists(db), to)
}
