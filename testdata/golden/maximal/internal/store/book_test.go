package store_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/store"
)

func bookSuite() resourceSuite[book.Book] {
	return resourceSuite[book.Book]{
		open:       newBooks,
		keys:       book.SortKeys(),
		references: book.References(),
		first:      firstBook,
		other:      otherBook,
		numbered:   numberedBook,
		unique:     []string{"isbn", "token"},
	}
}

const (
	firstBook = `{"title": "first title", "author_id": 1, "category_id": 1, "isbn": "first isbn", "price": "12.5", "pages": 1, "sold": 1, "rating": 1.5, "available": true, "published": "2024-05-17", "reviewed_at": "2024-05-17T08:30:00Z", "token": "9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11", "status": "draft", "blurb": "first blurb", "attributes": {"a":1}}`
	otherBook = `{"title": "other title", "author_id": 2, "category_id": 2, "isbn": "other isbn", "price": "99.99", "pages": 2, "sold": 2, "rating": 2.25, "available": false, "published": "2025-01-31", "reviewed_at": "2025-01-31T23:59:59Z", "token": "1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60", "status": "published", "blurb": "other blurb", "attributes": {"a":[true]}}`
)

func TestBooks(t *testing.T) {
	t.Parallel()
	bookSuite().run(t)
}

func numberedBook(tb testing.TB, n int) book.Book {
	tb.Helper()
	row := parse[book.Book](tb, []string{firstBook, otherBook}[n%2])
	row.ISBN = new(fmt.Sprintf("isbn %d", n))
	row.Token = new(uuid.MustParse(fmt.Sprintf("00000000-0000-4000-8000-%012d", n)))
	if n%3 == 0 {
		row.CategoryID = nil
		row.ISBN = nil
		row.Price = nil
		row.Pages = nil
		row.Rating = nil
		row.Published = nil
		row.ReviewedAt = nil
		row.Token = nil
		row.Blurb = nil
		row.Attributes = nil
	}
	return row
}

func TestBooks_AuthorID(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedAuthors(t, store.NewAuthors(db))
	seedCategories(t, store.NewCategories(db))
	authors, s := store.NewAuthors(db), store.NewBooks(db)
	if _, err := s.Create(t.Context(), numberedBook(t, 0)); err != nil { // on no page below
		t.Fatal(err)
	}
	var want []book.Book
	for n := 1; n <= 4; n++ {
		row := numberedBook(t, n)
		row.AuthorID = int64(2 - n%2)
		row, err := s.Create(t.Context(), row)
		if err != nil {
			t.Fatal(err)
		}
		if row.AuthorID == 2 {
			want = append(want, row)
		}
	}
	equal(t, bookSuite().walk(t, s, "author_id=2", 1), want)
	err := authors.Delete(t.Context(), 2, always)
	if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrInUse) || !ok || fault.Resource == "" {
		t.Errorf("delete what is referred to: error = %v of %+v, want ErrInUse", err, fault)
	}

	toNobody := numberedBook(t, 5)
	toNobody.AuthorID = int64(1000)
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *book.Book) error {
		row.AuthorID = toNobody.AuthorID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrReference) || !ok || fault.Field != "author_id" {
			t.Errorf("refer to nobody: error = %v of %+v, want ErrReference of author_id", err, fault)
		}
	}
}

func TestBooks_CategoryID(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedAuthors(t, store.NewAuthors(db))
	seedCategories(t, store.NewCategories(db))
	categories, s := store.NewCategories(db), store.NewBooks(db)
	if _, err := s.Create(t.Context(), numberedBook(t, 0)); err != nil { // on no page below
		t.Fatal(err)
	}
	var want []book.Book
	for n := 1; n <= 4; n++ {
		row := numberedBook(t, n)
		row.CategoryID = new(int64(2 - n%2))
		row, err := s.Create(t.Context(), row)
		if err != nil {
			t.Fatal(err)
		}
		if *row.CategoryID == 2 {
			want = append(want, row)
		}
	}
	equal(t, bookSuite().walk(t, s, "category_id=2", 1), want)
	err := categories.Delete(t.Context(), 2, always)
	if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrInUse) || !ok || fault.Resource == "" {
		t.Errorf("delete what is referred to: error = %v of %+v, want ErrInUse", err, fault)
	}

	toNobody := numberedBook(t, 5)
	toNobody.CategoryID = new(int64(1000))
	_, errCreate := s.Create(t.Context(), toNobody)
	_, errUpdate := s.Update(t.Context(), want[0].ID, func(row *book.Book) error {
		row.CategoryID = toNobody.CategoryID
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrReference) || !ok || fault.Field != "category_id" {
			t.Errorf("refer to nobody: error = %v of %+v, want ErrReference of category_id", err, fault)
		}
	}
}
