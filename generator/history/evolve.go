package history

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Terms are what the verb knows that changes a spec.
type Terms struct {
	// Now is the time of the change in UTC as an id, such as 20261127181903. The
	// last new migration gets it, unless there were higher ones: an id is never
	// used twice.
	Now int64
	// Committed reports whether a migration is committed: others may have run
	// it.
	Committed func(number int64) bool
	// Planned has the numbers of migrations that an earlier step of the same change
	// has added. Nobody has run them, so they are taken back like former ones.
	Planned map[int64]bool
	spec.Decisions
}

// Evolve completes the migrations of a filled spec so that they result in its
// resources and options. It starts from the spec's own migrations or, if it
// has none, from those of was, the spec of the last render.
// A change that undoes the latest migrations takes them back, unless they are
// committed. Any other change adds one, because a migration that may have run
// must keep its content and number.
//
// Changes for which gen does not generate a migration are problems, as is
// everything that spec.Validate reports. The spec is then left unchanged.
func Evolve(cat *layer.Catalog, s, was *spec.Spec, terms Terms) spec.Problems {
	if ps := s.Validate(cat); len(ps) > 0 {
		return ps
	}
	if _, ok := s.Database(cat); !ok {
		return nil
	}
	e := begin(cat, s, was, terms)
	if len(e.state.problems) > 0 {
		return e.state.problems
	}
	if e.keepCommitted(was); len(e.problems) > 0 {
		return e.problems
	}
	e.rename()
	e.takeBack()
	e.follow()
	e.date()
	e.keepNumbers()
	if len(e.problems) > 0 {
		return e.problems
	}
	s.Migrations = e.history
	return nil
}

// begin returns the history that Evolve starts from.
func begin(cat *layer.Catalog, s, was *spec.Spec, terms Terms) *evolution {
	e := &evolution{spec: s, cat: cat, terms: terms}
	from := was.History(cat)
	e.before = e.steps(from)
	if s.Migrations != nil {
		from = s.Migrations
	}
	e.history = make([]spec.Migration, 0, len(from)) // not nil, which stands for the history of a new project
	for _, m := range from {
		e.history = append(e.history, m.Clone())
	}
	e.identify()
	e.replay()
	return e
}

// evolution is a history that is being completed.
type evolution struct {
	spec     *spec.Spec
	cat      *layer.Catalog
	terms    Terms
	before   map[int64]string // number → step of each previous migration
	history  []spec.Migration
	state    *replay          // of the history
	first    int64            // id of the first new migration, until they are dated
	next     int64            // id of the next one
	changes  []spec.Migration // of columns, to be added
	renamed  []spec.Migration // renames that were decided and added
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

// append adds a migration.
func (e *evolution) append(m spec.Migration) {
	m.ID = e.next
	e.history = append(e.history, m)
	e.replay()
	e.next = e.state.next
}

// takeBack removes the latest migrations that the spec undoes. Migrations of a
// table that is to be removed are removed only together with the one that
// created it. A new migration written by hand stays.
func (e *evolution) takeBack() {
	keep := len(e.history)
	going := map[string]bool{} // tables whose create migration has not been reached
	for n := keep; n > 0 && e.takesBack(n-1); n-- {
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

// takesBack reports whether the spec undoes migration i, which only this
// project has.
func (e *evolution) takesBack(i int) bool {
	m := e.state.migrations[i]
	return (e.isBefore(m) || e.terms.Planned[m.Number]) && e.undone(m) && !e.committed(m)
}

// isBefore reports whether there was this migration with this number before.
func (e *evolution) isBefore(m Migration) bool { return e.before[m.Number] == m.Step() }

// committed reports whether one of the files of a migration is committed.
func (e *evolution) committed(m Migration) bool {
	for number := m.Number; number <= m.Last; number++ {
		if e.terms.Committed(number) {
			return true
		}
	}
	return false
}

// undone reports whether the spec does not have what the last migration did.
func (e *evolution) undone(last Migration) bool {
	r, ok := e.resource(last.Resource.Name)
	switch last.Verb {
	case spec.Own:
		return false
	case spec.Change:
		return e.undoneChange(last)
	case spec.Rename:
		return e.undoneRename(last)
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

// follow adds the missing migrations. Those that remove something come first,
// so that names become free; tables are created after those that they refer
// to.
func (e *evolution) follow() {
	e.keepLayers()
	likely := e.likelyResources()
	for i, r := range e.spec.Resources {
		e.keepColumns(fmt.Sprintf("resources[%d]", i), r, likely)
	}
	e.refuseDoubts()
	e.refuseUnused()
	if len(e.problems) > 0 {
		return
	}
	e.removeColumns()
	e.dropTables()
	e.changeColumns()
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

// keepLayers reports options that cannot be removed because their tables
// exist.
func (e *evolution) keepLayers() {
	for _, l := range e.state.layers {
		if !e.spec.Options.Has(l.Category, l.Name) {
			e.problems.Add(l.Category, "%s cannot be removed: its migrations are committed or not the last, and gen does not generate one that drops its tables", l.Name)
		}
	}
}

// makeLayers creates the tables of options that have none yet.
func (e *evolution) makeLayers() {
	for _, l := range e.cat.Chosen(e.spec.Options) {
		there := slices.ContainsFunc(e.state.layers, func(other layer.Layer) bool { return other.ID() == l.ID() })
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
			if _, ok := fieldOf(r.Fields, c.Key()); !ok {
				e.append(spec.Migration{Verb: spec.Remove, Resource: spec.Resource{Name: t.Name, Fields: []spec.Field{c.Column()}}})
			}
		}
	}
}

// dropTables drops the tables of resources that are gone, each before those it
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
		rows, msg := fillerOf(f, r.Name, e.terms.Rows[r.Name+"."+f.Name])
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

// fillerOf returns the value that rows get in a field that is added to their
// table: the one that the user has decided on, or one that obeys the rules of
// the field.
func fillerOf(f spec.Field, resource string, decided spec.Rows) (rows spec.Rows, problem string) {
	if decided.Truncate || decided.Reject {
		return rows, "no row stands against a field that is new"
	}
	if decided.Fill != "" {
		return decided, checkFill(f, decided.Fill)
	}
	fill, ok := f.Filler()
	if !ok {
		return rows, fmt.Sprintf("existing rows need a value that obeys its rules: give it default=VALUE, or write it into gen.yaml and run gen apply --fill %s.%s=VALUE", resource, f.Name)
	}
	return spec.Rows{Fill: fill}, ""
}

// checkFill returns the reason why rows cannot get a value in a field that is
// added to their table, or "".
func checkFill(f spec.Field, value string) string {
	if !f.Required || f.Default != "" {
		return "rows need no value: it is not required, or has a default"
	}
	return f.Fits(value)
}

// keepCommitted reports committed migrations that the owner has changed or left
// out.
func (e *evolution) keepCommitted(was *spec.Spec) {
	now := e.steps(e.history)
	before := run(e.cat, e.spec, was.History(e.cat))
	for _, m := range before.migrations {
		switch step := now[m.Number]; {
		case step == m.Step() || !e.committed(m) || e.tells(m):
		case step == "":
			e.problems.Add("migrations", "%06d %s is committed and may have run: keep it, and add a migration that undoes it", m.Number, m.Step())
		default:
			e.problems.Add("migrations", "%06d %s is committed and may have run: keep it, instead of %s, and add another migration", m.Number, m.Step(), step)
		}
	}
}

// tells reports whether the history has an own migration with more columns in its
// entry than before. That tells what its SQL, which stays, has added.
func (e *evolution) tells(was Migration) bool {
	return was.Verb == spec.Own && slices.ContainsFunc(e.state.migrations, func(m Migration) bool {
		if m.Number != was.Number || m.Verb != spec.Own || m.Name != was.Name {
			return false
		}
		same := m.Resource.Name == was.Resource.Name && m.Resource.PluralName() == was.Resource.PluralName()
		return was.Resource.Name == "" || same && !slices.ContainsFunc(was.Resource.Fields, func(f spec.Field) bool {
			g, stays := fieldOf(m.Resource.Fields, f.Key())
			return !stays || !sameColumn(f, g)
		})
	})
}

// keepNumbers reports migrations whose number has changed. Databases record by
// number which migrations have run.
func (e *evolution) keepNumbers() {
	now := e.steps(e.history)
	for i, m := range e.state.migrations {
		if e.isBefore(m) {
			continue
		}
		for _, number := range slices.Sorted(maps.Keys(e.before)) {
			if e.before[number] == m.Step() && now[number] != m.Step() {
				e.problems.Add(migrationPath(i), "%s was %06d, the number that databases have recorded it under; add new migrations after it", m.Step(), number)
				break
			}
		}
	}
}
