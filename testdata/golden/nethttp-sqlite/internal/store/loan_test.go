package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"library/internal/apperr"
	"library/internal/loan"
	"library/internal/page"
	"library/internal/store"
)

const (
	firstLoan = `{"book_id": 1, "due": "2024-05-17", "returned_at": "2024-05-17T08:30:00Z"}`
	otherLoan = `{"book_id": 2, "due": "2025-01-31", "returned_at": "2025-01-31T23:59:59Z"}`
)

func TestLoans_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newLoans(t)
	created, err := s.Create(t.Context(), parse[loan.Loan](t, firstLoan))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[loan.Loan](t, firstLoan)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestLoans_Update(t *testing.T) {
	t.Parallel()
	s := newLoans(t)
	created, err := s.Create(t.Context(), parse[loan.Loan](t, firstLoan))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[loan.Loan](t, otherLoan)
	updated, err := s.Update(t.Context(), created.ID, func(row *loan.Loan) error {
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
	_, err = s.Update(t.Context(), created.ID, func(row *loan.Loan) error {
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

func TestLoans_NotFound(t *testing.T) {
	t.Parallel()
	s := newLoans(t)
	created, err := s.Create(t.Context(), parse[loan.Loan](t, firstLoan))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*loan.Loan) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestLoans_Pages(t *testing.T) {
	t.Parallel()
	s := newLoans(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedLoan(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range loan.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkLoans(t, s, "sort="+sortKey, 100)
			down := walkLoans(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkLoans(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkLoans(t, s, "sort=-"+sortKey, atMost), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkLoans reads a whole list, page by page.
func walkLoans(t *testing.T, s loan.Store, query string, atMost int) []loan.Loan {
	t.Helper()
	var rows []loan.Loan
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), loan.SortKeys(), loan.References()...)
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

// numberedLoan returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedLoan(tb testing.TB, n int) loan.Loan {
	tb.Helper()
	row := parse[loan.Loan](tb, []string{firstLoan, otherLoan}[n%2])
	if n%3 == 0 {
		row.ReturnedAt = nil
	}
	return row
}

func TestLoans_BookID(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedBooks(t, store.NewBooks(db))
	books, s := store.NewBooks(db), store.NewLoans(db)
	if _, err := s.Create(t.Context(), numberedLoan(t, 0)); err != nil { // on no page below
		t.Fatal(err)
	}
	var want []loan.Loan
	for n := 1; n <= 4; n++ {
		row := numberedLoan(t, n)
		row.BookID = int64(2 - n%2)
		row, err := s.Create(t.Context(), row)
		if err != nil {
			t.Fatal(err)
		}
		if row.BookID == 2 {
			want = append(want, row)
		}
	}
	equal(t, walkLoans(t, s, "book_id=2", 1), want)
	if err := books.Delete(t.Context(), 2); !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("delete what is referred to: error = %v, want ErrConflict", err)
	}

	toNobody := numberedLoan(t, 5)
	toNobody.BookID = int64(1000)
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *loan.Loan) error {
		row.BookID = toNobody.BookID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if !errors.Is(err, apperr.ErrReference) {
			t.Errorf("refer to nobody: error = %v, want ErrReference", err)
		}
	}
}

func TestLoans_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newLoans(t)
	created, err := s.Create(t.Context(), parse[loan.Loan](t, firstLoan))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*loan.Loan) error {
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

func BenchmarkLoans(b *testing.B) {
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newLoans(b)
		row := parse[loan.Loan](b, firstLoan)
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
	s := newLoans(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedLoan(b, n))
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
		q, err := page.Parse("sort=-id", loan.SortKeys())
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
			if _, err := s.Update(ctx, id, func(*loan.Loan) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
