package seed

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/acme/shelf/internal/page"
	"github.com/acme/shelf/internal/strictjson"
	"github.com/acme/shelf/internal/validate"
)

// table stores the rows of a resource.
type table[T any] struct {
	file   string
	rows   Store[T]
	fields page.Fields[T]
	unique [][]string // fields whose values no two rows have in common
	parse  func(data []byte) (T, error)
}

// input is the request body for a T.
type input[T any] interface {
	ApplyTo(to *T, validator *validate.Validator) error
}

// parser returns a function that decodes and validates a row like a request body.
func parser[T any, I input[T]](validator *validate.Validator) func([]byte) (T, error) {
	return func(data []byte) (row T, err error) {
		var in I
		if err := strictjson.Unmarshal(data, &in); err != nil {
			return row, err
		}
		err = in.ApplyTo(&row, validator)
		return row, err
	}
}

func (t *table[T]) name() string { return t.file }

func (t *table[T]) store(ctx context.Context, rows []yaml.Node) (stored int, err error) {
	first, err := t.list(ctx, url.Values{"limit": {"1"}})
	if err != nil {
		return 0, err
	}
	for i := range rows {
		isNew, err := t.storeRow(ctx, &rows[i], len(first.Items) == 0)
		if err != nil {
			return stored, fmt.Errorf("line %d: %w", rows[i].Line, err)
		}
		if isNew {
			stored++
		}
	}
	return stored, nil
}

// storeRow stores a row that is new. One without unique values is new if the
// resource was empty.
func (t *table[T]) storeRow(ctx context.Context, from *yaml.Node, isNew bool) (bool, error) {
	values, err := t.values(from)
	if err != nil {
		return false, err
	}
	for _, fields := range t.unique {
		some := make(object)
		for _, field := range fields {
			if value, ok := values[field]; ok && string(value) != "null" {
				some[field] = value
			}
		}
		if len(some) < len(fields) {
			continue
		}
		found, err := t.matching(ctx, some)
		if err != nil || len(found) > 0 {
			return false, err
		}
		isNew = true
	}
	if !isNew {
		return false, nil
	}
	data, err := json.Marshal(values)
	if err != nil {
		return false, err
	}
	row, err := t.parse(data)
	if err != nil {
		return false, err
	}
	_, err = t.rows.Create(ctx, row)
	return err == nil, err
}

// values returns a row in JSON.
func (t *table[T]) values(from *yaml.Node) (object, error) {
	members, err := membersOf(from)
	if err != nil {
		return nil, err
	}
	values := make(object)
	for name := range members {
		value := members[name]
		if values[name], err = toJSON(&value); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return values, nil
}

// matching returns the rows with some values, of which the store compares those
// that lists can be filtered by.
func (t *table[T]) matching(ctx context.Context, values object) ([]T, error) {
	data, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	var like T
	if err := strictjson.Unmarshal(data, &like); err != nil {
		return nil, err
	}
	want, err := toObject(like)
	if err != nil {
		return nil, err
	}
	query := url.Values{"limit": {strconv.Itoa(page.MaxLimit)}}
	for name, value := range values {
		if slices.Contains(t.fields[name].Filter, page.Equal) && string(value) != "null" {
			query.Set(name, plain(value))
		}
	}
	var found []T
	for {
		rows, err := t.list(ctx, query)
		if err != nil {
			return nil, err
		}
		for _, row := range rows.Items {
			has, err := toObject(row)
			if err != nil {
				return nil, err
			}
			if same(has, want, values) {
				found = append(found, row)
			}
		}
		if rows.NextCursor == "" {
			return found, nil
		}
		query.Set("cursor", rows.NextCursor)
	}
}

func (t *table[T]) list(ctx context.Context, query url.Values) (page.Page[T], error) {
	q, err := page.Parse(query.Encode(), t.fields)
	if err != nil {
		return page.Page[T]{}, err
	}
	return t.rows.List(ctx, q)
}
