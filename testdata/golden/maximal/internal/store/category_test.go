package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/page"
	"github.com/acme/everything/internal/store"
)

const (
	firstCategory = `{"name": "first name", "parent_id": null}`
	otherCategory = `{"name": "other name", "parent_id": null}`
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
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), category.SortKeys(), category.References()...)
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
	if n%3 == 0 {
		row.ParentID = nil
	}
	return row
}

// seedCategories stores categories for others to refer to, with the ids 1 to 9.
func seedCategories(tb testing.TB, s *store.Categories) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedCategory(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}

func TestCategories_ParentID(t *testing.T) {
	t.Parallel()
	db := open(t)
	categories, s := store.NewCategories(db), store.NewCategories(db)
	if _, err := s.Create(t.Context(), numberedCategory(t, 0)); err != nil { // on no page below
		t.Fatal(err)
	}
	var want []category.Category
	for n := 1; n <= 4; n++ {
		row := numberedCategory(t, n)
		row.ParentID = new(int64(2 - n%2))
		row, err := s.Create(t.Context(), row)
		if err != nil {
			t.Fatal(err)
		}
		if *row.ParentID == 2 {
			want = append(want, row)
		}
	}
	equal(t, walkCategories(t, s, "parent_id=2", 1), want)
	if err := categories.Delete(t.Context(), 2); !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("delete what is referred to: error = %v, want ErrConflict", err)
	}

	toNobody := numberedCategory(t, 5)
	toNobody.ParentID = new(int64(1000))
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *category.Category) error {
		row.ParentID = toNobody.ParentID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if !errors.Is(err, apperr.ErrReference) {
			t.Errorf("refer to nobody: error = %v, want ErrReference", err)
		}
	}
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
