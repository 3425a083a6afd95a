package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/store"
)

const (
	firstBook = `{"title": "first title", "price": "12.5", "isbn": "first isbn", "author_id": 1}`
	otherBook = `{"title": "other title", "price": "99.99", "isbn": "other isbn", "author_id": 2}`
)

func TestBooks_KeepWhatTheyAreGiven(t *testing.T) {
	t.Parallel()
	s := newBooks(t)
	created, err := s.Create(t.Context(), parse[book.Book](t, firstBook))
	if err != nil {
		t.Fatal(err)
	}
	if created.ID < 1 || created.CreatedAt.IsZero() || created.UpdatedAt != created.CreatedAt {
		t.Errorf("created with id %d at %v, updated at %v", created.ID, created.CreatedAt, created.UpdatedAt)
	}
	want := parse[book.Book](t, firstBook)
	want.ID, want.CreatedAt, want.UpdatedAt = created.ID, created.CreatedAt, created.UpdatedAt
	equal(t, created, want)
	found, err := s.Get(t.Context(), created.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, found, want)
}

func TestBooks_Update(t *testing.T) {
	t.Parallel()
	s := newBooks(t)
	created, err := s.Create(t.Context(), parse[book.Book](t, firstBook))
	if err != nil {
		t.Fatal(err)
	}
	want := parse[book.Book](t, otherBook)
	updated, err := s.Update(t.Context(), created.ID, func(row *book.Book) error {
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
	_, err = s.Update(t.Context(), created.ID, func(row *book.Book) error {
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

func TestBooks_NotFound(t *testing.T) {
	t.Parallel()
	s := newBooks(t)
	created, err := s.Create(t.Context(), parse[book.Book](t, firstBook))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(t.Context(), created.ID); err != nil {
		t.Fatal(err)
	}
	_, errGet := s.Get(t.Context(), created.ID)
	_, errUpdate := s.Update(t.Context(), created.ID, func(*book.Book) error { return nil })
	errDelete := s.Delete(t.Context(), created.ID)
	for _, err := range []error{errGet, errUpdate, errDelete} {
		if !errors.Is(err, apperr.ErrNotFound) {
			t.Errorf("error = %v, want ErrNotFound", err)
		}
	}
}

func TestBooks_Conflict(t *testing.T) {
	t.Parallel()
	s := newBooks(t)
	var rows []book.Book
	for n := range 3 { // the first may have nulls, which are equal to nothing
		row, err := s.Create(t.Context(), numberedBook(t, n))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	_, err := s.Create(t.Context(), rows[1])
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("create twice: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[2].ID, func(row *book.Book) error {
		*row = rows[1]
		row.ID = rows[2].ID
		return nil
	})
	if !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("update to what is taken: error = %v, want ErrConflict", err)
	}
	_, err = s.Update(t.Context(), rows[1].ID, func(*book.Book) error { return nil })
	if err != nil {
		t.Errorf("update to what it is: %v", err)
	}
}

func TestBooks_Pages(t *testing.T) {
	t.Parallel()
	s := newBooks(t)
	for n := range 9 {
		if _, err := s.Create(t.Context(), numberedBook(t, n)); err != nil {
			t.Fatal(err)
		}
	}
	for sortKey := range book.SortKeys() {
		t.Run(sortKey, func(t *testing.T) {
			t.Parallel()
			up := walkBooks(t, s, "sort="+sortKey, 100)
			down := walkBooks(t, s, "sort=-"+sortKey, 100)
			for _, atMost := range []int{1, 4} {
				equal(t, walkBooks(t, s, "sort="+sortKey, atMost), up)
				equal(t, walkBooks(t, s, "sort=-"+sortKey, atMost), down)
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
func walkBooks(t *testing.T, s book.Store, query string, atMost int) []book.Book {
	t.Helper()
	var rows []book.Book
	for cursor := ""; ; {
		q, err := page.Parse(fmt.Sprintf("%s&limit=%d&cursor=%s", query, atMost, cursor), book.SortKeys(), book.References()...)
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

// numberedBook returns rows with many equal values and nulls, but none equal
// where the values must be unique.
func numberedBook(tb testing.TB, n int) book.Book {
	tb.Helper()
	row := parse[book.Book](tb, []string{firstBook, otherBook}[n%2])
	row.ISBN = new(fmt.Sprintf("isbn %d", n))
	if n%3 == 0 {
		row.Price = nil
		row.ISBN = nil
		row.AuthorID = nil
	}
	return row
}

func TestBooks_AuthorID(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedAuthors(t, store.NewAuthors(db))
	authors, s := store.NewAuthors(db), store.NewBooks(db)
	if _, err := s.Create(t.Context(), numberedBook(t, 0)); err != nil { // on no page below
		t.Fatal(err)
	}
	var want []book.Book
	for n := 1; n <= 4; n++ {
		row := numberedBook(t, n)
		row.AuthorID = new(int64(2 - n%2))
		row, err := s.Create(t.Context(), row)
		if err != nil {
			t.Fatal(err)
		}
		if *row.AuthorID == 2 {
			want = append(want, row)
		}
	}
	equal(t, walkBooks(t, s, "author_id=2", 1), want)
	if err := authors.Delete(t.Context(), 2); !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("delete what is referred to: error = %v, want ErrConflict", err)
	}

	toNobody := numberedBook(t, 5)
	toNobody.AuthorID = new(int64(1000))
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *book.Book) error {
		row.AuthorID = toNobody.AuthorID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if !errors.Is(err, apperr.ErrReference) {
			t.Errorf("refer to nobody: error = %v, want ErrReference", err)
		}
	}
}

func TestBooks_UpdatesTakeTurns(t *testing.T) {
	t.Parallel()
	s := newBooks(t)
	created, err := s.Create(t.Context(), parse[book.Book](t, firstBook))
	if err != nil {
		t.Fatal(err)
	}
	var inside atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := s.Update(t.Context(), created.ID, func(*book.Book) error {
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
	ctx := b.Context()
	b.Run("CreateAndDelete", func(b *testing.B) {
		s := newBooks(b)
		row := parse[book.Book](b, firstBook)
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
	s := newBooks(b)
	var id int64
	for n := range 9 {
		created, err := s.Create(ctx, numberedBook(b, n))
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
		q, err := page.Parse("sort=-id", book.SortKeys())
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
			if _, err := s.Update(ctx, id, func(*book.Book) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
