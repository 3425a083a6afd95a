package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/author"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/store"
)

const (
	firstAuthor = `{"name": "first name", "born": "2024-05-17"}`
	otherAuthor = `{"name": "other name", "born": "2025-01-31"}`
)

func TestAuthors_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newAuthors(t)
	created, err := s.Create(t.Context(), parse[author.Author](t, firstAuthor))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[author.Author](t, firstAuthor)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestAuthors_Update(t *testing.T) {
	t.Parallel()
	s := newAuthors(t)
	created, err := s.Create(t.Context(), parse[author.Author](t, firstAuthor))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[author.Author](t, otherAuthor)
	updated, err := s.Update(t.Context(), created.ID, func(row *author.Author) error {
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
	_, err = s.Update(t.Context(), created.ID, func(row *author.Author) error {
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

func TestAuthors_NotFound(t *testing.T) {
	t.Parallel()
	s := newAuthors(t)
	created, err := s.Create(t.Context(), parse[author.Author](t, firstAuthor))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*author.Author) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestAuthors_Pages(t *testing.T) {
	t.Parallel()
	s := newAuthors(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedAuthor(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range author.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkAuthors(t, s, "sort="+sortKey, 100)
			down := walkAuthors(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkAuthors(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkAuthors(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkAuthors reads a whole list, page by page.
func walkAuthors(t *testing.T, s author.Store, query string, atMost int) []author.Author {
	t.Helper()
	var rows []author.Author
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), author.SortKeys())
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

// numberedAuthor returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedAuthor(tb testing.TB, n int) author.Author {
	tb.Helper()
	row := parse[author.Author](tb, []string{firstAuthor, otherAuthor}[n%2])
	if n%3 == 0 {
		row.Born = nil
	}
	return row
}

// seedAuthors stores authors for others to refer to, with the ids 1 to 9.
func seedAuthors(tb testing.TB, s *store.Authors) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedAuthor(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}

func TestAuthors_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newAuthors(t)
	created, err := s.Create(t.Context(), parse[author.Author](t, firstAuthor))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*author.Author) error {
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

func BenchmarkAuthors(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newAuthors(b)
		row := parse[author.Author](b, firstAuthor)
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
	s := newAuthors(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedAuthor(b, n))
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
		q, err := page.Parse("sort=-id", author.SortKeys())
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
			if _, err := s.Update(ctx, id, func(*author.Author) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
