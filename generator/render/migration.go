package render

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"text/template"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// perMigration marks the template of a verb. It renders the .up file of each
// migration with the verb, and the .down file of each with the inverse:
// {drop}.sql.tmpl renders 000001_create_books.down.sql.
var perMigration = regexp.MustCompile(`\{(create|add|remove|drop|own)\}`)

// inverse is the verb that reverts another.
var inverse = map[spec.Verb]spec.Verb{
	spec.Create: spec.Drop, spec.Drop: spec.Create, spec.Add: spec.Remove, spec.Remove: spec.Add, spec.Own: spec.Own,
}

// ofLayer marks a file of the nth migration of a layer: {2}_create_transfers.up.sql.
var ofLayer = regexp.MustCompile(`\{([0-9]+)\}`)

// migrations renders the template f for each migration with its verb.
func (r *renderer) migrations(f source, t *template.Template) error {
	mark := perMigration.FindString(f.out)
	verb := spec.Verb(strings.Trim(mark, "{}"))
	for _, m := range r.view.migrations {
		for _, half := range []struct {
			way  string
			does spec.Verb
		}{{"up", m.Verb}, {"down", inverse[m.Verb]}} {
			if half.does != verb {
				continue
			}
			out := strings.ReplaceAll(f.out, mark, stem(m)+"."+half.way)
			if err := r.execute(f, out, t, r.view.at(m)); err != nil {
				return err
			}
		}
	}
	return nil
}

// stem is the name of the files of a migration.
func stem(m history.Migration) string {
	name, table := m.Name, m.Table.Resource().PluralName()
	switch m.Verb {
	case spec.Create:
		name = "create_" + table
	case spec.Drop:
		name = "drop_" + table
	case spec.Add:
		name = "add_" + m.Resource.Fields[0].Key() + "_to_" + table
	case spec.Remove:
		name = "remove_" + m.Resource.Fields[0].Key() + "_from_" + table
	}
	return fmt.Sprintf("%06d_%s", m.Number, name)
}

// number puts the number of a migration of a layer into a path.
func (v *View) number(layerID, out string) string {
	return ofLayer.ReplaceAllStringFunc(out, func(mark string) string {
		n, err := strconv.Atoi(strings.Trim(mark, "{}"))
		if err != nil {
			return mark
		}
		for _, m := range v.migrations {
			if string(m.Verb)+"/"+m.Name == layerID {
				return fmt.Sprintf("%06d", m.Number+n-1)
			}
		}
		return mark
	})
}

// at is the view for the files of a migration, with the table as it was then.
func (v *View) at(m history.Migration) *View {
	view := *v
	view.Resource = tableOf(m.Table, v.SQL)
	if m.Verb != spec.Add && m.Verb != spec.Remove {
		return &view
	}
	key := m.Resource.Fields[0].Key()
	for i, c := range m.Table.Columns {
		if c.Key() == key {
			view.Field = &view.Resource.Fields[i]
			view.Field.addTo(c, v.SQL)
		}
	}
	return &view
}

// tableOf is the resource that a table was for.
func tableOf(t history.Table, db layer.Dialect) *Resource {
	if t.Name == "" {
		return nil
	}
	r := newResource(t.Resource(), storedKinds(t.Resource(), t), db)
	n := 0
	for i, c := range t.Columns {
		if c.Kind == spec.Ref {
			parent := &Resource{SQLTable: quoted(c.Parent, db.Quote)}
			r.Fields[i].Parent, r.References[n].Parent = parent, parent
			n++
		}
	}
	return &r
}

// storedKinds returns for each field the kind whose column keeps it in t: its
// own where there is no table.
func storedKinds(r spec.Resource, t history.Table) []spec.Kind {
	stored := make([]spec.Kind, len(r.Fields))
	for i, f := range r.Fields {
		stored[i] = f.Kind
		if c, ok := t.Column(f.Key()); ok {
			stored[i] = c.Stored
		}
	}
	return stored
}

// addTo makes of a column one that is added to a table with rows. What they
// get stays the default of the column: the version of the program before,
// which does not know it, goes on writing while instances are replaced.
func (f *Field) addTo(c history.Column, db layer.Dialect) {
	switch {
	case c.Nullable() || c.Default != "":
		return
	case c.Unique || c.Kind == spec.Ref:
		f.Note = "This works on an empty table only: no row would have the value that is required."
		return
	}
	value := zero(c.Field, db)
	f.Constraints = constraints(c.Field, f.Column, c.Stored, value, db)
	f.Note = "Rows that are there get " + value + "."
}

// zeros are what rows get in a column that is added and required.
var zeros = map[spec.Kind]string{
	spec.String: "''", spec.Text: "''", spec.Int: "0", spec.BigInt: "0", spec.Float: "0", spec.Decimal: "'0'", spec.Bool: "FALSE",
	spec.Date: "'1970-01-01'", spec.UUID: "'00000000-0000-0000-0000-000000000000'", spec.JSON: "'{}'",
}

func zero(f spec.Field, db layer.Dialect) string {
	switch f.Kind {
	case spec.Enum:
		return "'" + f.Values[0] + "'"
	case spec.Time:
		return "'" + db.Epoch + "'"
	}
	return zeros[f.Kind]
}
