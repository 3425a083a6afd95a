package store_test

import (
	"testing"

	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/note"
	"github.com/acme/shelf/internal/store"
)

func newBookReviews(tb testing.TB) resourceStore[bookreview.BookReview] {
	tb.Helper()
	return store.NewBookReviews()
}

func newNotes(tb testing.TB) resourceStore[note.Note] {
	tb.Helper()
	return store.NewNotes()
}
