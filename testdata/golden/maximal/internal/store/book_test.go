package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/store"
)

func bookTests() resourceSuite[book.Book] {
	return resourceSuite[book.Book]{
		open:     newBooks,
		fields:   book.ListFields(),
		first:    firstBook,
		other:    otherBook,
		numbered: numberedBook,
		unique:   [][]string{{"isbn"}, {"token"}, {"title", "author_id"}},
	}
}

const (
	firstBook = `{"title": "first title", "author_id": 1, "category_id": 1, "labels": ["first labels","other labels"], "isbn": "978-0000000000", "price": "12.5", "pages": 1, "sold": 1, "rating": 1.5, "available": true, "published": "2024-05-17", "reviewed_at": "2024-05-17T08:30:00Z", "token": "9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11", "status": "draft", "blurb": "first blurb", "attributes": {"a":1}, "editor_ids": []}`
	otherBook = `{"title": "other title", "author_id": 2, "category_id": 2, "labels": ["other labels"], "isbn": "978-0000000001", "price": "99.99", "pages": 2, "sold": 2, "rating": 2.25, "available": false, "published": "2025-01-31", "reviewed_at": "2025-01-31T23:59:59Z", "token": "1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60", "status": "USD", "blurb": "other blurb", "attributes": {"a":[true]}, "editor_ids": []}`
)

func TestBooks(t *testing.T) {
	t.Parallel()
	bookTests().run(t)
}

func TestBooks_TitleAuthorID(t *testing.T) {
	t.Parallel()
	bookTests().testTogether(t, "author_id", "title")
}

func numberedBook(tb testing.TB, n int) book.Book {
	tb.Helper()
	row := parse[book.Book](tb, []string{firstBook, otherBook}[n%2])
	row.Title = fmt.Sprintf("title %d", n)
	row.ISBN = new([]string{"978-0000000000", "978-0000000001", "978-0000000002", "978-0000000003", "978-0000000004", "978-0000000005", "978-0000000006", "978-0000000007", "978-0000000008", "978-0000000009"}[n%10])
	row.Token = new(uuid.MustParse(fmt.Sprintf("00000000-0000-4000-8000-%012d", n)))
	if n%3 == 0 {
		row.CategoryID = nil
		row.Labels = nil
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
	equal(t, bookTests().walk(t, s, "author_id=2", 1), want)

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

	err := authors.Delete(t.Context(), 2, always)
	if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrInUse) || !ok || fault.Resource == "" {
		t.Errorf("delete what is referred to: error = %v of %+v, want ErrInUse", err, fault)
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
	equal(t, bookTests().walk(t, s, "category_id=2", 1), want)

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

	err := categories.Delete(t.Context(), 2, always)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range want {
		now, err := s.Get(t.Context(), row.ID)
		if err != nil || now.CategoryID != nil || now.Version != row.Version+1 || now.UpdatedAt.Before(row.UpdatedAt) {
			t.Errorf("delete what is referred to: %v and %+v, want category_id null in the next version", err, now)
		}
	}
}

func TestBooks_EditorIDs(t *testing.T) {
	t.Parallel()
	db := open(t)
	seedAuthors(t, store.NewAuthors(db))
	seedCategories(t, store.NewCategories(db))
	s := store.NewBooks(db)
	with := func(n int, ids ...int64) book.Book {
		row := numberedBook(t, n)
		row.EditorIDs = ids
		return row
	}
	var rows []book.Book
	for n, ids := range [][]int64{{int64(1), int64(2)}, {}, {int64(2), int64(9)}} {
		row, err := s.Create(t.Context(), with(0+n, ids...))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	list := func(filter string) []book.Book {
		return bookTests().walk(t, s, filter, 1)
	}
	equal(t, list("editor_ids=2"), []book.Book{rows[0], rows[2]})
	equal(t, list("sort=-id&editor_ids[in]=1,2&editor_ids=1"), rows[:1])
	_, errCreate := s.Create(t.Context(), with(0+3, int64(1), int64(1000)))
	_, errUpdate := s.Update(t.Context(), rows[0].ID, func(row *book.Book) error {
		row.EditorIDs = []int64{int64(1000)}
		return nil
	})
	for _, err := range []error{errCreate, errUpdate} {
		if fault, ok := faultIn(err); !errors.Is(err, apperr.ErrReference) || !ok || fault.Field != "editor_ids" {
			t.Errorf("link to nobody: error = %v of %+v, want ErrReference of editor_ids", err, fault)
		}
	}
	updated, err := s.Update(t.Context(), rows[0].ID, func(row *book.Book) error {
		row.EditorIDs = []int64{int64(1), int64(9)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := s.Get(t.Context(), updated.ID); err != nil {
		t.Error(err)
	} else {
		equal(t, found, updated)
	}
	if err := store.NewAuthors(db).Delete(t.Context(), int64(9), always); err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]int64{{int64(1)}, {}, {int64(2)}} {
		found, err := s.Get(t.Context(), rows[i].ID)
		if err != nil || !slices.Equal(found.EditorIDs, want) || found.Version != []int64{3, 1, 2}[i] {
			t.Errorf("row %d without what was deleted: %+v, %v", i, found, err)
		}
	}

	if err := s.Delete(t.Context(), rows[0].ID, always); err != nil {
		t.Error(err)
	}
}
