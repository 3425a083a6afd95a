package seed

import (
	"context"
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v4"
)

// reference is a field that refers to another row, the one with some values.
type reference struct {
	field string // with the id
	find  func(ctx context.Context, values *yaml.Node) (json.RawMessage, error)
}

// refer returns a reference to one of the rows of a resource.
func refer[T any](field string, s source, rows func(source) *table[T]) reference {
	return reference{field, func(ctx context.Context, values *yaml.Node) (json.RawMessage, error) {
		return rows(s).find(ctx, values)
	}}
}

// find returns the id of the row with some values.
func (t *table[T]) find(ctx context.Context, from *yaml.Node) (json.RawMessage, error) {
	values, err := t.values(ctx, from)
	if err != nil {
		return nil, err
	}
	found, err := t.matching(ctx, values)
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%d rows have these values", len(found))
	}
	return json.Marshal(t.fields["id"].At(&found[0]))
}
