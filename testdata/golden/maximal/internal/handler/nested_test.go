package handler_test

import (
	"testing"

	"github.com/acme/everything/internal/page"
)

// storeOfOne returns a store with one row.
func storeOfOne[T any](t *testing.T, fields page.Fields[T]) *fakeStore[T] {
	t.Helper()
	fake := &fakeStore[T]{fields: fields}
	_, _ = fake.Create(t.Context(), *new(T))
	return fake
}
