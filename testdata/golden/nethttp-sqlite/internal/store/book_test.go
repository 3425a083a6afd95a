package store_test

import (
	"testing"

	"library/internal/book"
)

func bookTests() resourceSuite[book.Book, int64] {
	return resourceSuite[book.Book, int64]{
		open:     newBooks,
		fields:   book.ListFields(),
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
	bookTests().run(t)
}

func numberedBook(tb testing.TB, n int) book.Book {
	tb.Helper()
	row := parse[book.Book](tb, []string{firstBook, otherBook}[n%2])
	return row
}

// seedBooks stores books for others to refer to, with the ids 1 to 9.
func seedBooks(tb testing.TB, s resourceStore[book.Book, int64]) {
	tb.Helper()
	for n := range 9 {
		if _, err := s.Create(tb.Context(), numberedBook(tb, n)); err != nil {
			tb.Fatal(err)
		}
	}
}
