package history

import (
	"fmt"
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// replay applies migrations to a schema in memory.
type replay struct {
	cat        *layer.Catalog
	db         layer.Layer
	common     []spec.Field // columns that every table of a resource has
	tables     Tables
	layers     []layer.Layer // options whose tables exist
	migrations []Migration
	next       int64 // lowest number that the next migration can have
	at         int   // index of the current migration
	problems   spec.Problems
}

// run applies migrations on the database of a spec.
func run(cat *layer.Catalog, s *spec.Spec, history []spec.Migration) *replay {
	db, _ := s.Database(cat)
	r := &replay{cat: cat, db: db, common: s.Common(cat), next: 1}
	for i, m := range history {
		r.at = i
		r.apply(m)
	}
	return r
}

// problem reports an error in the current migration. The migration is applied
// as far as possible, to avoid follow-up errors.
func (r *replay) problem(format string, args ...any) {
	r.problems.Add(migrationPath(r.at), format, args...)
}

func migrationPath(i int) string { return fmt.Sprintf("migrations[%d]", i) }

func (r *replay) apply(m spec.Migration) {
	applied := Migration{Migration: m, Number: r.number(m)}
	applied.Last = applied.Number
	switch {
	case m.OfOption():
		applied.Last += int64(r.makeLayer(m)) - 1
	case m.Verb == spec.Create:
		applied.Table = r.create(m.Resource)
	case m.Verb == spec.Add:
		applied.Table = r.add(m)
	case m.Verb == spec.Remove:
		applied.Table = r.remove(m)
	case m.Verb == spec.Drop:
		applied.Table = r.drop(m.Resource)
	case m.Verb == spec.Change:
		applied.Before, applied.Table = r.alter(m)
	case m.Verb == spec.Rename && m.Field != "":
		applied.Before, applied.Table = r.renameField(m)
	case m.Verb == spec.Rename:
		applied.Before, applied.Table = r.renameResource(m)
	case m.Resource.Name != "":
		applied.Table = r.change(m.Resource)
	}
	if m.Setting != "" {
		for _, t := range r.tables {
			applied.Others = append(applied.Others, t.clone().split())
		}
	}
	applied.effect = r.effect(applied)
	applied.Table, applied.Before = applied.Table.split(), applied.Before.split()
	r.migrations = append(r.migrations, applied)
	r.next = max(r.next, applied.Last+1)
}

// number returns the number of the current migration. Without an id, that is
// the next one.
func (r *replay) number(m spec.Migration) int64 {
	if m.ID == 0 {
		return r.next
	}
	if m.ID >= r.next {
		return m.ID
	}
	i := slices.IndexFunc(r.migrations, func(other Migration) bool { return other.Includes(m.ID) })
	if i < 0 {
		r.problem("the id %06d is lower than %06d, which is listed before it: sort the list by id", m.ID, r.next-1)
	} else {
		r.problem("the id %06d belongs to %s; give it one that is free", m.ID, r.migrations[i].Step())
	}
	return m.ID
}

// makeLayer creates the tables of an option and returns how many migrations that
// takes.
func (r *replay) makeLayer(m spec.Migration) int {
	l, ok := r.cat.Option(string(m.Verb), m.Name)
	if !ok || l.Migrations == 0 {
		r.problem("%s: there is no such option, or it has no tables", m)
		return 1
	}
	if slices.ContainsFunc(r.layers, func(other layer.Layer) bool { return other.SharesTables(l) }) {
		r.problem("%s is listed twice", m)
	}
	for _, t := range r.tables {
		if takesName(l, t.Resource()) {
			r.problem("%q clashes with %s", t.Name, m)
		}
	}
	r.layers = append(r.layers, l)
	return l.Migrations
}

func (r *replay) create(res spec.Resource) Table {
	r.checkNewTable(res)
	t := Table{Name: res.Name, Plural: res.Plural, Settings: res.Settings, made: r.at}
	for i, stored := range storedKinds(res, r.limits()) {
		t.Columns = append(t.Columns, r.checked(t.Columns, Column{Field: res.Fields[i], Stored: stored, made: r.at}))
	}
	if i := r.tables.index(res.Name); i >= 0 {
		r.tables = slices.Delete(r.tables, i, i+1)
	}
	r.tables = append(r.tables, t)
	for i := range t.Columns {
		t.Columns[i] = r.referring(t.Columns[i])
	}
	r.checkFields(t.Columns)
	r.checkConstraints(t)
	r.checkKeys(t)
	return t.clone()
}

// referring returns the column of a reference with the table that it refers to,
// and of the kind of its id. Other columns stay as they are.
func (r *replay) referring(c Column) Column {
	if c.Kind == spec.Owner {
		return r.owned(c)
	}
	if c.Ref == "" {
		return c
	}
	t, ok := r.tables.Table(c.Ref)
	if !ok {
		r.problem("field %q: there is no table for %q yet", c.Name, c.Ref)
		c.Parent = c.Ref
		return c
	}
	c.Parent = t.Resource().PluralName()
	if t.Settings.ID == layer.UUIDID {
		c.Stored = spec.UUID
	}
	return c
}

// owned returns the column of an owner with the table of the users.
func (r *replay) owned(c Column) Column {
	i := slices.IndexFunc(r.layers, func(l layer.Layer) bool { return l.Users != "" })
	if i < 0 {
		r.problem("field %q: there is no table of users yet", c.Name)
		return c
	}
	c.Parent = r.layers[i].Users
	return c
}

// table returns the table that a migration changes. If it does not exist, that
// is a problem, and the result is not part of the schema.
func (r *replay) table(name string) *Table {
	if i := r.tables.index(name); i >= 0 {
		return &r.tables[i]
	}
	r.problem("there is no table for %q", name)
	return &Table{Name: name}
}

func (r *replay) add(m spec.Migration) Table {
	res := m.Resource
	if m.Setting != "" {
		_, after := r.set(m)
		return after
	}
	if c, ok := m.Constraint(); ok {
		return r.constrain(res.Name, c)
	}
	t, f := r.table(res.Name), res.Fields[0]
	if _, ok := t.Column(f.Key()); ok {
		r.problem("%q already has a column %s", res.Name, f.Key())
		return t.clone()
	}
	if msg := checkAdded(f); msg != "" {
		r.problem("field %q: %s", f.Name, msg)
	}
	c := Column{Field: f, made: r.at}
	var fits bool
	if c.Stored, fits = storedBeside(*t, t.Columns, f, r.limits()); !fits {
		r.problem("field %q: it does not fit into a row of %s; give it a smaller max", f.Name, r.db.Name)
	}
	c = r.referring(c)
	c.Filler = f.Required && !f.Unique && f.Kind != spec.Ref
	if c.Fill = m.Rows.Fill; c.Fill != "" {
		if msg := checkFill(f, c.Fill); msg != "" {
			r.problem("field %q: %s", f.Name, msg)
		}
	}
	c = r.checked(t.Columns, c)
	t.Columns = append(t.Columns, c)
	r.checkFields([]Column{c})
	r.checkKeys(*t)
	return t.clone()
}

// constrain adds a constraint to a table.
func (r *replay) constrain(resource string, c spec.Constraint) Table {
	t := r.table(resource)
	if t.Settings.Has(c) {
		r.problem("%q already has %s", resource, c)
		return t.clone()
	}
	t.Settings = t.Settings.With(c)
	for _, name := range c.Fields() {
		if stored, ok := t.named(name); ok && c.OfIndex() && stored.Kind == spec.String && stored.Stored != spec.String {
			r.problem("%s: the column of %s is text, which cannot have an index in %s; give it a smaller max first", c, name, r.db.Name)
		}
	}
	r.checkConstraints(*t)
	r.checkKeys(*t)
	return t.clone()
}

// release removes a constraint from a table.
func (r *replay) release(resource string, c spec.Constraint) (before Table) {
	t := r.table(resource)
	before = t.clone()
	if !t.Settings.Has(c) {
		r.problem("%q has no %s at this point", resource, c)
	}
	t.Settings = t.Settings.Without(c)
	return before
}

// set adds the columns of a setting to a table or removes them.
func (r *replay) set(m spec.Migration) (before, after Table) {
	t := r.table(m.Resource.Name)
	before = t.clone()
	if on := m.Verb == spec.Add; t.Settings.On(m.Setting) == on {
		r.problem("%q has %s %s at this point", t.Name, map[bool]string{true: "its", false: "no"}[on], m.Setting)
	} else {
		t.Settings.Turn(m.Setting, on)
	}
	r.checkFields(t.Columns)
	r.checkKeys(*t)
	return before, t.clone()
}

func (r *replay) remove(m spec.Migration) Table {
	res := m.Resource
	if m.Setting != "" {
		before, _ := r.set(m)
		return before
	}
	if c, ok := m.Constraint(); ok {
		return r.release(res.Name, c)
	}
	t, f := r.table(res.Name), res.Fields[0]
	before := t.clone()
	i := t.index(f.Key())
	if i < 0 {
		r.problem("%q has no column %s", res.Name, f.Key())
		return before
	}
	if !sameColumn(t.Columns[i].Field, f) {
		r.problem("%q has %s at this point", res.Name, t.Columns[i])
	}
	for _, c := range t.Settings.Constraints() {
		if slices.Contains(c.Fields(), f.Name) {
			r.problem("%q has %s at this point; remove that first", res.Name, c)
		}
	}
	t.Columns = slices.Delete(t.Columns, i, i+1)
	return before
}

func (r *replay) drop(res spec.Resource) Table {
	t := r.table(res.Name).clone()
	if len(t.Columns) > 0 && (t.Resource().PluralName() != res.PluralName() || !sameTable(t.Resource(), res)) {
		r.problem("the table is %s at this point", t.Resource())
	}
	for _, other := range r.tables {
		if i := slices.IndexFunc(other.Columns, func(c Column) bool { return c.Ref == res.Name }); i >= 0 && other.Name != res.Name {
			r.problem("%q refers to %q; drop it first, or remove %s", other.Name, res.Name, other.Columns[i])
		}
	}
	r.tables = slices.DeleteFunc(r.tables, func(t Table) bool { return t.Name == res.Name })
	return t
}

// change sets the columns of a table to those listed by a migration written by
// hand, and those that every table has. Unchanged columns keep their stored kind.
func (r *replay) change(res spec.Resource) Table {
	i := r.tables.index(res.Name)
	if i < 0 {
		return r.create(res)
	}
	t := &r.tables[i]
	if res.PluralName() != t.Resource().PluralName() {
		t.Plural = res.Plural
	}
	settings := res.Settings
	settings.ID, settings.Untimed, settings.SoftDelete = t.Settings.ID, t.Settings.Untimed || res.Untimed, t.Settings.SoftDelete || res.SoftDelete
	t.Settings = settings
	var columns []Column
	for _, f := range res.Fields {
		if c, ok := t.Column(f.Key()); ok && sameColumn(c.Field, f) {
			columns = append(columns, c)
			continue
		}
		c := Column{Field: f, made: r.at}
		c.Stored, _ = storedBeside(*t, columns, f, r.limits())
		columns = append(columns, r.checked(columns, r.referring(c)))
	}
	for _, c := range t.Columns {
		if _, listed := fieldOf(res.Fields, c.Key()); !listed && r.isCommon(c.Field) {
			columns = append(columns, c)
		}
	}
	t.Columns = columns
	r.checkFields(columns)
	r.checkConstraints(*t)
	r.checkKeys(*t)
	return t.clone()
}
