package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/category"
	"github.com/acme/library/internal/page"
)

const (
	firstCategory = `{"name": "first name", "position": 0, "active": true, "kind": "genre", "note": "first note", "settings": {"a":1}, "token": "9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11", "weight": 1.5, "views": 1, "reviewed_at": "2024-05-17T08:30:00Z"}`
	otherCategory = `{"name": "other name", "position": 1, "active": false, "kind": "shelf", "note": "other note", "settings": {"a":[true]}, "token": "1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60", "weight": 2.25, "views": 2, "reviewed_at": "2025-01-31T23:59:59Z"}`
)

func TestCategories_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newCategories(t)
	created, err := s.Create(t.Context(), parse[category.Category](t, firstCategory))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[category.Category](t, firstCategory)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestCategories_Update(t *testing.T) {
	t.Parallel()
	s := newCategories(t)
	created, err := s.Create(t.Context(), parse[category.Category](t, firstCategory))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[category.Category](t, otherCategory)
	updated, err := s.Update(t.Context(), created.ID, func(row *category.Category) error {
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
	_, err = s.Update(t.Context(), created.ID, func(row *category.Category) error {
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

func TestCategories_NotFound(t *testing.T) {
	t.Parallel()
	s := newCategories(t)
	created, err := s.Create(t.Context(), parse[category.Category](t, firstCategory))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*category.Category) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestCategories_Conflict(t *testing.T) {
	t.Parallel()
	s := newCategories(t)
	var rows []category.Category
	for n := range 3 { // the first may have nulls, which are equal to nothing
		row, err := s.Create(t.Context(), numberedCategory(t, n))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	_, err := s.Create(t.Context(), rows[1])
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("create twice: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[2].ID, func(row *category.Category) error {
		*row = rows[1]
		row.ID = rows[2].ID
		return nil
	})
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("update to what is taken: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[1].ID, func(*category.Category) error { return nil })
	if err != nil {
		t.Errorf("update to what it is: %v", err)
	}
}

func TestCategories_Pages(t *testing.T) {
	t.Parallel()
	s := newCategories(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedCategory(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range category.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkCategories(t, s, "sort="+sortKey, 100)
			down := walkCategories(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkCategories(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkCategories(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkCategories reads a whole list, page by page.
func walkCategories(t *testing.T, s category.Store, query string, atMost int) []category.Category {
	t.Helper()
	var rows []category.Category
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), category.SortKeys())
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

// numberedCategory returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedCategory(tb testing.TB, n int) category.Category {
	tb.Helper()
	row := parse[category.Category](tb, []string{firstCategory, otherCategory}[n%2])
	row.Name = fmt.Sprintf("name %d", n)
	row.Token = new(uuid.MustParse(fmt.Sprintf("00000000-0000-4000-8000-%012d", n)))
	if n%3 == 0 {
		row.Note = nil
		row.Settings = nil
		row.Token = nil
		row.Weight = nil
		row.Views = nil
		row.ReviewedAt = nil
	}
	return row
}

func TestCategories_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newCategories(t)
	created, err := s.Create(t.Context(), parse[category.Category](t, firstCategory))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*category.Category) error {
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

func BenchmarkCategories(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newCategories(b)
		row := parse[category.Category](b, firstCategory)
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
	s := newCategories(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedCategory(b, n))
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
		q, err := page.Parse("sort=-id", category.SortKeys())
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
			if _, err := s.Update(ctx, id, func(*category.Category) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
