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

// perMigration matches the placeholder for a verb in the name of a template.
// The template renders the .up file of each migration with the verb, and the
// .down file of each with the inverse: {drop}.sql.tmpl renders
// 000001_create_books.down.sql.
var perMigration = regexp.MustCompile(`\{(create|add|remove|drop|change|rename|rename-table|own)\}`)

// inverse maps a verb to the one that reverts it.
var inverse = map[spec.Verb]spec.Verb{
	spec.Create: spec.Drop, spec.Drop: spec.Create, spec.Add: spec.Remove, spec.Remove: spec.Add,
	spec.Change: spec.Change, spec.Own: spec.Own,
}

// halves returns the placeholders of the templates for the two files of a
// migration.
func halves(m history.Migration) (up, down string) {
	switch {
	case m.Verb != spec.Rename:
		return string(m.Verb), string(inverse[m.Verb])
	case m.Field != "":
		return "rename", "rename"
	}
	return "rename-table", "rename-table"
}

// ofLayer matches the placeholder for the number of the layer's nth migration:
// {2}_create_transfers.up.sql.
var ofLayer = regexp.MustCompile(`\{([0-9]+)\}`)

// migrations renders the template f for each migration with its verb.
func (r *renderer) migrations(f source, t *template.Template) error {
	mark := perMigration.FindString(f.out)
	does := strings.Trim(mark, "{}")
	for _, m := range r.view.migrations {
		up, down := halves(m)
		for _, half := range []struct{ way, does string }{{"up", up}, {"down", down}} {
			if half.does != does {
				continue
			}
			out := strings.ReplaceAll(f.out, mark, stem(m)+"."+half.way)
			if err := r.execute(f, out, t, r.view.at(m, half.way == "down")); err != nil {
				return err
			}
		}
	}
	return nil
}

// stem returns the common part of a migration's file names.
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
	case spec.Change:
		name = "change_" + m.Resource.Fields[0].Key() + "_of_" + table
	case spec.Rename:
		name = "rename_" + m.Before.Resource().PluralName() + "_to_" + table
		if i := m.Changed(); i >= 0 {
			name = "rename_" + m.Before.Columns[i].Key() + "_of_" + table + "_to_" + m.Table.Columns[i].Key()
		}
	}
	return fmt.Sprintf("%06d_%s", m.Number, name)
}

// number replaces the placeholder for the number of a layer's migration.
func (v *View) number(layerID, out string) string {
	return ofLayer.ReplaceAllStringFunc(out, func(mark string) string {
		n, err := strconv.Atoi(strings.Trim(mark, "{}"))
		if err != nil {
			return mark
		}
		for _, m := range v.migrations {
			if string(m.Verb)+"/"+m.Name == layerID {
				return fmt.Sprintf("%06d", m.Number+int64(n)-1)
			}
		}
		return mark
	})
}

// at returns the view for the files of a migration, with the table as of that
// migration. Back is true for its way back.
func (v *View) at(m history.Migration, back bool) *View {
	view := *v
	if m.Verb == spec.Change || m.Verb == spec.Rename {
		view.alter(m, back)
		return &view
	}
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

// tableOf returns the resource for a table, or nil if t has no name.
func tableOf(t history.Table, db layer.Dialect) *Resource {
	if t.Name == "" {
		return nil
	}
	r := newResource(t.Resource(), storedKinds(t.Resource(), t), db)
	n := 0
	for i, c := range t.Columns {
		r.Fields[i].GeneratedCheck = fmt.Sprintf("%s_chk_%d", r.Table, c.CheckNumber)
		if c.Kind == spec.Ref {
			parent := &Resource{SQLTable: quoted(c.Parent, db.Quote)}
			r.Fields[i].Parent, r.References[n].Parent = parent, parent
			n++
		}
	}
	return &r
}

// storedKinds returns the kind of each field's column in t, or the kind of the
// field if t lacks it.
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

// addTo turns a column into one that is added to a table with rows. The value
// that existing rows get remains the default of the column, because during a
// rollout old instances, which do not know the column, still insert rows.
func (f *Field) addTo(c history.Column, db layer.Dialect) {
	switch {
	case c.Nullable() || c.Default != "":
		return
	case c.Unique || c.Kind == spec.Ref:
		f.Note = "This works on an empty table only: no row would have the value that is required."
		return
	}
	value := zero(c.Field, db)
	if c.Fill != "" {
		filled := c.Field
		filled.Default = c.Fill
		value = sqlDefault(filled)
	}
	f.constrain(c.Field, c.Stored, value, db)
	f.Note = "Rows that are there get " + value + "."
}

// zeros are the values of existing rows in a required column that is added.
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
