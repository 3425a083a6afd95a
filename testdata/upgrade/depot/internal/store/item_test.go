package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/acme/depot/internal/apperr"
	"github.com/acme/depot/internal/item"
	"github.com/acme/depot/internal/paging"
)

const (
	firstItem = `{"sku": "first sku", "title": "first title", "quantity": 0, "status": "draft"}`
	otherItem = `{"sku": "other sku", "title": "other title", "quantity": 1, "status": "sold"}`
)

func TestItems_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newItems(t)
	created, err := s.Create(t.Context(), parse[item.Item](t, firstItem))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[item.Item](t, firstItem)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestItems_Update(t *testing.T) {
	t.Parallel()
	s := newItems(t)
	created, err := s.Create(t.Context(), parse[item.Item](t, firstItem))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[item.Item](t, otherItem)
	updated, err := s.Update(t.Context(), created.ID, func(row *item.Item) error {
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
	_, err = s.Update(t.Context(), created.ID, func(row *item.Item) error {
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

func TestItems_NotFound(t *testing.T) {
	t.Parallel()
	s := newItems(t)
	created, err := s.Create(t.Context(), parse[item.Item](t, firstItem))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*item.Item) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestItems_Conflict(t *testing.T) {
	t.Parallel()
	s := newItems(t)
	var rows []item.Item
	for n := range 3 { // the first may have nulls, which are equal to nothing
		row, err := s.Create(t.Context(), numberedItem(t, n))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	_, err := s.Create(t.Context(), rows[1])
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("create twice: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[2].ID, func(row *item.Item) error {
		*row = rows[1]
		row.ID = rows[2].ID
		return nil
	})
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("update to what is taken: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[1].ID, func(*item.Item) error { return nil })
	if err != nil {
		t.Errorf("update to what it is: %v", err)
	}
}

func TestItems_Pages(t *testing.T) {
	t.Parallel()
	s := newItems(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedItem(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range item.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkItems(t, s, "sort="+sortKey, 100)
			down := walkItems(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkItems(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkItems(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkItems reads a whole list, page by page.
func walkItems(t *testing.T, s item.Store, query string, atMost int) []item.Item {
	t.Helper()
	var rows []item.Item
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), item.SortKeys())
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

// numberedItem returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedItem(tb testing.TB, n int) item.Item {
	tb.Helper()
	row := parse[item.Item](tb, []string{firstItem, otherItem}[n%2])
	row.SKU = fmt.Sprintf("sku %d", n)
	return row
}

func TestItems_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newItems(t)
	created, err := s.Create(t.Context(), parse[item.Item](t, firstItem))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*item.Item) error {
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

func BenchmarkItems(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newItems(b)
		row := parse[item.Item](b, firstItem)
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
	s := newItems(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedItem(b, n))
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
		q, err := page.Parse("sort=-id", item.SortKeys())
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
			if _, err := s.Update(ctx, id, func(*item.Item) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
