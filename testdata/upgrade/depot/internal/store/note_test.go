package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/acme/depot/internal/apperr"
	"github.com/acme/depot/internal/note"
	"github.com/acme/depot/internal/paging"
)

const (
	firstNote = `{"body": "first body"}`
	otherNote = `{"body": "other body"}`
)

func TestNotes_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newNotes(t)
	created, err := s.Create(t.Context(), parse[note.Note](t, firstNote))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[note.Note](t, firstNote)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestNotes_Update(t *testing.T) {
	t.Parallel()
	s := newNotes(t)
	created, err := s.Create(t.Context(), parse[note.Note](t, firstNote))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[note.Note](t, otherNote)
	updated, err := s.Update(t.Context(), created.ID, func(row *note.Note) error {
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
	_, err = s.Update(t.Context(), created.ID, func(row *note.Note) error {
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

func TestNotes_NotFound(t *testing.T) {
	t.Parallel()
	s := newNotes(t)
	created, err := s.Create(t.Context(), parse[note.Note](t, firstNote))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*note.Note) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestNotes_Pages(t *testing.T) {
	t.Parallel()
	s := newNotes(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedNote(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range note.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkNotes(t, s, "sort="+sortKey, 100)
			down := walkNotes(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkNotes(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkNotes(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkNotes reads a whole list, page by page.
func walkNotes(t *testing.T, s note.Store, query string, atMost int) []note.Note {
	t.Helper()
	var rows []note.Note
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), note.SortKeys())
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

// numberedNote returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedNote(tb testing.TB, n int) note.Note {
	tb.Helper()
	row := parse[note.Note](tb, []string{firstNote, otherNote}[n%2])
	return row
}

func TestNotes_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newNotes(t)
	created, err := s.Create(t.Context(), parse[note.Note](t, firstNote))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*note.Note) error {
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

func BenchmarkNotes(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newNotes(b)
		row := parse[note.Note](b, firstNote)
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
	s := newNotes(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedNote(b, n))
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
		q, err := page.Parse("sort=-id", note.SortKeys())
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
			if _, err := s.Update(ctx, id, func(*note.Note) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
