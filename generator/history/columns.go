package history

import (
	"slices"
	"strconv"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// sameColumn reports whether two fields have the same column on every database.
// The order of an enum's values does not matter.
func sameColumn(a, b spec.Field) bool {
	return inOrder(a).String() == inOrder(b).String()
}

func inOrder(f spec.Field) spec.Field {
	f = f.Column()
	f.Values = slices.Sorted(slices.Values(f.Values))
	if f.Kind == spec.String {
		f.Max = strconv.Itoa(f.Length())
	}
	return f
}

// sameColumns reports whether two tables have the same columns, in any order.
func sameColumns(a, b []spec.Field) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(f spec.Field) bool {
		g, ok := fieldOf(b, f.Key())
		return !ok || !sameColumn(f, g)
	})
}

// fieldOf returns the field with the given column.
func fieldOf(fields []spec.Field, key string) (spec.Field, bool) {
	i := slices.IndexFunc(fields, func(f spec.Field) bool { return f.Key() == key })
	if i < 0 {
		return spec.Field{}, false
	}
	return fields[i], true
}

// isCommon reports whether a column is one that every table of a resource has.
func (r *replay) isCommon(f spec.Field) bool {
	c, ok := fieldOf(r.common, f.Key())
	return ok && sameColumn(c, f)
}

// fields returns the columns of a table that belong to fields of its resource.
func (r *replay) fields(t Table) []Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(c Column) bool { return r.isCommon(c.Field) })
}

// sameTable reports whether two tables have the same id and, in any order, the same
// columns and constraints.
func sameTable(a, b spec.Resource) bool {
	x, y := a.Constraints(), b.Constraints()
	return a.ID == b.ID && len(spec.ColumnSettings(a.Settings, b.Settings)) == 0 && sameColumns(a.Fields, b.Fields) && len(x) == len(y) && !slices.ContainsFunc(x, func(c spec.Constraint) bool { return !b.Has(c) })
}

// storedKinds returns the kind of each field's column: that of the field, or
// text for strings that are too long or do not fit into a row.
func storedKinds(r spec.Resource, limits *layer.Limits) []spec.Kind {
	fields := r.Fields
	stored := make([]spec.Kind, len(fields))
	for i, f := range fields {
		stored[i] = f.Kind.Stored()
	}
	if limits == nil {
		return stored
	}
	left := limits.Row
	for _, f := range fields {
		if f.Kind == spec.String && r.IsKey(f) { // text cannot be a key
			left -= room(f, *limits)
		}
	}
	for i, f := range fields {
		if f.Kind != spec.String || r.IsKey(f) {
			continue
		}
		if length := room(f, *limits); length <= min(left, limits.Long) {
			left -= length
			continue
		}
		stored[i] = spec.Text
	}
	return stored
}

// storedBeside returns the kind of the column of a field that is added to a
// table, or changed. It reports false if the field is a key and the row has only
// room for text, which cannot be a key.
func storedBeside(t Table, columns []Column, f spec.Field, limits *layer.Limits) (stored spec.Kind, fits bool) {
	if limits == nil || f.Kind != spec.String {
		return f.Kind.Stored(), true
	}
	left := limits.Row
	for _, c := range columns {
		if c.Stored == spec.String {
			left -= room(c.Field, *limits)
		}
	}
	if room(f, *limits) <= min(left, limits.Long) {
		return spec.String, true
	}
	return spec.Text, !t.Resource().IsKey(f)
}

// room returns the number of characters that a string takes in a row.
func room(f spec.Field, limits layer.Limits) int { return max(f.Length(), limits.Short) }
