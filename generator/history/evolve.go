package history

import (
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
	// Settled is set after a merge, which knows the renames: what is gone and what
	// is new are different things.
	Settled bool
	// Former says by field, such as book.title, what was decided about rows before.
	// It holds for changes about which nothing else is decided.
	Former map[string]spec.Rows
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
	if e.refuseDoubts(); len(e.problems) > 0 { // before what may have been renamed is taken back
		return e.problems
	}
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

// table returns a resource with all columns of its table.
func (e *evolution) table(name string) (spec.Resource, bool) {
	r, ok := e.resource(name)
	return e.spec.Table(e.cat, r), ok
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
	r, ok := e.table(last.Resource.Name)
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
		return ok && r.PluralName() == last.Resource.PluralName() && e.hadTable(last, r)
	case spec.Add:
		if last.Setting != "" {
			return !r.On(last.Setting)
		}
		if c, constrains := last.Constraint(); constrains {
			return !r.Has(c)
		}
		_, there := fieldOf(r.Fields, last.Resource.Fields[0].Key())
		return !there
	case spec.Remove:
		if last.Setting != "" {
			return !ok || r.On(last.Setting)
		}
		if c, constrains := last.Constraint(); constrains {
			return !ok || r.Has(c)
		}
		f, there := fieldOf(r.Fields, last.Resource.Fields[0].Key())
		return !ok || there && sameColumn(f, last.Resource.Fields[0])
	}
	return !e.spec.Options.Has(string(last.Verb), last.Name)
}

// hadTable reports whether a dropped table was that of r. Some of its columns and
// constraints may have been removed before it was dropped, such as references of
// circles.
func (e *evolution) hadTable(dropped Migration, r spec.Resource) bool {
	var removed []Migration
	for _, m := range e.state.migrations {
		switch {
		case m.Number >= dropped.Number:
		case m.Verb == spec.Remove && m.Resource.Name == dropped.Resource.Name:
			removed = append(removed, m)
		case m.Verb != spec.Drop && m.Verb != spec.Remove:
			removed = nil
		}
	}
	had := dropped.Resource
	for _, m := range removed {
		if m.Setting != "" {
			had.Turn(m.Setting, r.On(m.Setting))
		} else if c, constrains := m.Constraint(); constrains {
			if r.Has(c) && !had.Has(c) {
				had.Settings = had.With(c)
			}
		} else if f, ok := fieldOf(r.Fields, m.Resource.Fields[0].Key()); ok && sameColumn(f, m.Resource.Fields[0]) {
			had.Fields = append(slices.Clone(had.Fields), f)
		}
	}
	return sameTable(r, had)
}

// keepCommitted reports committed migrations that the owner has changed or left
// out.
func (e *evolution) keepCommitted(was *spec.Spec) {
	now := e.steps(e.history)
	before := run(e.cat, e.spec, was.History(e.cat))
	for _, m := range before.migrations {
		switch step := now[m.Number]; {
		case step == m.Step() || !e.committed(m) || e.doesSame(m) || e.listsMore(m):
		case step == "":
			e.problems.Add("migrations", "%06d %s is committed and may have run: keep it, and add a migration that undoes it", m.Number, m.Step())
		default:
			e.problems.Add("migrations", "%06d %s is committed and may have run: keep it, instead of %s, and add another migration", m.Number, m.Step(), step)
		}
	}
}

// doesSame reports whether the history has a migration that does the same, with
// another length of a string that makes no difference to the database.
func (e *evolution) doesSame(was Migration) bool {
	return slices.ContainsFunc(e.state.migrations, func(m Migration) bool { return m.Number == was.Number && m.Same(was) })
}

// listsMore reports whether the entry of a migration that its owner has written
// lists more columns than before: those that its SQL has added all along.
func (e *evolution) listsMore(was Migration) bool {
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
