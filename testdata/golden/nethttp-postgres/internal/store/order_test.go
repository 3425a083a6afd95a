package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/order"
	"github.com/acme/shop/internal/page"
)

const (
	firstOrder = `{"number": "9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11", "placed_at": "2024-05-17T08:30:00Z", "status": "open", "attributes": {"a":1}, "note": "first note"}`
	otherOrder = `{"number": "1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60", "placed_at": "2025-01-31T23:59:59Z", "status": "sent", "attributes": {"a":[true]}, "note": "other note"}`
)

func TestOrders_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newOrders(t)
	created, err := s.Create(t.Context(), parse[order.Order](t, firstOrder))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[order.Order](t, firstOrder)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestOrders_Update(t *testing.T) {
	t.Parallel()
	s := newOrders(t)
	created, err := s.Create(t.Context(), parse[order.Order](t, firstOrder))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[order.Order](t, otherOrder)
	updated, err := s.Update(t.Context(), created.ID, func(row *order.Order) error {
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
	_, err = s.Update(t.Context(), created.ID, func(row *order.Order) error {
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

func TestOrders_NotFound(t *testing.T) {
	t.Parallel()
	s := newOrders(t)
	created, err := s.Create(t.Context(), parse[order.Order](t, firstOrder))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*order.Order) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestOrders_Conflict(t *testing.T) {
	t.Parallel()
	s := newOrders(t)
	var rows []order.Order
	for n := range 3 { // the first may have nulls, which are equal to nothing
		row, err := s.Create(t.Context(), numberedOrder(t, n))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	_, err := s.Create(t.Context(), rows[1])
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("create twice: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[2].ID, func(row *order.Order) error {
		*row = rows[1]
		row.ID = rows[2].ID
		return nil
	})
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("update to what is taken: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[1].ID, func(*order.Order) error { return nil })
	if err != nil {
		t.Errorf("update to what it is: %v", err)
	}
}

func TestOrders_Pages(t *testing.T) {
	t.Parallel()
	s := newOrders(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedOrder(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range order.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkOrders(t, s, "sort="+sortKey, 100)
			down := walkOrders(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkOrders(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkOrders(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkOrders reads a whole list, page by page.
func walkOrders(t *testing.T, s order.Store, query string, atMost int) []order.Order {
	t.Helper()
	var rows []order.Order
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), order.SortKeys())
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

// numberedOrder returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedOrder(tb testing.TB, n int) order.Order {
	tb.Helper()
	row := parse[order.Order](tb, []string{firstOrder, otherOrder}[n%2])
	row.Number = uuid.MustParse(fmt.Sprintf("00000000-0000-4000-8000-%012d", n))
	if n%3 == 0 {
		row.Attributes = nil
		row.Note = nil
	}
	return row
}

func TestOrders_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newOrders(t)
	created, err := s.Create(t.Context(), parse[order.Order](t, firstOrder))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*order.Order) error {
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

func BenchmarkOrders(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newOrders(b)
		row := parse[order.Order](b, firstOrder)
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
	s := newOrders(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedOrder(b, n))
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
		q, err := page.Parse("sort=-id", order.SortKeys())
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
			if _, err := s.Update(ctx, id, func(*order.Order) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
