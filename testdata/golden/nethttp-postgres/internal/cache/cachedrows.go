package cache

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/page"
)

// raiseTimeout bounds a call that raises generations.
const raiseTimeout = time.Second

// cachedRows is the part of a cache that has the rows of one resource, of type T with ids
// of type ID, and their lists.
type cachedRows[T, ID any] struct {
	*Cache
	name      string // of the resource, and of the generation of its lists
	ttl       time.Duration
	others    []string // resources whose rows change when one of these is deleted or restored
	row, page uint64   // shapes
}

func newCachedRows[T, ID any](c *Cache, name string, ttl time.Duration, others ...string) cachedRows[T, ID] {
	return cachedRows[T, ID]{
		Cache: c, name: name, ttl: ttl, others: others,
		row: shapeOf(reflect.TypeFor[T]()), page: shapeOf(reflect.TypeFor[page.Page[T]]()),
	}
}

// get returns the row with an id.
func (t cachedRows[T, ID]) get(ctx context.Context, id ID, read func(ctx context.Context) (T, error)) (T, error) {
	row := rowGeneration(t.name, id)
	return cachedRead[T]{
		Cache: t.Cache, key: row, generations: []string{row, allGeneration(t.name)},
		shape: t.row, ttl: t.ttl, read: read,
	}.fetch(ctx)
}

// list returns a page of a list.
func (t cachedRows[T, ID]) list(ctx context.Context, q page.Query[T], read func(ctx context.Context) (page.Page[T], error)) (page.Page[T], error) {
	key, err := q.Key()
	if err != nil { // a value that has no form in JSON
		return read(ctx)
	}
	return cachedRead[page.Page[T]]{
		Cache: t.Cache, key: t.name + "?" + key, generations: []string{t.name, allGeneration(t.name)},
		shape: t.page, ttl: t.ttl, read: read,
		partial: func(p page.Page[T]) bool { return q.Count && p.Total == nil },
	}.fetch(ctx)
}

// rowGeneration returns the name of the generation of a row.
func rowGeneration(resource string, id any) string { return fmt.Sprint(resource, ":", id) }

// allGeneration returns the name of the generation of everything of a resource.
func allGeneration(resource string) string { return resource + ":*" }

// changed invalidates rows and all lists after a call that was to change the rows,
// even if it has failed: somebody else may have changed them, and what the caller
// reads again must be new. After an error that leaves open what has been written,
// everything of the resource is invalid.
func (t cachedRows[T, ID]) changed(ctx context.Context, err error, ids ...ID) {
	generations := t.generations(err, ids)
	t.raise(ctx, generations...)
}

// deletedOrRestored is changed for a call that was to delete or restore the rows.
func (t cachedRows[T, ID]) deletedOrRestored(ctx context.Context, err error, ids ...ID) {
	generations := t.generations(err, ids)
	for _, other := range t.others {
		generations = append(generations, allGeneration(other))
	}
	t.raise(ctx, generations...)
}

// generations returns the names of those that a call raises.
func (t cachedRows[T, ID]) generations(err error, ids []ID) []string {
	if err != nil && !refused(err) {
		return []string{allGeneration(t.name)}
	}
	names := []string{t.name}
	for _, id := range ids {
		names = append(names, rowGeneration(t.name, id))
	}
	return names
}

// refused reports whether an error means that nothing has been written.
func refused(err error) bool {
	for _, reason := range []error{apperr.ErrNotFound, apperr.ErrConflict, apperr.ErrReference, apperr.ErrInUse, apperr.ErrPreconditionFailed} {
		if errors.Is(err, reason) {
			return true
		}
	}
	_, invalid := errors.AsType[*apperr.Invalid](err)
	return invalid
}

// raise raises generations, whether or not the caller has left meanwhile.
func (c *Cache) raise(ctx context.Context, generations ...string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), raiseTimeout)
	defer cancel()
	if err := c.backend.Raise(ctx, generations...); err != nil {
		c.counts.errors.Add(1)
	}
}
