package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/page"
	"github.com/acme/shop/internal/product"
)

const (
	firstProduct = `{"name": "first name", "sku": "first sku", "price": "12.5", "stock": 0}`
	otherProduct = `{"name": "other name", "sku": "other sku", "price": "99.99", "stock": 1}`
)

func TestProducts_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newProducts(t)
	created, err := s.Create(t.Context(), parse[product.Product](t, firstProduct))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[product.Product](t, firstProduct)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestProducts_Update(t *testing.T) {
	t.Parallel()
	s := newProducts(t)
	created, err := s.Create(t.Context(), parse[product.Product](t, firstProduct))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[product.Product](t, otherProduct)
	updated, err := s.Update(t.Context(), created.ID, func(row *product.Product) error {
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
	_, err = s.Update(t.Context(), created.ID, func(row *product.Product) error {
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

func TestProducts_NotFound(t *testing.T) {
	t.Parallel()
	s := newProducts(t)
	created, err := s.Create(t.Context(), parse[product.Product](t, firstProduct))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*product.Product) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestProducts_Conflict(t *testing.T) {
	t.Parallel()
	s := newProducts(t)
	var rows []product.Product
	for n := range 3 { // the first may have nulls, which are equal to nothing
		row, err := s.Create(t.Context(), numberedProduct(t, n))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	_, err := s.Create(t.Context(), rows[1])
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("create twice: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[2].ID, func(row *product.Product) error {
		*row = rows[1]
		row.ID = rows[2].ID
		return nil
	})
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("update to what is taken: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[1].ID, func(*product.Product) error { return nil })
	if err != nil {
		t.Errorf("update to what it is: %v", err)
	}
}

func TestProducts_Pages(t *testing.T) {
	t.Parallel()
	s := newProducts(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedProduct(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range product.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkProducts(t, s, "sort="+sortKey, 100)
			down := walkProducts(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkProducts(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkProducts(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkProducts reads a whole list, page by page.
func walkProducts(t *testing.T, s product.Store, query string, atMost int) []product.Product {
	t.Helper()
	var rows []product.Product
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), product.SortKeys())
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

// numberedProduct returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedProduct(tb testing.TB, n int) product.Product {
	tb.Helper()
	row := parse[product.Product](tb, []string{firstProduct, otherProduct}[n%2])
	row.SKU = fmt.Sprintf("sku %d", n)
	return row
}

func TestProducts_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newProducts(t)
	created, err := s.Create(t.Context(), parse[product.Product](t, firstProduct))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*product.Product) error {
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

func BenchmarkProducts(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newProducts(b)
		row := parse[product.Product](b, firstProduct)
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
	s := newProducts(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedProduct(b, n))
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
		q, err := page.Parse("sort=-id", product.SortKeys())
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
			if _, err := s.Update(ctx, id, func(*product.Product) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
