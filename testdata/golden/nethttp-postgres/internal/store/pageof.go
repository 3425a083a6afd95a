package store

import (
	"context"

	"github.com/acme/shop/internal/page"
)

// pageOf makes the page of rows that q asks for, with the total if q asks for that
// and count finds it in time.
func pageOf[T any](ctx context.Context, q page.Query[T], rows []T, count func(ctx context.Context, total *int64) error) (page.Page[T], error) {
	p, err := q.Page(rows)
	if err != nil || !q.Count {
		return p, err
	}
	ctx, cancel := context.WithTimeout(ctx, q.CountTimeout)
	defer cancel()
	var total int64
	err = count(ctx, &total)
	if err == nil {
		p.Total = &total
	}
	if ctx.Err() != nil { // the rows are there all the same
		err = nil
	}
	return p, err
}
