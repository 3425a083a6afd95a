package store_test

import (
	"errors"
	"testing"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/store"
	"github.com/acme/tracks/internal/track"
)

func trackSuite() resourceSuite[track.Track] {
	return resourceSuite[track.Track]{
		open:       newTracks,
		keys:       track.SortKeys(),
		references: track.References(),
		first:      firstTrack,
		other:      otherTrack,
		numbered:   numberedTrack,
	}
}

const (
	firstTrack = `{"title": "first title", "artist_id": 1, "length": 1, "released": "2024-05-17", "lyrics": "first lyrics"}`
	otherTrack = `{"title": "other title", "artist_id": 2, "length": 2, "released": "2025-01-31", "lyrics": "other lyrics"}`
)

func TestTracks(t *testing.T) {
	t.Parallel()
	trackSuite().run(t)
}

func numberedTrack(tb testing.TB, n int) track.Track {
	tb.Helper()
	row := parse[track.Track](tb, []string{firstTrack, otherTrack}[n%2])
	if n%3 == 0 {
		row.Length = nil
		row.Released = nil
		row.Lyrics = nil
	}
	return row
}

func TestTracks_ArtistID(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedArtists(t, store.NewArtists(db))
	artists, s := store.NewArtists(db), store.NewTracks(db)
	if _, err := s.Create(t.Context(), numberedTrack(t, 0)); err != nil { // on no page below
		t.Fatal(err)
	}
	var want []track.Track
	for n := 1; n <= 4; n++ {
		row := numberedTrack(t, n)
		row.ArtistID = int64(2 - n%2)
		row, err := s.Create(t.Context(), row)
		if err != nil {
			t.Fatal(err)
		}
		if row.ArtistID == 2 {
			want = append(want, row)
		}
	}
	equal(t, trackSuite().walk(t, s, "artist_id=2", 1), want)
	err := artists.Delete(t.Context(), 2, always)
	if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrInUse) || !ok || fault.Resource == "" {
		t.Errorf("delete what is referred to: error = %v of %+v, want ErrInUse", err, fault)
	}

	toNobody := numberedTrack(t, 5)
	toNobody.ArtistID = int64(1000)
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *track.Track) error {
		row.ArtistID = toNobody.ArtistID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrReference) || !ok || fault.Field != "artist_id" {
			t.Errorf("refer to nobody: error = %v of %+v, want ErrReference of artist_id", err, fault)
		}
	}
}
