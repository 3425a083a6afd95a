package handler_test

import (
	"testing"

	"library/internal/page"
)

// storeOfOne returns a store with one row.
func storeOfOne[T any, ID comparable](t *testing.T, fields page.Fields[T]) *fakeStore[T, ID] {
	t.Helper()
	fake := &fakeStore[T, ID]{fields: fields}
	_, _ = fake.Create(t.Context(), *new(T))
	return fake
}
