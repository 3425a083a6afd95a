package store_test

import (
	"fmt"
	"testing"

	"github.com/acme/tracks/internal/artist"
)

func artistTests() resourceSuite[artist.Artist] {
	return resourceSuite[artist.Artist]{
		open:     newArtists,
		fields:   artist.ListFields(),
		first:    firstArtist,
		other:    otherArtist,
		numbered: numberedArtist,
		unique:   [][]string{{"name"}},
	}
}

const (
	firstArtist = `{"name": "first name", "born": "2024-05-17"}`
	otherArtist = `{"name": "other name", "born": "2025-01-31"}`
)

func TestArtists(t *testing.T) {
	t.Parallel()
	artistTests().run(t)
}

func TestArtists_Name_noCase(t *testing.T) {
	t.Parallel()
	artistTests().testNoCase(t, "name")
}

func numberedArtist(tb testing.TB, n int) artist.Artist {
	tb.Helper()
	row := parse[artist.Artist](tb, []string{firstArtist, otherArtist}[n%2])
	row.Name = fmt.Sprintf("name %d", n)
	if n%3 == 0 {
		row.Born = nil
	}
	return row
}

// seedArtists stores artists for others to refer to, with the ids 1 to 9.
func seedArtists(tb testing.TB, s resourceStore[artist.Artist]) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedArtist(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}
