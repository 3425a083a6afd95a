package store_test

import (
	"testing"

	"github.com/acme/notes/internal/store"
)

func newNotes(tb testing.TB) *store.Notes {
	tb.Helper()
	return store.NewNotes()
}
