package history

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Evolve completes the history so that it leads to the resources and options
// of a filled spec: from its own migrations if it has some, else from those of
// was, the spec that was rendered last, nil if there is none. What undoes the
// last migrations takes them back; everything else is followed by a new one,
// since a migration that may have run neither changes nor gets another number.
//
// What no migration is generated for is a problem, and then the spec is left
// as it was. So is what Validate finds in the rest of it.
func Evolve(cat *layer.Catalog, s, was *spec.Spec) spec.Problems {
	if ps := s.Validate(cat); len(ps) > 0 {
		return ps
	}
	if _, ok := s.Database(cat); !ok {
		return nil
	}
	e := &evolution{spec: s, cat: cat}
	if was != nil {
		e.before = was.History(cat)
	}
	from := e.before
	if s.Migrations != nil {
		from = s.Migrations
	}
	e.history = make([]spec.Migration, 0, len(from)) // an empty history is none that follows from the rest
	for _, m := range from {
		e.history = append(e.history, m.Clone())
	}
	e.replay()
	if len(e.state.problems) > 0 {
		return e.state.problems
	}
	e.takeBack()
	e.follow()
	e.keepNumbers()
	if len(e.problems) > 0 {
		return e.problems
	}
	s.Migrations = e.history
	return nil
}

// evolution is a history on its way to a spec.
type evolution struct {
	spec     *spec.Spec
	cat      *layer.Catalog
	before   []spec.Migration
	history  []spec.Migration
	state    *replay // of the history
	problems spec.Problems
}

func (e *evolution) resource(name string) (spec.Resource, bool) {
	i := slices.IndexFunc(e.spec.Resources, func(r spec.Resource) bool { return r.Name == name })
	if i < 0 {
		return spec.Resource{}, false
	}
	return e.spec.Resources[i], true
}

func (e *evolution) replay() { e.state = run(e.cat, e.spec, e.history) }

// append lets another migration follow.
func (e *evolution) append(m spec.Migration) {
	e.history = append(e.history, m)
	e.replay()
}

// takeBack drops the last migrations as long as the spec undoes them, and
// those of a table that goes only together with the one that created it. What
// was just written by hand stays.
func (e *evolution) takeBack() {
	keep := len(e.history)
	going := map[string]bool{} // tables whose creation is yet to be met
	for n := keep; n > 0 && e.isBefore(n-1) && e.undone(e.history[n-1]); n-- {
		last := e.history[n-1]
		if _, stays := e.resource(last.Resource.Name); !stays && (last.Verb == spec.Add || last.Verb == spec.Remove) {
			going[last.Resource.Name] = true
		} else {
			delete(going, last.Resource.Name)
		}
		if len(going) == 0 {
			keep = n - 1
		}
	}
	e.history = e.history[:keep]
	e.replay()
}

// isBefore reports whether a migration was there before, at the same place.
func (e *evolution) isBefore(i int) bool {
	return i < len(e.before) && e.history[i].String() == e.before[i].String()
}

// undone reports whether the spec is as if the last migration had not been.
func (e *evolution) undone(last spec.Migration) bool {
	r, ok := e.resource(last.Resource.Name)
	switch last.Verb {
	case spec.Own:
		return false
	case spec.Create:
		return !ok
	case spec.Drop:
		return ok && r.PluralName() == last.Resource.PluralName() && sameColumns(r.Fields, last.Resource.Fields)
	case spec.Add:
		_, there := fieldOf(r.Fields, last.Resource.Fields[0].Key())
		return !there
	case spec.Remove:
		f, there := fieldOf(r.Fields, last.Resource.Fields[0].Key())
		return !ok || there && sameColumn(f, last.Resource.Fields[0])
	}
	return !e.spec.Options.Has(string(last.Verb), last.Name)
}

// follow appends what is missing: first what goes, so that names are free,
// then what comes, each table after those that it refers to.
func (e *evolution) follow() {
	e.keepLayers()
	for i, r := range e.spec.Resources {
		e.keepColumns(fmt.Sprintf("resources[%d]", i), r)
	}
	if len(e.problems) > 0 {
		return
	}
	e.removeColumns()
	e.dropTables()
	e.makeLayers()
	for _, r := range e.spec.Resources {
		if _, ok := e.state.tables.Table(r.Name); !ok {
			e.append(spec.Migration{Verb: spec.Create, Resource: r.Columns()})
		}
	}
	for i, r := range e.spec.Resources {
		e.addColumns(fmt.Sprintf("resources[%d]", i), r)
	}
}

// keepLayers refuses to leave out an option whose tables are there.
func (e *evolution) keepLayers() {
	for _, l := range e.state.layers {
		if !e.spec.Options.Has(l.Category, l.Name) {
			e.problems.Add(l.Category, "%s stays: its migrations are not the last, and none is generated that drops its tables", l.Name)
		}
	}
}

// makeLayers makes the tables of options that have none yet.
func (e *evolution) makeLayers() {
	for _, l := range e.cat.Chosen(e.spec.Options) {
		there := slices.ContainsFunc(e.state.layers, func(other layer.Layer) bool { return other.ID() == l.ID() })
		if l.Migrations > 0 && !there {
			e.append(spec.MigrationOf(l))
		}
	}
}

// keepColumns refuses what would change a column, or a table, that is there.
func (e *evolution) keepColumns(path string, r spec.Resource) {
	t, ok := e.state.tables.Table(r.Name)
	if !ok {
		return
	}
	if name := t.Resource().PluralName(); name != r.PluralName() {
		e.problems.Add(path, "no migration is generated that renames the table %s; keep the plural, or write one: own rename_%s %s",
			name, name, r.Columns())
	}
	for j, f := range r.Fields {
		c, ok := t.Column(f.Key())
		if !ok || sameColumn(c.Field, f) {
			continue
		}
		if e.state.alike(c.Field, f) {
			e.retell(r.Name, c, f)
			continue
		}
		e.problems.Add(fmt.Sprintf("%s.fields[%d]", path, j),
			"field %q: no migration is generated that makes %s of %s; keep it, or write one and tell under migrations what it leads to: own change_%s %s",
			f.Name, f.Column(), c, c.Key(), r.Columns())
	}
}

// alike reports whether two fields are the same column on this database,
// which may see less of the length of a string than validation does.
func (r *replay) alike(a, b spec.Field) bool {
	if a.Kind != spec.String || b.Kind != spec.String || r.lengthSeen(a) != r.lengthSeen(b) {
		return false
	}
	a.Max, b.Max = "", ""
	return sameColumn(a, b)
}

// lengthSeen is what the database sees of the length of a string.
func (r *replay) lengthSeen(f spec.Field) int {
	limits := r.limits()
	if limits == nil {
		return 0
	}
	return min(room(f, *limits), limits.Long+1) // what is longer is text
}

// retell writes the new length of a string into the migration that made its
// column, and into the own ones that name it since. Their files stay as they
// are; another database would see it.
func (e *evolution) retell(table string, c Column, f spec.Field) {
	for i := c.made; i < len(e.history); i++ {
		m := e.history[i]
		if m.Resource.Name != table || i > c.made && m.Verb != spec.Own {
			continue
		}
		if j := slices.IndexFunc(m.Resource.Fields, func(g spec.Field) bool { return g.Key() == c.Key() }); j >= 0 {
			m.Resource.Fields[j].Max = f.Max
		}
	}
	e.replay()
}

// removeColumns removes what is no field any more from the tables that stay.
func (e *evolution) removeColumns() {
	for _, t := range slices.Clone(e.state.tables) {
		r, ok := e.resource(t.Name)
		if !ok {
			continue
		}
		for _, c := range t.Columns {
			if _, ok := fieldOf(r.Fields, c.Key()); !ok {
				e.append(spec.Migration{Verb: spec.Remove, Resource: spec.Resource{Name: t.Name, Fields: []spec.Field{c.Column()}}})
			}
		}
	}
}

// dropTables drops those that are no resource any more, each before what it
// refers to.
func (e *evolution) dropTables() {
	for {
		i := slices.IndexFunc(e.state.tables, func(t Table) bool { return e.isFree(t) })
		if i < 0 {
			return
		}
		e.append(spec.Migration{Verb: spec.Drop, Resource: e.state.tables[i].Resource().Columns()})
	}
}

// isFree reports whether a table is no resource's and no other refers to it.
func (e *evolution) isFree(t Table) bool {
	if _, ok := e.resource(t.Name); ok {
		return false
	}
	return !slices.ContainsFunc(e.state.tables, func(other Table) bool {
		return other.Name != t.Name && slices.ContainsFunc(other.Columns, func(c Column) bool { return c.Ref == t.Name })
	})
}

// addColumns adds the fields that a table lacks.
func (e *evolution) addColumns(path string, r spec.Resource) {
	for j, f := range r.Fields {
		t, _ := e.state.tables.Table(r.Name)
		if _, ok := t.Column(f.Key()); ok {
			continue
		}
		at := fmt.Sprintf("%s.fields[%d]", path, j)
		if msg := checkAdded(f); msg != "" {
			e.problems.Add(at, "field %q: %s", f.Name, msg)
			continue
		}
		e.append(spec.Migration{Verb: spec.Add, Resource: spec.Resource{Name: r.Name, Fields: []spec.Field{f.Column()}}})
		for _, p := range e.state.problems {
			e.problems.Add(at, "%s", p.Message)
		}
		if len(e.state.problems) > 0 {
			return
		}
	}
}

// keepNumbers refuses a history that gives a migration of before another
// number, by which databases know that it has run.
func (e *evolution) keepNumbers() {
	before := map[int]string{}
	for _, step := range run(e.cat, e.spec, e.before).steps {
		before[step.Number] = step.String()
	}
	now := map[int]string{}
	for _, step := range e.state.steps {
		now[step.Number] = step.String()
	}
	for i, step := range e.state.steps {
		if before[step.Number] == step.String() {
			continue // it was here
		}
		for _, number := range slices.Sorted(maps.Keys(before)) {
			if before[number] == step.String() && now[number] != step.String() {
				e.problems.Add(migrationPath(i), "%s was %06d, and databases know it by that number; put what is new behind it", step.Migration, number)
				break
			}
		}
	}
}
