package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The number of items that a list may have, without items and at most.
const (
	DefaultItems = 100
	maxItems     = 1000
)

// listEnd is what follows the type of the items of a list.
const listEnd = "[]"

// parseList returns a list whose items have the type that is written as text.
func parseList(name, text string) (Field, error) {
	items, err := parseKind(name, text)
	if err != nil {
		return Field{}, err
	}
	if items.Kind != String && items.Kind != Enum {
		return Field{}, fmt.Errorf("field %q: there are no lists of %s, only string[] and enum(a|b)[]", name, items.Kind)
	}
	items.Kind = List
	return items, nil
}

// listKind returns the type of a list as it is written.
func (f Field) listKind() string {
	if len(f.Values) == 0 {
		return string(String) + listEnd
	}
	return "enum(" + strings.Join(f.Values, "|") + ")" + listEnd
}

// ItemsMax returns the maximum number of items in a list.
func (f Field) ItemsMax() int {
	if n, err := strconv.Atoi(cmp.Or(f.Items, strconv.Itoa(DefaultItems))); err == nil {
		return n
	}
	return DefaultItems
}

// checkList returns the problems of a list.
func (f Field) checkList() []string {
	if f.Kind != List {
		return nil
	}
	var bad []string
	if n, err := strconv.Atoi(f.Items); f.Items != "" && (err != nil || n < 1 || n > maxItems || strconv.Itoa(n) != f.Items) {
		bad = append(bad, fmt.Sprintf("items %q is not a number of items: use a whole number from 1 to %d", f.Items, maxItems))
	}
	if f.Max != "" && len(f.Values) > 0 {
		bad = append(bad, "max is the length of strings; an enum has none")
	}
	return append(bad, checkValues(f.Values)...)
}

// checkValues returns the problem of values of an enum.
func checkValues(values []string) []string {
	for i, v := range values {
		if problem := checkValue(v); problem != "" {
			return []string{problem}
		}
		if slices.Contains(values[:i], v) {
			return []string{fmt.Sprintf("duplicate enum value %q", v)}
		}
	}
	return nil
}
