package openapi

import (
	"maps"
	"slices"
)

// object is a JSON object with ordered members.
type object []member

type member struct {
	name  string
	value any // object, []any, string, bool, int, int64 or float64
}

// set appends a member.
func (o object) set(name string, value any) object { return append(o, member{name, value}) }

// add appends a member unless its value is empty.
func (o object) add(name string, value any) object {
	switch v := value.(type) {
	case string:
		if v == "" {
			return o
		}
	case bool:
		if !v {
			return o
		}
	case []any:
		if len(v) == 0 {
			return o
		}
	case object:
		if len(v) == 0 {
			return o
		}
	}
	return o.set(name, value)
}

// addValue appends a member unless its value is nil.
func (o object) addValue(name string, value any) object {
	if value == nil {
		return o
	}
	return o.set(name, value)
}

// byName returns an object with a member for each value, sorted by name.
func byName[T any](values map[string]T, lay func(T) object) object {
	var o object
	for _, name := range slices.Sorted(maps.Keys(values)) {
		o = o.set(name, lay(values[name]))
	}
	return o
}

func list[T any](values []T, lay func(T) any) []any {
	var out []any
	for _, v := range values {
		out = append(out, lay(v))
	}
	return out
}

func texts(values []string) []any { return list(values, func(s string) any { return s }) }
