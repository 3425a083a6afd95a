package history

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Validate applies the migrations of a spec that is valid otherwise. It
// returns the errors in them, and the differences between the resulting tables
// and the resources. A history that could not be parsed completely is skipped.
func Validate(cat *layer.Catalog, s *spec.Spec) spec.Problems {
	if s.Migrations == nil || slices.ContainsFunc(s.Migrations, func(m spec.Migration) bool { return m.Verb == "" }) {
		return nil
	}
	r := run(cat, s, s.Migrations)
	if len(r.problems) == 0 {
		r.compare(s)
	}
	return r.problems
}

// compare reports differences between the schema and the resources.
func (r *replay) compare(s *spec.Spec) {
	for _, l := range r.cat.Chosen(s.Options) {
		if l.Migrations > 0 && !slices.ContainsFunc(r.layers, func(other layer.Layer) bool { return other.SharesTables(l) }) {
			r.problems.Add("migrations", "%s is missing", spec.MigrationOf(l))
		}
	}
	for i, res := range s.Resources {
		r.compareTable(fmt.Sprintf("resources[%d]", i), s, res)
	}
	for _, t := range r.tables {
		if !slices.ContainsFunc(s.Resources, func(res spec.Resource) bool { return res.Name == t.Name }) {
			r.problems.Add(migrationPath(t.made), "creates %q, which is not a resource; add a migration that drops it", t.Name)
		}
	}
}

func (r *replay) compareTable(path string, s *spec.Spec, res spec.Resource) {
	t, ok := r.tables.Table(res.Name)
	if !ok {
		r.problems.Add(path, "no migration creates the table of %q", res.Name)
		return
	}
	if t.Resource().PluralName() != res.PluralName() {
		r.problems.Add(migrationPath(t.made), "creates the table %s, but the plural of %q is %s", t.Resource().PluralName(), res.Name, res.PluralName())
	}
	if id := s.IDOf(r.cat, res); id != cmp.Or(t.Settings.ID, layer.IntID) {
		r.problems.Add(migrationPath(t.made), "creates a table with ids of type %s, but those of %q are %s", cmp.Or(t.Settings.ID, layer.IntID), res.Name, id)
	}
	for _, setting := range spec.ColumnSettings(res.Settings, t.Settings) {
		r.problems.Add(path, "its %s differs from that of the table; add a migration: %s %s %[1]s", setting, map[bool]spec.Verb{true: spec.Add, false: spec.Remove}[res.On(setting)], res.Name)
	}
	for _, f := range r.common {
		if c, ok := t.Column(f.Key()); !ok || !sameColumn(c.Field, f) {
			r.problems.Add(path, "no migration adds the column %s to the table of %q; add one: add %[2]s %[3]s", f.Key(), res.Name, f)
		}
	}
	for j, f := range res.Fields {
		c, ok := t.Column(f.Key())
		switch {
		case !ok:
			r.problems.Add(fmt.Sprintf("%s.fields[%d]", path, j), "field %q: no migration adds it to %q", f.Name, res.Name)
		case !sameColumn(c.Field, f):
			r.problems.Add(migrationPath(c.made), "adds %s, but the resource %q has %s", c, res.Name, f.Column())
		}
	}
	for _, c := range r.fields(t) {
		if _, ok := fieldOf(res.Fields, c.Key()); !ok {
			r.problems.Add(migrationPath(c.made), "adds %s, which is not a field of %q; add a migration that removes it", c, res.Name)
		}
	}
}
