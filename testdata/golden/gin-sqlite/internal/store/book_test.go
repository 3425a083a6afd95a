package store_test

import (
	"fmt"
	"testing"

	"github.com/acme/library/internal/book"
)

func bookTests() resourceSuite[book.Book] {
	return resourceSuite[book.Book]{
		open:     newBooks,
		fields:   book.ListFields(),
		first:    firstBook,
		other:    otherBook,
		numbered: numberedBook,
		unique:   [][]string{{"isbn"}},
	}
}

const (
	firstBook = `{"title": "first title", "price": "12.5", "published": "2024-05-17", "isbn": "first isbn"}`
	otherBook = `{"title": "other title", "price": "99.99", "published": "2025-01-31", "isbn": "other isbn"}`
)

func TestBooks(t *testing.T) {
	t.Parallel()
	bookTests().run(t)
}

func numberedBook(tb testing.TB, n int) book.Book {
	tb.Helper()
	row := parse[book.Book](tb, []string{firstBook, otherBook}[n%2])
	row.ISBN = new(fmt.Sprintf("isbn %d", n))
	if n%3 == 0 {
		row.Price = nil
		row.Published = nil
		row.ISBN = nil
	}
	return row
}
