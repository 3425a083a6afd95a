package history

import (
	"maps"
	"slices"

	"github.com/gen-go/gen/generator/spec"
)

// rename adds the renames that the spec has, but not yet the history: those that
// are decided, and new plurals. It first takes back those that the spec undoes.
func (e *evolution) rename() {
	for n := len(e.history); n > 0 && e.history[n-1].Verb == spec.Rename && e.takesBack(n-1); n-- {
		e.history = e.history[:n-1]
		e.replay()
	}
	for _, m := range e.terms.Renames {
		if e.hasRenamed(m) {
			e.append(m)
			e.renamed = append(e.renamed, m)
		}
	}
	for _, r := range e.spec.Resources {
		if t, ok := e.state.tables.Table(r.Name); ok && t.Resource().PluralName() != r.PluralName() {
			e.append(spec.Migration{Verb: spec.Rename, Resource: spec.Resource{Name: r.Name}, To: r.Name, ToPlural: r.Plural})
		}
	}
	for _, p := range e.state.problems {
		e.problems.Add("", "%s", p.Message)
	}
}

// hasRenamed reports whether a rename leads from the tables to the spec.
func (e *evolution) hasRenamed(m spec.Migration) bool {
	t, ok := e.state.tables.Table(m.Resource.Name)
	if !ok {
		return false
	}
	if m.Field == "" {
		_, stays := e.resource(m.Resource.Name)
		_, comes := e.resource(m.To)
		return comes && !stays
	}
	r, ok := e.resource(m.Resource.Name)
	named := func(name string) func(spec.Field) bool {
		return func(f spec.Field) bool { return f.Name == name }
	}
	if c, _ := t.Column(m.Field); e.state.isCommon(c.Field) && slices.ContainsFunc(t.Resource().Fields, named(m.To)) {
		return false // it was renamed before, and the table has got another one
	}
	return ok && slices.ContainsFunc(t.Resource().Fields, named(m.Field)) &&
		!slices.ContainsFunc(r.Fields, named(m.Field)) && slices.ContainsFunc(r.Fields, named(m.To))
}

// changeColumn plans the change of a column, or reports why there is no
// migration for it.
func (e *evolution) changeColumn(path string, r spec.Resource, t Table, old Column, f spec.Field) {
	name := r.Name + "." + f.Name
	rows := e.terms.Rows[name]
	if e.state.alike(old.Field, f) && !rows.Truncate {
		e.retell(r.Name, old, f)
		return
	}
	if cannotChange(old.Field, f) != "" {
		e.problems.Add(path,
			"field %q: gen does not generate a migration that changes %s to %s; keep the field, or write one and add it to migrations: own change_%s %s",
			f.Name, old, f.Column(), old.Key(), r.Columns())
		return
	}
	now := Column{Field: f}
	now.Stored, _ = storedBeside(t, others(t, old), f, e.state.limits())
	if f.Refers() {
		now.Stored = old.Stored
	}
	against := Against(old, now, e.state.limits())
	if former, ok := e.terms.Former[name]; ok && rows == (spec.Rows{}) && len(undecided(name, against, old.Field, f, rows)) > 0 {
		rows = former
	}
	for _, msg := range append(undecided(name, against, old.Field, f, rows), checkRows(against, old.Field, f, rows)...) {
		e.problems.Add(path, "field %q: %s", f.Name, msg)
	}
	e.changes = append(e.changes, steps(r.Name, old, now, rows)...)
}

// steps returns the migrations that change a column. A key is dropped before
// its column becomes text, which cannot be a key, and added after it was.
func steps(resource string, old, now Column, rows spec.Rows) []spec.Migration {
	change := func(f spec.Field, rows spec.Rows) spec.Migration {
		return spec.Migration{Verb: spec.Change, Resource: spec.Resource{Name: resource, Fields: []spec.Field{f.Column()}}, Rows: rows}
	}
	keyless := func(f spec.Field) spec.Field {
		f.Unique, f.Index = false, false
		return f
	}
	last := change(now.Field, rows)
	switch {
	case old.IsKey() == now.IsKey() || old.Stored == now.Stored:
		return []spec.Migration{last}
	case now.IsKey():
		return []spec.Migration{change(keyless(now.Field), rows), change(now.Field, spec.Rows{})}
	}
	return []spec.Migration{change(keyless(old.Field), spec.Rows{}), last}
}

// changeColumns adds the changes of columns.
func (e *evolution) changeColumns() {
	for _, m := range e.changes {
		e.append(m)
		for _, p := range e.state.problems {
			e.problems.Add("", "%s: %s", m.Resource.Name, p.Message)
		}
		if len(e.state.problems) > 0 {
			return
		}
	}
}

// refuseUnused reports decisions about fields that do not change and resources
// that are not removed.
func (e *evolution) refuseUnused() {
	for _, name := range slices.Sorted(maps.Keys(e.terms.Rows)) {
		if !e.adds(name) && !slices.ContainsFunc(e.changes, func(m spec.Migration) bool { return m.Resource.Name+"."+m.Resource.Fields[0].Name == name }) {
			e.problems.Add("", "nothing to decide about the rows of %s: it does not change, or no row can conflict with the change", name)
		}
	}
}

// adds reports whether a field, such as book.title, is added to a table.
func (e *evolution) adds(name string) bool {
	return slices.ContainsFunc(e.spec.Resources, func(r spec.Resource) bool {
		t, ok := e.state.tables.Table(r.Name)
		return ok && slices.ContainsFunc(r.Fields, func(f spec.Field) bool {
			_, there := t.Column(f.Key())
			return !there && r.Name+"."+f.Name == name
		})
	})
}

// others returns the other columns of a table.
func others(t Table, c Column) []Column {
	return slices.DeleteFunc(slices.Clone(t.Columns), func(other Column) bool { return other.Key() == c.Key() })
}

// undoneChange reports whether the spec has the column as it was before the
// change.
func (e *evolution) undoneChange(last Migration) bool {
	r, _ := e.resource(last.Resource.Name)
	i := last.Changed()
	f, ok := fieldOf(r.Fields, last.Resource.Fields[0].Key())
	return ok && i >= 0 && sameColumn(f, last.Before.Columns[i].Field)
}

// undoneRename reports whether the spec has the old name and not the new one.
func (e *evolution) undoneRename(last Migration) bool {
	r, ok := e.resource(last.Resource.Name)
	if last.Field == "" {
		_, renamed := e.resource(last.To)
		return ok && r.PluralName() == last.Before.Resource().PluralName() && (last.To == r.Name || !renamed)
	}
	has := func(name string) bool {
		return slices.ContainsFunc(r.Fields, func(f spec.Field) bool { return f.Name == name })
	}
	return ok && has(last.Field) && !has(last.To)
}
