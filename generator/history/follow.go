package history

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// follow adds the missing migrations. Those that remove something come first,
// so that names become free; tables are created after those that they refer
// to.
func (e *evolution) follow() {
	likely := e.likelyResources()
	for i, r := range e.spec.Resources {
		e.keepColumns(fmt.Sprintf("resources[%d]", i), r, likely)
	}
	e.refuseDoubts()
	e.refuseUnused()
	if len(e.problems) > 0 {
		return
	}
	e.removeConstraints()
	e.removeColumns()
	e.removeSettings()
	e.dropTables()
	e.changeColumns()
	e.makeLayers()
	e.createTables()
	for i, r := range e.spec.Resources {
		e.addColumns(fmt.Sprintf("resources[%d]", i), r)
	}
	e.addSettings()
	for i, r := range e.spec.Resources {
		e.addConstraints(fmt.Sprintf("resources[%d]", i), r)
	}
}

// addSettings adds the columns of settings that tables lack.
func (e *evolution) addSettings() {
	for _, r := range e.spec.Resources {
		e.setting(spec.Add, r)
	}
}

// removeSettings removes the columns of settings that tables are not to have: first
// from those that refer to others, whose deleted rows go with a column.
func (e *evolution) removeSettings() {
	for _, r := range slices.Backward(spec.CreationOrder(e.spec.Resources)) {
		e.setting(spec.Remove, r)
	}
}

func (e *evolution) setting(verb spec.Verb, r spec.Resource) {
	t, ok := e.state.tables.Table(r.Name)
	if !ok {
		return
	}
	for _, name := range spec.ColumnSettings(r.Settings, t.Settings) {
		if r.On(name) == (verb == spec.Add) {
			e.append(spec.Migration{Verb: verb, Resource: spec.Resource{Name: r.Name}, Setting: name})
		}
	}
}

// removeConstraints removes constraints that are gone from the tables that stay.
func (e *evolution) removeConstraints() {
	for _, t := range slices.Clone(e.state.tables) {
		r, ok := e.resource(t.Name)
		if !ok {
			continue
		}
		for _, c := range t.Settings.Constraints() {
			if !r.Has(c) {
				e.append(constraintStep(spec.Remove, t.Name, c))
			}
		}
	}
}

// addConstraints adds the constraints that a table lacks.
func (e *evolution) addConstraints(path string, r spec.Resource) {
	for _, c := range r.Constraints() {
		if t, _ := e.state.tables.Table(r.Name); t.Settings.Has(c) {
			continue
		}
		e.append(constraintStep(spec.Add, r.Name, c))
		for _, p := range e.state.problems {
			e.problems.Add(path, "%s", p.Message)
		}
		if len(e.state.problems) > 0 {
			return
		}
	}
}

// constraintStep returns the migration that adds or removes a constraint.
func constraintStep(verb spec.Verb, resource string, c spec.Constraint) spec.Migration {
	return spec.Migration{Verb: verb, Resource: spec.Resource{Name: resource, Settings: spec.Settings{}.With(c)}}
}

// createTables creates the tables that there are not yet, without the columns of
// references that close a circle.
func (e *evolution) createTables() {
	order := spec.CreationOrder(slices.DeleteFunc(slices.Clone(e.spec.Resources), func(r spec.Resource) bool {
		_, there := e.state.tables.Table(r.Name)
		return there
	}))
	for _, r := range order {
		e.append(spec.Migration{Verb: spec.Create, Resource: e.spec.Table(e.cat, r.WithoutLate(order))})
	}
}

// makeLayers creates the tables of options that have none yet.
func (e *evolution) makeLayers() {
	for _, l := range e.cat.Chosen(e.spec.Options) {
		there := slices.ContainsFunc(e.state.layers, func(other layer.Layer) bool { return other.SharesTables(l) })
		if l.Migrations > 0 && !there {
			e.append(spec.MigrationOf(l))
		}
	}
}

// keepColumns plans the changes of existing columns, and reports changes for
// which there is no migration. Likely are the new names of resources that may
// have been renamed: a reference that follows one does not change.
func (e *evolution) keepColumns(path string, r spec.Resource, likely map[string]string) {
	t, ok := e.state.tables.Table(r.Name)
	if !ok {
		return
	}
	if id := e.spec.IDOf(e.cat, r); id != cmp.Or(t.Settings.ID, layer.IntID) {
		e.problems.Add(path+".id", "%q has a table with ids of type %s, which cannot change; give it id: %[2]s", r.Name, cmp.Or(t.Settings.ID, layer.IntID))
	}
	for j, f := range r.Fields {
		c, ok := t.Column(f.Key())
		if c.Ref = cmp.Or(likely[c.Ref], c.Ref); !ok || sameColumn(c.Field, f) {
			continue
		}
		e.changeColumn(fmt.Sprintf("%s.fields[%d]", path, j), r, t, c, f)
	}
}

// alike reports whether two fields have the same column on this database,
// where strings of different lengths may have the same type.
func (r *replay) alike(a, b spec.Field) bool {
	if a.Kind != spec.String || b.Kind != spec.String || r.lengthSeen(a) != r.lengthSeen(b) {
		return false
	}
	a.Max, b.Max = "", ""
	return sameColumn(a, b)
}

// lengthSeen returns the length of a string as far as it affects its column.
func (r *replay) lengthSeen(f spec.Field) int {
	limits := r.limits()
	if limits == nil {
		return 0
	}
	return min(room(f, *limits), limits.Long+1) // anything longer is text
}

// retell updates the length of a string in the migration that added its
// column, and in later ones written by hand that list it. Their SQL stays the
// same on this database, but not on others.
func (e *evolution) retell(table string, c Column, f spec.Field) {
	name := c.Name // and table: as of the migration before, going back in time
	for i := len(e.history) - 1; i >= c.made; i-- {
		m := e.history[i]
		switch {
		case m.Verb == spec.Rename && m.Field == "" && m.To == table:
			table = m.Resource.Name
		case m.Verb == spec.Rename && m.Resource.Name == table && m.To == name:
			name = m.Field
		case m.Resource.Name == table && (i == c.made || m.Verb == spec.Own):
			if j := slices.IndexFunc(m.Resource.Fields, func(g spec.Field) bool { return g.Name == name }); j >= 0 {
				m.Resource.Fields[j].Max = f.Max
			}
		}
	}
	e.replay()
}

// removeColumns removes columns whose field is gone from the tables that stay.
func (e *evolution) removeColumns() {
	for _, t := range slices.Clone(e.state.tables) {
		r, ok := e.resource(t.Name)
		if !ok {
			continue
		}
		for _, c := range t.Columns {
			if _, ok := fieldOf(r.Fields, c.Key()); !ok && !e.state.isCommon(c.Field) {
				e.append(spec.Migration{Verb: spec.Remove, Resource: spec.Resource{Name: t.Name, Fields: []spec.Field{c.Column()}}})
			}
		}
	}
}

// dropTables drops the tables of resources that are gone, each before those it
// refers to. A reference that closes a circle is removed first.
func (e *evolution) dropTables() {
	var gone []spec.Resource
	for _, t := range e.state.tables {
		if _, stays := e.resource(t.Name); !stays {
			gone = append(gone, t.Resource())
		}
	}
	order := spec.CreationOrder(gone)
	for _, r := range gone {
		first := r.WithoutLate(order)
		for _, c := range r.Constraints() {
			if !first.Has(c) {
				e.append(constraintStep(spec.Remove, r.Name, c))
			}
		}
		for _, f := range r.Fields {
			if spec.IsLate(order, r, f) {
				e.append(spec.Migration{Verb: spec.Remove, Resource: spec.Resource{Name: r.Name, Fields: []spec.Field{f.Column()}}})
			}
		}
	}
	for {
		i := slices.IndexFunc(e.state.tables, func(t Table) bool { return e.isFree(t) })
		if i < 0 {
			return
		}
		e.append(spec.Migration{Verb: spec.Drop, Resource: e.state.tables[i].Resource().Columns()})
	}
}

// isFree reports whether the resource of a table is gone and no other table
// refers to it.
func (e *evolution) isFree(t Table) bool {
	if _, ok := e.resource(t.Name); ok {
		return false
	}
	return !slices.ContainsFunc(e.state.tables, func(other Table) bool {
		return other.Name != t.Name && slices.ContainsFunc(other.Columns, func(c Column) bool { return c.Ref == t.Name })
	})
}

// addColumns adds the columns that a table lacks.
func (e *evolution) addColumns(path string, r spec.Resource) {
	for j, f := range slices.Concat(r.Fields, e.state.common) {
		t, _ := e.state.tables.Table(r.Name)
		if _, ok := t.Column(f.Key()); ok {
			continue
		}
		at := fmt.Sprintf("%s.fields[%d]", path, j)
		if msg := checkAdded(f); msg != "" {
			e.problems.Add(at, "field %q: %s", f.Name, msg)
			continue
		}
		rows, msg := fillerOf(f, r.Name, cmp.Or(e.terms.Rows[r.Name+"."+f.Name], e.fillBefore(r.Name, f)))
		if msg != "" {
			e.problems.Add(at, "field %q: %s", f.Name, msg)
			continue
		}
		e.append(spec.Migration{Verb: spec.Add, Resource: spec.Resource{Name: r.Name, Fields: []spec.Field{f.Column()}}, Rows: rows})
		for _, p := range e.state.problems {
			e.problems.Add(at, "%s", p.Message)
		}
		if len(e.state.problems) > 0 {
			return
		}
	}
}

// fillBefore returns the value that rows have got in a field before, if it still
// fits.
func (e *evolution) fillBefore(resource string, f spec.Field) spec.Rows {
	rows := spec.Rows{Fill: e.terms.Former[resource+"."+f.Name].Fill}
	if rows.Fill == "" || checkFill(f, rows.Fill) != "" {
		return spec.Rows{}
	}
	return rows
}

// fillerOf returns the value that rows get in a field that is added to their
// table: the one that the user has decided on, or one that obeys the rules of
// the field.
func fillerOf(f spec.Field, resource string, decided spec.Rows) (rows spec.Rows, problem string) {
	if decided.Truncate || decided.Reject {
		return rows, "it is new, so no row can conflict with it: only --fill says what rows get"
	}
	if decided.Fill != "" {
		return decided, checkFill(f, decided.Fill)
	}
	fill, ok := f.Filler()
	if !ok && f.Kind == spec.Owner {
		return rows, fmt.Sprintf("existing rows need an owner: write the field into gen.yaml and run gen apply --fill %s.%s=EMAIL, which gives them to the user with that address", resource, f.Name)
	}
	if !ok {
		return rows, fmt.Sprintf("existing rows need a value that obeys its rules: give it default=VALUE, or write it into gen.yaml and run gen apply --fill %s.%s=VALUE", resource, f.Name)
	}
	return spec.Rows{Fill: fill}, ""
}

// checkFill returns the reason why rows cannot get a value in a field that is
// added to their table, or "".
func checkFill(f spec.Field, value string) string {
	if !f.Demanded() {
		return "rows need no value: it is not required, or has a default"
	}
	return f.Fits(value)
}
