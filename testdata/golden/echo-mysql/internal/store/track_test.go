package store_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/store"
	"github.com/acme/tracks/internal/track"
)

func trackTests() resourceSuite[track.Track] {
	return resourceSuite[track.Track]{
		open:     newTracks,
		fields:   track.ListFields(),
		first:    firstTrack,
		other:    otherTrack,
		numbered: numberedTrack,
		unique:   [][]string{{"artistId", "title"}},
	}
}

const (
	firstTrack = `{"title": "first title", "artistId": 1, "length": 1, "released": "2024-05-17", "lyrics": "first lyrics", "price": {"amount":"12.00","currency":"EUR"}}`
	otherTrack = `{"title": "other title", "artistId": 2, "length": 2, "released": "2025-01-31", "lyrics": "other lyrics", "price": {"amount":"99.00","currency":"USD"}}`
)

func TestTracks(t *testing.T) {
	t.Parallel()
	trackTests().run(t)
}

func TestTracks_softDelete(t *testing.T) {
	t.Parallel()
	trackTests().testSoftDelete(t)
}

func TestTracks_ArtistIDTitle(t *testing.T) {
	t.Parallel()
	trackTests().testTogether(t, "artistId", "title")
}

func numberedTrack(tb testing.TB, n int) track.Track {
	tb.Helper()
	row := parse[track.Track](tb, []string{firstTrack, otherTrack}[n%2])
	row.Title = fmt.Sprintf("title %d", n)
	if n%3 == 0 {
		row.Length = nil
		row.Released = nil
		row.Lyrics = nil
		row.Price = nil
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
	equal(t, trackTests().walk(t, s, "artistId=2", 1), want)

	toNobody := numberedTrack(t, 5)
	toNobody.ArtistID = int64(1000)
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *track.Track) error {
		row.ArtistID = toNobody.ArtistID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrReference) || !ok || fault.Field != "artistId" {
			t.Errorf("refer to nobody: error = %v of %+v, want ErrReference of artistId", err, fault)
		}
	}

	err := artists.Delete(t.Context(), 2, always)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range want {
		if _, err := s.Get(t.Context(), row.ID); !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error of a row that is deleted, too = %v, want ErrNotFound", err)
		}
	}
}
