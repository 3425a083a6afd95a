package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"library/internal/apperr"
	"library/internal/book"
	"library/internal/page"
)

const (
	firstBook = `{"title": "first title"}`
	otherBook = `{"title": "other title"}`
)

func TestBooksKeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	books := newBooks(t)
	created, err := books.Create(t.Context(), parse[book.Book](t, firstBook))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[book.Book](t, firstBook)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := books.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestBooksUpdate(t *testing.T) {
	t.Parallel()
	books := newBooks(t)
	created, err := books.Create(t.Context(), parse[book.Book](t, firstBook))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[book.Book](t, otherBook)
	updated, err := books.Update(t.Context(), created.ID, func(row *book.Book) error {
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
	_, err = books.Update(t.Context(), created.ID, func(row *book.Book) error {
		*row = created
		return refused
	})
	if !errors.Is(err, refused) {
		t.Errorf("error of a refused change = %v", err)
	}
	found, err := books.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestBooksNotFound(t *testing.T) {
	t.Parallel()
	books := newBooks(t)
	created, err := books.Create(t.Context(), parse[book.Book](t, firstBook))
	if err != nil {
		t.Fatal(err)
	}
	if err := books.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := books.Get(t.Context(), created.ID)
	_, errUpdate := books.Update(t.Context(), created.ID, func(*book.Book) error { return nil })
	errDelete := books.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestBooksPages(t *testing.T) {
	t.Parallel()
	books := newBooks(t)
	for n := range 9 {
		if _, err := books.Create(t.Context(), numberedBook(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for key := range book.SortKeys() {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			up := walkBooks(t, books, key, 100)
			down := walkBooks(t, books, "-"+key, 100)
			for _, limit := range []int{1, 2, 4} {
				equal(t, walkBooks(t, books, key, limit), up)
				equal(t, walkBooks(t, books, "-"+key, limit), down)
			}
			slices.Reverse(down)
			equal(t, down, up)
			if len(up) != 9 {
				t.Errorf("%d rows, want 9", len(up))
			}
		})
	}
}

// walkBooks reads a whole list, page by page.
func walkBooks(t *testing.T, books book.Store, sort string, limit int) []book.Book {
	t.Helper()
	var rows []book.Book
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("sort=%s&limit=%d&cursor=%s", sort, limit, cursor), book.SortKeys())
		if err != nil {
			t.Fatal(err)
		}
		part, err := books.List(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(part.Items) > limit {
			t.Fatalf("page of %d rows, limit is %d", len(part.Items), limit)
		}
		rows = append(rows, part.Items...)
		if cursor = part.NextCursor; cursor == "" {
			return rows
		}
	}
}

// numberedBook returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedBook(t *testing.T, n int) book.Book {
	t.Helper()
	row := parse[book.Book](t, []string{firstBook, otherBook}[n%2])
	return row
}

func TestBooksUpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	books := newBooks(t)
	created, err := books.Create(t.Context(), parse[book.Book](t, firstBook))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := books.Update(t.Context(), created.ID, func(*book.Book) error {
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

func BenchmarkBooks(b *testing.B) {
	books := newBooks(b)
	ctx := context.Background()
	created, err := books.Create(ctx, parse[book.Book](b, firstBook))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Get", func(b *testing.B) {
		for b.Loop() {
			if _, err := books.Get(ctx, created.ID); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Update", func(b *testing.B) {
		for b.Loop() {
			if _, err := books.Update(ctx, created.ID, func(*book.Book) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
