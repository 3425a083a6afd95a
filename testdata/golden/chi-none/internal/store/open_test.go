package store_test

import (
	"testing"

	"github.com/acme/shelf/internal/store"
)

func newBookReviews(tb testing.TB) *store.BookReviews {
	tb.Helper()
	return store.NewBookReviews()
}

func newNotes(tb testing.TB) *store.Notes {
	tb.Helper()
	return store.NewNotes()
}
