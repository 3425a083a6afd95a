package page

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/acme/library/internal/strictjson"
)

// Fields are the fields that a list of T may be sorted or filtered by, with the
// names that they have in JSON. The id is always one of them.
type Fields[T any] map[string]Field[T]

// Field is a field of T.
type Field[T any] struct {
	At       func(*T) any // returns its address in a T
	Sort     bool         // lists can be sorted by it
	Filter   []Operator   // lists can be filtered by it with these, and with Null if it may be null
	Values   []string     // if not nil, the only ones that it can have
	AsString bool         // JSON has it as a string, although it is a number
}

// value returns the value of the field in row, nil if it is null.
func (f Field[T]) value(row *T) any {
	v := reflect.ValueOf(f.At(row)).Elem()
	if v.Kind() != reflect.Pointer {
		return v.Interface()
	}
	if v.IsNil() {
		return nil
	}
	return v.Elem().Interface()
}

// operators are those that a filter by the field may have.
func (f Field[T]) operators() []Operator {
	if f.Filter != nil && reflect.TypeOf(f.At(new(T))).Elem().Kind() == reflect.Pointer {
		return append(slices.Clip(f.Filter), Null)
	}
	return f.Filter
}

// where returns the names of the fields for which is holds.
func (fs Fields[T]) where(is func(Field[T]) bool) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(fs)), func(name string) bool { return !is(fs[name]) })
}

// parse parses a value of a field from a query as strictly as from a body.
func (fs Fields[T]) parse(name, text string) (any, error) {
	f := fs[name]
	switch {
	case len(text) > maxLength:
		return nil, refuse("%s: a value may have up to %d bytes", name, maxLength)
	case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
		return nil, refuse("%s: a value must be UTF-8 without NUL", name)
	case f.Values != nil && !slices.Contains(f.Values, text):
		return nil, refuse("%s must be one of %s", name, strings.Join(f.Values, ", "))
	}
	var row T
	object, err := json.Marshal(map[string]any{name: f.literal(text)})
	if err != nil {
		return nil, fmt.Errorf("encode filter: %w", err)
	}
	if err := strictjson.Unmarshal(object, &row); err != nil {
		return nil, err
	}
	return f.value(&row), nil
}

// literal returns what stands for text in JSON: a number, true or false if the
// field takes them, otherwise a string.
func (f Field[T]) literal(text string) any {
	if f.AsString {
		return text
	}
	t := reflect.TypeOf(f.At(new(T))).Elem()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	kinds := []reflect.Kind{reflect.Bool, reflect.Int32, reflect.Int64, reflect.Float64}
	if slices.Contains(kinds, t.Kind()) && json.Valid([]byte(text)) && text != "null" && strings.TrimSpace(text) == text {
		return json.RawMessage(text)
	}
	return text
}
