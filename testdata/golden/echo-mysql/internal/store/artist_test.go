package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/store"
)

const (
	firstArtist = `{"name": "first name", "born": "2024-05-17"}`
	otherArtist = `{"name": "other name", "born": "2025-01-31"}`
)

func TestArtists_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newArtists(t)
	created, err := s.Create(t.Context(), parse[artist.Artist](t, firstArtist))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[artist.Artist](t, firstArtist)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestArtists_Update(t *testing.T) {
	t.Parallel()
	s := newArtists(t)
	created, err := s.Create(t.Context(), parse[artist.Artist](t, firstArtist))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[artist.Artist](t, otherArtist)
	updated, err := s.Update(t.Context(), created.ID, func(row *artist.Artist) error {
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
	_, err = s.Update(t.Context(), created.ID, func(row *artist.Artist) error {
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

func TestArtists_NotFound(t *testing.T) {
	t.Parallel()
	s := newArtists(t)
	created, err := s.Create(t.Context(), parse[artist.Artist](t, firstArtist))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*artist.Artist) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestArtists_Conflict(t *testing.T) {
	t.Parallel()
	s := newArtists(t)
	var rows []artist.Artist
	for n := range 3 { // the first may have nulls, which are equal to nothing
		row, err := s.Create(t.Context(), numberedArtist(t, n))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	_, err := s.Create(t.Context(), rows[1])
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("create twice: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[2].ID, func(row *artist.Artist) error {
		*row = rows[1]
		row.ID = rows[2].ID
		return nil
	})
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("update to what is taken: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[1].ID, func(*artist.Artist) error { return nil })
	if err != nil {
		t.Errorf("update to what it is: %v", err)
	}
}

func TestArtists_Pages(t *testing.T) {
	t.Parallel()
	s := newArtists(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedArtist(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range artist.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkArtists(t, s, "sort="+sortKey, 100)
			down := walkArtists(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkArtists(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkArtists(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkArtists reads a whole list, page by page.
func walkArtists(t *testing.T, s artist.Store, query string, atMost int) []artist.Artist {
	t.Helper()
	var rows []artist.Artist
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), artist.SortKeys())
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

// numberedArtist returns rows with many equal values and nulls, but none equal
// where the values must be unique.
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
func seedArtists(tb testing.TB, s *store.Artists) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedArtist(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}

func TestArtists_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newArtists(t)
	created, err := s.Create(t.Context(), parse[artist.Artist](t, firstArtist))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*artist.Artist) error {
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

func BenchmarkArtists(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newArtists(b)
		row := parse[artist.Artist](b, firstArtist)
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
	s := newArtists(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedArtist(b, n))
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
		q, err := page.Parse("sort=-id", artist.SortKeys())
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
			if _, err := s.Update(ctx, id, func(*artist.Artist) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
