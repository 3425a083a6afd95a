package render

import (
	"fmt"
	"regexp"
	"slices"
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
var perMigration = regexp.MustCompile(`\{(create|add|remove|add-index|remove-index|add-check|remove-check|add-timestamps|remove-timestamps|add-softdelete|remove-softdelete|drop|change|rename|rename-table|link|unlink|rename-link|own)\}`)

// inverse maps a verb to the one that reverts it.
var inverse = map[spec.Verb]spec.Verb{
	spec.Create: spec.Drop, spec.Drop: spec.Create, spec.Add: spec.Remove, spec.Remove: spec.Add,
	spec.Change: spec.Change, spec.Own: spec.Own,
}

// halves returns the placeholders of the templates for the two files of a
// migration.
func halves(m history.Migration) (up, down string) {
	if m.Setting != "" {
		return string(m.Verb) + "-" + m.Setting, string(inverse[m.Verb]) + "-" + m.Setting
	}
	if c, ok := m.Constraint(); ok {
		what := "-index"
		if !c.OfIndex() {
			what = "-check"
		}
		return string(m.Verb) + what, string(inverse[m.Verb]) + what
	}
	if _, _, ok := m.Link(); ok {
		ways := map[spec.Verb][2]string{spec.Add: {"link", "unlink"}, spec.Remove: {"unlink", "link"}, spec.Rename: {"rename-link", "rename-link"}}[m.Verb]
		return ways[0], ways[1]
	}
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

// creates reports whether the tables of an option are created by its own migrations.
func (v *View) creates(l layer.Layer) bool {
	return slices.ContainsFunc(v.migrations, func(m history.Migration) bool {
		return string(m.Verb) == l.Category && m.Name == l.Name
	})
}

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
			var views []*View
			for part := range pieces(changed(m)) {
				views = append(views, r.view.at(m, half.way == "down", part))
			}
			if err := r.execute(f, out, t, views...); err != nil {
				return err
			}
		}
	}
	return nil
}

// stem returns the common part of a migration's file names.
func stem(m history.Migration) string {
	name, table := m.Name, m.Table.Resource().PluralName()
	if c, ok := m.Constraint(); ok {
		return fmt.Sprintf("%06d_%s", m.Number, constraintStem(m, c))
	}
	switch m.Verb {
	case spec.Create:
		name = "create_" + table
	case spec.Drop:
		name = "drop_" + table
	case spec.Add:
		if m.Setting != "" {
			name = "add_" + m.Setting + "_to_" + table
			break
		}
		name = "add_" + m.Resource.Fields[0].Key() + "_to_" + table
	case spec.Remove:
		if m.Setting != "" {
			name = "remove_" + m.Setting + "_from_" + table
			break
		}
		name = "remove_" + m.Resource.Fields[0].Key() + "_from_" + table
	case spec.Change:
		name = "change_" + m.Resource.Fields[0].Key() + "_of_" + table
	case spec.Rename:
		name = "rename_" + m.Before.Resource().PluralName() + "_to_" + table
		if i := m.Changed(); i >= 0 {
			name = "rename_" + m.Before.Columns[i].Key() + "_of_" + table + "_to_" + m.Table.Columns[i].Key()
		}
		if before, after, ok := m.Link(); ok {
			name = "rename_" + before.Key() + "_of_" + table + "_to_" + after.Key()
		}
	}
	return fmt.Sprintf("%06d_%s", m.Number, name)
}

// constraintStem is the name of a migration that adds or removes a constraint.
func constraintStem(m history.Migration, c spec.Constraint) string {
	name := string(m.Verb) + "_" + c.Kind + "_" + strings.Join(c.Fields(), "_")
	way := map[spec.Verb]string{spec.Add: "_to_", spec.Remove: "_from_"}[m.Verb]
	table := m.Table.Resource().PluralName()
	const most = 100 // file systems and archives limit names
	return name[:min(len(name), most)] + way + table
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
//
// What changes a column of money changes its two columns, of which part is one.
func (v *View) at(m history.Migration, back bool, part int) *View {
	view := *v
	if _, after, ok := m.Link(); ok {
		view.Link, view.Relinks = linkOf(m.Table, after, v.SQL), relinks(m, back, v.SQL)
		return &view
	}
	if m.Verb == spec.Change || m.Verb == spec.Rename {
		view.alter(m, back, part)
		return &view
	}
	view.Resource = tableOf(m.Table, v.SQL)
	if c, ok := m.Constraint(); ok {
		view.constrain(m, c, back)
		return &view
	}
	view.Unlinked = unlinks(m, v.SQL)
	if m.Setting != "" || m.Verb != spec.Add && m.Verb != spec.Remove {
		return &view
	}
	key := m.Resource.Fields[0].Key()
	for i, c := range m.Table.Columns {
		if c.Key() == key {
			view.Field = &view.Resource.Fields[place(m.Table, i)+part]
			view.Field.addTo(c, v.SQL)
			if c.Kind == spec.Owner && c.Fill != "" {
				view.fillOwner(m, c)
			}
		}
	}
	return &view
}

// tableOf returns the resource for a table, or nil if t has no name.
func tableOf(t history.Table, db layer.Dialect) *Resource {
	if t.Name == "" {
		return nil
	}
	r := newResource(t.Resource(), storedKinds(t.Resource(), t), db, snakeCase)
	r.Fields, r.References = r.Stored(), nil
	for i, c := range t.Columns {
		at := place(t, i)
		r.Fields[at].GeneratedCheck = fmt.Sprintf("%s_chk_%d", r.Table, c.CheckNumber)
		if c.Refers() {
			r.Fields[at].Parent = &Resource{SQLTable: quoted(c.Parent, db.Quote)}
			r.References = append(r.References, r.Fields[at])
		}
	}
	return &r
}

// storedKinds returns the kind of each field's column in t, or the kind of the
// field if t lacks it.
func storedKinds(r spec.Resource, t history.Table) []spec.Kind {
	stored := make([]spec.Kind, len(r.Fields))
	for i, f := range r.Fields {
		stored[i] = f.Kind.Stored()
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
	case c.Unique || c.Refers() || c.Kind == spec.Money:
		f.Note = "This works on an empty table only: no row would have the value that is required."
		return
	}
	value := zero(c.Field, db)
	if c.Fill != "" {
		filled := c.Field
		filled.Default = c.Fill
		value = sqlDefault(filled, db)
	}
	f.constrain(c.Field, c.Stored, value, db)
	f.Note = "Rows that are there get " + value + "."
}

// zeros are the values of existing rows in a required column that is added.
var zeros = map[spec.Kind]string{
	spec.String: "''", spec.Text: "''", spec.Int: "0", spec.BigInt: "0", spec.Float: "0", spec.Decimal: "'0'", spec.Bool: "FALSE",
	spec.Date: "'1970-01-01'", spec.UUID: "'00000000-0000-0000-0000-000000000000'", spec.JSON: "'{}'", spec.Bytes: "''",
}

func zero(f spec.Field, db layer.Dialect) string {
	switch f.Kind {
	case spec.Enum:
		return db.Literal(f.Values[0])
	case spec.Time:
		return db.Literal(db.Epoch)
	case spec.List:
		return db.Literal(db.EmptyList)
	}
	return zeros[f.Kind]
}
