package handler

import (
	"context"

	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
)

// ownedStore is what a finder needs of a store of rows that belong to users.
type ownedStore[T any] interface {
	List(ctx context.Context, whose owner.Scope, q page.Query[T]) (page.Page[T], error)
}

// ownedIn returns a finder of the rows in a store that the principal may see.
func ownedIn[T any](store ownedStore[T], fields page.Fields[T]) finder {
	return finderIn(visible[T]{store}, fields)
}

// visible is a store as the principal sees it.
type visible[T any] struct{ store ownedStore[T] }

func (v visible[T]) List(ctx context.Context, q page.Query[T]) (page.Page[T], error) {
	return v.store.List(ctx, owner.Of(ctx), q)
}
