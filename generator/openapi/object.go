package openapi

import (
	"maps"
	"slices"
)

// object is a JSON object whose members are in order.
type object []member

type member struct {
	name  string
	value any // object, []any, string, bool, int, int64 or float64
}

// set adds a member.
func (o object) set(name string, value any) object { return append(o, member{name, value}) }

// add adds a member unless it is empty.
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

// addValue adds a member unless there is no value; an empty one is a value.
func (o object) addValue(name string, value any) object {
	if value == nil {
		return o
	}
	return o.set(name, value)
}

// byName is an object with a member for each value, in the order of the names.
func byName[T any](values map[string]T, print func(T) object) object {
	var o object
	for _, name := range slices.Sorted(maps.Keys(values)) {
		o = o.set(name, print(values[name]))
	}
	return o
}

func list[T any](values []T, print func(T) any) []any {
	var out []any
	for _, v := range values {
		out = append(out, print(v))
	}
	return out
}

func texts(values []string) []any { return list(values, func(s string) any { return s }) }
