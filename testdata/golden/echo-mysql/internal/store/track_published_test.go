package store_test

import (
	"testing"

	"github.com/acme/tracks/internal/outbox"
	"github.com/acme/tracks/internal/published"
	"github.com/acme/tracks/internal/store"
	"github.com/acme/tracks/internal/track"
)

// Publishing changes nothing that callers see.
func TestTracks_published(t *testing.T) {
	t.Parallel()
	s := trackTests()
	s.open = func(tb testing.TB) resourceStore[track.Track] {
		tb.Helper()
		db := open(tb)
		return publishedTracks(tb, db, outbox.New(store.NewTransactions(db)))
	}
	s.run(t)
}

func TestTracks_events(t *testing.T) {
	t.Parallel()
	db := open(t)
	to := outbox.New(store.NewTransactions(db))
	trackTests().testEvents(t, db, to, publishedTracks(t, db, to), "tracks/")
}

// publishedTracks returns a store whose changes are published.
func publishedTracks(tb testing.TB, db *store.ORM, to *outbox.Outbox) resourceStore[track.Track] {
	tb.Helper()
	seedArtists(tb, store.NewArtists(db))
	return published.NewTracks(store.NewTracks(db), to)
}
