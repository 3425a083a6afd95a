package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/acme/ledger/internal/apperr"
	"github.com/acme/ledger/internal/customer"
	"github.com/acme/ledger/internal/page"
)

const (
	firstCustomer = `{"name": "first name", "email": "first email", "vip": true}`
	otherCustomer = `{"name": "other name", "email": "other email", "vip": false}`
)

func TestCustomers_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newCustomers(t)
	created, err := s.Create(t.Context(), parse[customer.Customer](t, firstCustomer))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[customer.Customer](t, firstCustomer)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestCustomers_Update(t *testing.T) {
	t.Parallel()
	s := newCustomers(t)
	created, err := s.Create(t.Context(), parse[customer.Customer](t, firstCustomer))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[customer.Customer](t, otherCustomer)
	updated, err := s.Update(t.Context(), created.ID, func(row *customer.Customer) error {
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
	_, err = s.Update(t.Context(), created.ID, func(row *customer.Customer) error {
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

func TestCustomers_NotFound(t *testing.T) {
	t.Parallel()
	s := newCustomers(t)
	created, err := s.Create(t.Context(), parse[customer.Customer](t, firstCustomer))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*customer.Customer) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestCustomers_Conflict(t *testing.T) {
	t.Parallel()
	s := newCustomers(t)
	var rows []customer.Customer
	for n := range 3 { // the first may have nulls, which are equal to nothing
		row, err := s.Create(t.Context(), numberedCustomer(t, n))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	_, err := s.Create(t.Context(), rows[1])
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("create twice: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[2].ID, func(row *customer.Customer) error {
		*row = rows[1]
		row.ID = rows[2].ID
		return nil
	})
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("update to what is taken: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[1].ID, func(*customer.Customer) error { return nil })
	if err != nil {
		t.Errorf("update to what it is: %v", err)
	}
}

func TestCustomers_Pages(t *testing.T) {
	t.Parallel()
	s := newCustomers(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedCustomer(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range customer.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkCustomers(t, s, "sort="+sortKey, 100)
			down := walkCustomers(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkCustomers(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkCustomers(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkCustomers reads a whole list, page by page.
func walkCustomers(t *testing.T, s customer.Store, query string, atMost int) []customer.Customer {
	t.Helper()
	var rows []customer.Customer
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), customer.SortKeys())
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

// numberedCustomer returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedCustomer(tb testing.TB, n int) customer.Customer {
	tb.Helper()
	row := parse[customer.Customer](tb, []string{firstCustomer, otherCustomer}[n%2])
	row.Email = fmt.Sprintf("email %d", n)
	return row
}

func TestCustomers_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newCustomers(t)
	created, err := s.Create(t.Context(), parse[customer.Customer](t, firstCustomer))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*customer.Customer) error {
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

func BenchmarkCustomers(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newCustomers(b)
		row := parse[customer.Customer](b, firstCustomer)
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
	s := newCustomers(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedCustomer(b, n))
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
		q, err := page.Parse("sort=-id", customer.SortKeys())
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
			if _, err := s.Update(ctx, id, func(*customer.Customer) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
