package handler

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/page"
)

// finder finds rows by their ids. It returns nil for an id without a row.
type finder func(ctx context.Context, ids []any) (map[any]any, error)

// finderIn returns a finder of rows in a store.
func finderIn[T any](store interface {
	List(ctx context.Context, q page.Query[T]) (page.Page[T], error)
}, fields page.Fields[T]) finder {
	return func(ctx context.Context, ids []any) (map[any]any, error) {
		rows := make(map[any]any, len(ids))
		for _, id := range ids {
			rows[id] = nil
		}
		if len(rows) == 0 {
			return rows, nil
		}
		q := page.WithIDs(slices.Collect(maps.Keys(rows)), fields)
		found, err := store.List(ctx, q)
		for _, row := range found.Items {
			rows[q.Value(&row, "id")] = row
		}
		return rows, err
	}
}

// include returns rows with what they refer to by the names. For each name a
// finder is called once, not once a row.
func include[T any](ctx context.Context, names []string, rows []T, fields page.Fields[T], finders map[string]finder) ([]any, error) {
	all, more := make([]any, len(rows)), make([]map[string]any, len(rows))
	for i, row := range rows {
		all[i] = row
		if len(names) > 0 {
			more[i] = map[string]any{}
			all[i] = extended{row, more[i]}
		}
	}
	for _, name := range names {
		var ids []any
		for i := range rows {
			related, _ := fields.Related(&rows[i], name)
			ids = append(ids, related...)
		}
		found, err := finders[name](ctx, ids)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			related, many := fields.Related(&rows[i], name)
			more[i][name] = pick(found, related, many)
		}
	}
	return all, nil
}

// pick returns the rows with the ids: a list if there may be several, or else one
// or nil.
func pick(found map[any]any, ids []any, many bool) any {
	rows := []any{} // an empty list in JSON, not null
	for _, id := range ids {
		if row := found[id]; row != nil {
			rows = append(rows, row)
		}
	}
	switch {
	case many:
		return rows
	case len(rows) == 0:
		return nil
	}
	return rows[0]
}

// extended is a row with more fields in JSON.
type extended struct {
	row  any
	more map[string]any
}

// MarshalJSON writes the fields after those of the row.
func (e extended) MarshalJSON() ([]byte, error) {
	row, err := json.Marshal(e.row)
	if err != nil {
		return nil, err
	}
	more, err := json.Marshal(e.more)
	if err != nil {
		return nil, err
	}
	row[len(row)-1] = ','
	return append(row, more[1:]...), nil
}

// respondIncluding sends a row with what it includes, without an ETag, because its
// version does not cover that.
func respondIncluding(c *gin.Context, names []string, version int64, data any) {
	if len(names) == 0 {
		respondFound(c, version, data)
		return
	}
	respond(c, http.StatusOK, data)
}
