package handler_test

import (
	"testing"

	"github.com/acme/notes/internal/page"
)

// ownedStoreOfOne returns a store with one row that belongs to the admin that tests
// are.
func ownedStoreOfOne[T any](t *testing.T, fields page.Fields[T], owner string) ownedStore[T] {
	t.Helper()
	fake := &fakeStore[T]{fields: fields, owner: owner}
	_, _ = fake.Create(t.Context(), *new(T))
	return ownedStore[T]{fake}
}
