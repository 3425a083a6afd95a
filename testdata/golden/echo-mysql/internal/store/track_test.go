package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/store"
	"github.com/acme/tracks/internal/track"
)

const (
	firstTrack = `{"title": "first title", "artist_id": 1, "length": 1, "released": "2024-05-17", "lyrics": "first lyrics"}`
	otherTrack = `{"title": "other title", "artist_id": 2, "length": 2, "released": "2025-01-31", "lyrics": "other lyrics"}`
)

func TestTracks_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newTracks(t)
	created, err := s.Create(t.Context(), parse[track.Track](t, firstTrack))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[track.Track](t, firstTrack)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestTracks_Update(t *testing.T) {
	t.Parallel()
	s := newTracks(t)
	created, err := s.Create(t.Context(), parse[track.Track](t, firstTrack))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[track.Track](t, otherTrack)
	updated, err := s.Update(t.Context(), created.ID, func(row *track.Track) error {
		equal(t, *row, created)
		want.ID, want.CreatedAt, want.UpdatedAt = row.ID, row.CreatedAt, row.UpdatedAt
		*row = want
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if updated.UpdatedAt.Before(created.UpdatedAt) {
		t.Errorf("updated at %v, created at %v", updated.UpdatedAt, created.UpdatedAt)
	}
	want.UpdatedAt = updated.UpdatedAt
	equal(t, updated, want)

	refused := errors.New("refused")
	_, err = s.Update(t.Context(), created.ID, func(row *track.Track) error {
		*row = created
		return refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("error of a refused change = %v", err)
	}
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestTracks_NotFound(t *testing.T) {
	t.Parallel()
	s := newTracks(t)
	created, err := s.Create(t.Context(), parse[track.Track](t, firstTrack))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*track.Track) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestTracks_Pages(t *testing.T) {
	t.Parallel()
	s := newTracks(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedTrack(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range track.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkTracks(t, s, "sort="+sortKey, 100)
			down := walkTracks(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkTracks(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkTracks(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkTracks reads a whole list, page by page.
func walkTracks(t *testing.T, s track.Store, query string, atMost int) []track.Track {
	t.Helper()
	var rows []track.Track
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), track.SortKeys(), track.References()...)
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Items) > atMost {
			t.Fatalf("page of %d rows, limit is %d", len(p.Items), atMost)
		}
		rows = append(rows, p.Items...)
		if cursor = p.NextCursor; cursor == "" {
			return rows
		}
	}
}

// numberedTrack returns rows with many equal values and nulls, but none equal
// where the values must be unique.
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
	equal(t, walkTracks(t, s, "artist_id=2", 1), want)
	if err := artists.Delete(t.Context(), 2); !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("delete what is referred to: error = %v, want ErrConflict", err)
	}

	toNobody := numberedTrack(t, 5)
	toNobody.ArtistID = int64(1000)
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *track.Track) error {
		row.ArtistID = toNobody.ArtistID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if !errors.Is(err, apperr.ErrReference) {
			t.Errorf("refer to nobody: error = %v, want ErrReference", err)
		}
	}
}

func TestTracks_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newTracks(t)
	created, err := s.Create(t.Context(), parse[track.Track](t, firstTrack))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*track.Track) error {
				defer inside.Add(-1)
				if n := inside.Add(1); n > 1 {
					t.Errorf("%d changes at a time", n)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func BenchmarkTracks(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newTracks(b)
		row := parse[track.Track](b, firstTrack)
		for b.Loop() {
			created, err := s.Create(ctx, row)
			if err != nil {
				b.Fatal(err)
			}
			if err := s.Delete(ctx, created.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
	s := newTracks(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedTrack(b, n))
		if err != nil {
			b.Fatal(err)
		}
		id = created.ID
	}
	b.Run("Get", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Get(ctx, id); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("List", func(b *testing.B) {
		q, err := page.Parse("sort=-id", track.SortKeys())
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := s.List(ctx, q); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Update", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Update(ctx, id, func(*track.Track) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
