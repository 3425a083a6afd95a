package history

import (
	"fmt"
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
	for _, c := range m.Table.Columns {
		if _, named := fieldOf(m.Resource.Fields, c.Key()); named || !ofColumns(m.Verb) {
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
