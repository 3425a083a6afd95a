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

// perMigration marks a template of what a verb does to the schema. It lands in
// the .up of each migration with the verb, and in the .down of each with the
// inverse: {drop}.sql.tmpl as 000001_create_books.down.sql.
var perMigration = regexp.MustCompile(`\{(create|add|remove|drop|own)\}`)

// inverse says what takes back what a verb does.
var inverse = map[spec.Verb]spec.Verb{
	spec.Create: spec.Drop, spec.Drop: spec.Create, spec.Add: spec.Remove, spec.Remove: spec.Add, spec.Own: spec.Own,
}

// ofLayer marks a file of a layer's nth migration: {2}_create_transfers.up.sql.
var ofLayer = regexp.MustCompile(`\{([0-9]+)\}`)

// migrations renders the template f for each migration that it is part of.
func (r *renderer) migrations(f source, t *template.Template) error {
	mark := perMigration.FindString(f.out)
	verb := spec.Verb(strings.Trim(mark, "{}"))
	for _, step := range r.view.steps {
		for _, half := range []struct {
			way  string
			does spec.Verb
		}{{"up", step.Verb}, {"down", inverse[step.Verb]}} {
			if half.does != verb {
				continue
			}
			out := strings.ReplaceAll(f.out, mark, stem(step)+"."+half.way)
			if err := r.execute(f, out, t, r.view.at(step)); err != nil {
				return err
			}
		}
	}
	return nil
}

// stem is the name of a migration's files.
func stem(step history.Step) string {
	name, table := step.Name, step.Table.Resource().PluralName()
	switch step.Verb {
	case spec.Create:
		name = "create_" + table
	case spec.Drop:
		name = "drop_" + table
	case spec.Add:
		name = "add_" + step.Resource.Fields[0].Key() + "_to_" + table
	case spec.Remove:
		name = "remove_" + step.Resource.Fields[0].Key() + "_from_" + table
	}
	return fmt.Sprintf("%06d_%s", step.Number, name)
}

// number puts the number of a layer's own migration into a path.
func (v *View) number(layerID, out string) string {
	return ofLayer.ReplaceAllStringFunc(out, func(m string) string {
		n, err := strconv.Atoi(strings.Trim(m, "{}"))
		if err != nil {
			return m
		}
		for _, step := range v.steps {
			if string(step.Verb)+"/"+step.Name == layerID {
				return fmt.Sprintf("%06d", step.Number+n-1)
			}
		}
		return m
	})
}

// at is the view of a migration's files: the table as it was then.
func (v *View) at(step history.Step) *View {
	view := *v
	view.Resource = tableOf(step.Table, v.SQL)
	if step.Verb != spec.Add && step.Verb != spec.Remove {
		return &view
	}
	key := step.Resource.Fields[0].Key()
	for i, c := range step.Table.Columns {
		if c.Key() == key {
			view.Field = &view.Resource.Fields[i]
			view.Field.addTo(c, v.SQL)
		}
	}
	return &view
}

// tableOf is a table as if it were that of a resource of today.
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
