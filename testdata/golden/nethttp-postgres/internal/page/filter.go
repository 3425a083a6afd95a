package page

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

const (
	maxFilters = 20
	maxValues  = 100  // of In
	maxLength  = 1000 // of a value, in bytes
)

// Filter matches rows by the value of a field. A field that is null matches no
// operator but Null.
type Filter struct {
	Field    string
	Operator Operator
	Values   []any // of the type of the field, one unless the operator is In; true or false for Null
}

// Operator is a comparison.
type Operator string

// The operators as queries write them, such as price[gte]=5. Equal has no
// brackets. Text is case-sensitive.
const (
	Equal    Operator = ""
	NotEqual Operator = "ne"
	In       Operator = "in" // values separated by commas
	Less     Operator = "lt"
	AtMost   Operator = "lte"
	Greater  Operator = "gt"
	AtLeast  Operator = "gte"
	Contains Operator = "contains"
	Prefix   Operator = "prefix"
	Null     Operator = "null" // true or false
)

// Exact are the operators of values without a useful order.
func Exact() []Operator { return []Operator{Equal, NotEqual, In} }

// Ordered are the operators of numbers and dates.
func Ordered() []Operator { return append(Exact(), Range()...) }

// Range are the operators of timestamps: hardly anybody asks for an exact one.
func Range() []Operator { return []Operator{Less, AtMost, Greater, AtLeast} }

// Text are the operators of texts.
func Text() []Operator { return append(Exact(), Contains, Prefix) }

// parameters are those of a list besides filters.
func (fs Fields[T]) parameters() []string {
	names := []string{"limit", "sort", "cursor", "count"}
	if len(fs.where(func(f Field[T]) bool { return f.Search })) > 0 {
		names = append(names, "q")
	}
	return names
}

// filters returns the filters in a query.
func (fs Fields[T]) filters(values url.Values) ([]Filter, error) {
	var filters []Filter
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if slices.Contains(fs.parameters(), name) {
			continue
		}
		if len(filters) == maxFilters {
			return nil, refuse("a list takes up to %d filters", maxFilters)
		}
		filter, err := fs.filter(name, values.Get(name))
		if err != nil {
			return nil, err
		}
		filters = append(filters, filter)
	}
	return filters, nil
}

// filter returns the filter that a parameter such as price[gte] asks for.
func (fs Fields[T]) filter(name, text string) (Filter, error) {
	field, suffix, bracketed := strings.Cut(name, "[")
	operator, closed := strings.CutSuffix(suffix, "]")
	operators := fs[field].operators()
	f := Filter{Field: field, Operator: Operator(operator)}
	switch {
	case operators == nil:
		known := strings.Join(fs.where(func(f Field[T]) bool { return f.Filter != nil }), ", ")
		return f, refuse("unknown query parameter %.64q; this route has %s, and filters by %s", name, strings.Join(fs.parameters(), ", "), known)
	case bracketed != closed || bracketed && operator == "" || !slices.Contains(operators, f.Operator):
		return f, refuse("unknown filter %.64q; this route has %s", name, forms(field, operators))
	case f.Operator == Null && text != "true" && text != "false":
		return f, refuse("%s must be true or false", name)
	case f.Operator == Null:
		f.Values = []any{text == "true"}
		return f, nil
	}
	texts := []string{text}
	if f.Operator == In {
		texts = strings.SplitN(text, ",", maxValues+1)
	}
	if len(texts) > maxValues {
		return f, refuse("%s takes up to %d values", name, maxValues)
	}
	for _, text := range texts {
		value, err := fs.parse(field, text)
		if err != nil {
			return f, err
		}
		f.Values = append(f.Values, value)
	}
	return f, nil
}

// forms lists the parameters that filter by a field.
func forms(field string, operators []Operator) string {
	names := make([]string, len(operators))
	for i, o := range operators {
		names[i] = field
		if o != Equal {
			names[i] += "[" + string(o) + "]"
		}
	}
	return strings.Join(names, ", ")
}
