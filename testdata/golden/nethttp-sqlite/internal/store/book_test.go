package store_test

import (
	"testing"

	"library/internal/book"
	"library/internal/store"
)

func bookSuite() resourceSuite[book.Book] {
	return resourceSuite[book.Book]{
		open:     newBooks,
		keys:     book.SortKeys(),
		first:    firstBook,
		other:    otherBook,
		numbered: numberedBook,
	}
}

const (
	firstBook = `{"title": "first title"}`
	otherBook = `{"title": "other title"}`
)

func TestBooks(t *testing.T) {
	t.Parallel()
	bookSuite().run(t)
}

func numberedBook(tb testing.TB, n int) book.Book {
	tb.Helper()
	row := parse[book.Book](tb, []string{firstBook, otherBook}[n%2])
	return row
}

// seedBooks stores books for others to refer to, with the ids 1 to 9.
func seedBooks(tb testing.TB, s *store.Books) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedBook(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}
