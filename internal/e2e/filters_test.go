package e2e

import (
	"net/url"
	"slices"
	"strings"
)

// operators are those of filters by kinds of fields, besides null.
var operators = map[string][]string{
	"string": textual, "text": textual, "int": ordered, "bigint": ordered, "float": ordered, "decimal": ordered, "price": ordered, "time": ordered, "date": ordered,
	"bool": exactly, "uuid": exactly, "enum": exactly, "ref": exactly,
}

var (
	exactly = []string{"", "ne", "in"}
	ordered = []string{"", "ne", "in", "lt", "lte", "gt", "gte"}
	textual = []string{"", "ne", "in", "contains", "prefix"}
)

// readFiltered reads a list with filters and an order at random, page by page, and
// compares it with the rows that pass, sorted.
func (f *fuzzer) readFiltered() {
	f.t.Helper()
	var keys []sortKey
	sortable := f.sortable()
	for range 1 + f.rand.IntN(3) {
		key := sortKey{sortable[f.rand.IntN(len(sortable))], f.rand.IntN(2) == 0}
		if !slices.ContainsFunc(keys, func(k sortKey) bool { return k.name == key.name }) {
			keys = append(keys, key)
		}
	}
	filters := url.Values{}
	var passes []func(stored) bool
	for range f.rand.IntN(4) {
		if name, value, pass := f.filter(); name != "" && !filters.Has(name) {
			filters.Set(name, value)
			passes = append(passes, pass)
		}
	}
	if f.rand.IntN(4) == 0 {
		text := part("aAbBzZäÄ 0é😀%_", f.rand.IntN(3), f.rand.IntN(2) == 0)
		filters.Set("q", text)
		passes = append(passes, func(row stored) bool { return f.finds(row, text) })
	}
	want := f.sorted(keys, func(row stored) bool {
		return !slices.ContainsFunc(passes, func(pass func(stored) bool) bool { return !pass(row) })
	})
	f.compareList(keys, filters, []int{2, 5, 100}[f.rand.IntN(3)], want)
}

// searched reports whether lists are searched for a text in the field.
func (f valueField) searched() bool { return f.name == "string_b" || f.name == "text_a" }

// finds reports whether a search for a text finds a row.
func (f *fuzzer) finds(row stored, text string) bool {
	return slices.ContainsFunc(f.fields, func(field valueField) bool {
		value := row[field.name]
		return field.searched() && value != null && strings.Contains(strings.ToLower(value), strings.ToLower(text))
	}) || text == ""
}

// longestValue is the longest value, in bytes, that filters are tried with. URLs
// are limited.
const longestValue = 300

// filter returns a filter at random and what it does. The name is "" if there is
// no suitable value.
func (f *fuzzer) filter() (name, value string, pass func(stored) bool) {
	fields := slices.DeleteFunc(slices.Clone(f.fields), func(field valueField) bool {
		return !field.filtered && !field.unique && field.kind.name != "ref"
	})
	field := fields[f.rand.IntN(len(fields))]
	if !field.required && f.rand.IntN(6) == 0 {
		isNull := f.rand.IntN(2) == 0
		return field.name + "[null]", map[bool]string{true: "true", false: "false"}[isNull], func(row stored) bool {
			return (row[field.name] == null) == isNull
		}
	}
	operator := f.pick(operators[field.kind.name])
	n := 1
	if operator == "in" {
		n += f.rand.IntN(4)
	}
	var values, normal []string
	for range n {
		literal := f.good(field)
		text := literal
		if strings.HasPrefix(literal, `"`) {
			text = unquote(literal)
		}
		if operator == "contains" || operator == "prefix" {
			text = part(text, f.rand.IntN(4), operator == "prefix")
		}
		if field.kind.name == "ref" && strings.ContainsAny(text, ".e") { // not a whole number in a query
			return "", "", nil
		}
		if len(text) > longestValue || operator == "in" && strings.Contains(text, ",") {
			return "", "", nil
		}
		values = append(values, text)
		if operator == "contains" || operator == "prefix" {
			normal = append(normal, text)
		} else {
			normal = append(normal, field.normal(literal))
		}
	}
	name = field.name
	if operator != "" {
		name += "[" + operator + "]"
	}
	return name, strings.Join(values, ","), func(row stored) bool {
		got := row[field.name]
		if got == null {
			return false
		}
		switch operator {
		case "ne":
			return got != normal[0]
		case "contains":
			return strings.Contains(got, normal[0])
		case "prefix":
			return strings.HasPrefix(got, normal[0])
		case "lt":
			return field.compare(got, normal[0]) < 0
		case "lte":
			return field.compare(got, normal[0]) <= 0
		case "gt":
			return field.compare(got, normal[0]) > 0
		case "gte":
			return field.compare(got, normal[0]) >= 0
		}
		return slices.Contains(normal, got)
	}
}

// part returns the first n characters of a text, or some within it.
func part(text string, n int, prefix bool) string {
	characters := []rune(text)
	if prefix {
		return string(characters[:min(n, len(characters))])
	}
	begin := len(characters) / 2
	return string(characters[begin:min(begin+n, len(characters))])
}

// hostileFilter returns a filter that a list should refuse, or none of whose
// values may do harm.
func (f *fuzzer) hostileFilter() string {
	field := f.fields[f.rand.IntN(len(f.fields))]
	operator := f.pick([]string{"", "[ne]", "[in]", "[lt]", "[contains]", "[prefix]", "[null]", "[]", "[", "]", "[%00]", "[in][in]", "%5Bgte%5D"})
	value := f.pick(slices.Concat(field.good, field.other, field.bad, []string{null, "", ",", ",,", "%", "_", "*", "[", "\\", "'", "' OR 1=1 --", "\x00", "\xff", "true", "1,2,3"}))
	if len(value) > longestValue {
		value = value[:longestValue]
	}
	return "&" + field.name + operator + "=" + url.QueryEscape(value)
}
