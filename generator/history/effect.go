package history

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

// effect describes what a migration does to the database: its step, without
// what does not show in the SQL, and the columns that this depends on.
func (r *replay) effect(m Migration) string {
	var b strings.Builder
	seen := m.Clone()
	for i, f := range seen.Resource.Fields {
		seen.Resource.Fields[i] = r.seen(f)
	}
	fmt.Fprintln(&b, seen.Step(), m.Table.Resource().PluralName())
	constraint, _ := m.Constraint()
	if m.Setting == "softdelete" { // all unique indexes change
		for _, c := range m.Table.Settings.Constraints() {
			fmt.Fprintln(&b, c.Kind == spec.Unique, c)
		}
	} else if m.Table.Settings.SoftDelete && (constraint.Kind == spec.Unique || !ofColumns(m.Verb) || slices.ContainsFunc(m.Resource.Fields, func(f spec.Field) bool { return f.Unique })) {
		fmt.Fprintln(&b, "softdelete")
	}
	for _, c := range m.Table.Columns {
		if slices.Contains(constraint.Fields(), c.Name) {
			fmt.Fprintln(&b, c.Key(), c.Nullable())
		}
		_, named := fieldOf(m.Resource.Fields, c.Key())
		if named || !ofColumns(m.Verb) || m.Setting == "softdelete" && (c.Unique || c.Kind == spec.Refs) {
			fmt.Fprintln(&b, r.seen(c.Field), c.Stored, c.Parent)
		}
	}
	return b.String()
}

// ofColumns reports whether the SQL of a verb depends only on the columns that
// the migration names.
func ofColumns(v spec.Verb) bool {
	return v == spec.Create || v == spec.Add || v == spec.Remove || v == spec.Drop
}

// seen returns a field as the database sees it, where strings of different
// lengths may have the same type.
func (r *replay) seen(f spec.Field) spec.Field {
	if f.Kind == spec.String {
		f.Max = strconv.Itoa(r.lengthSeen(f))
	}
	return f
}
