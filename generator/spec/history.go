package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Step is a migration as it runs: with its number and its table.
type Step struct {
	Migration
	Number int   // of its files; of the first ones where an option brings several
	Table  Table // as it is after the step, or before one that takes away
}

// Tables are those of resources at a point of the history, in the order in
// which they came to be.
type Tables []Table

// Table is the table of a resource.
type Table struct {
	Name, Plural string // of the resource
	Columns      []Column

	made int // index of the migration that created it
}

// Column is a column of a table.
type Column struct {
	Field
	Stored Kind   // whose column keeps it: that of its own kind, or of text
	Parent string // the table that a reference leads to

	made int // index of the migration that made it what it is
}

// Table finds the table of a resource.
func (t Tables) Table(resource string) (Table, bool) {
	i := t.index(resource)
	if i < 0 {
		return Table{}, false
	}
	return t[i], true
}

func (t Tables) index(resource string) int {
	return slices.IndexFunc(t, func(t Table) bool { return t.Name == resource })
}

// Resource is the table as what it was created from.
func (t Table) Resource() Resource {
	r := Resource{Name: t.Name, Plural: t.Plural}
	for _, c := range t.Columns {
		r.Fields = append(r.Fields, c.Field)
	}
	return r
}

// Column finds a column by its name.
func (t Table) Column(key string) (Column, bool) {
	i := t.index(key)
	if i < 0 {
		return Column{}, false
	}
	return t.Columns[i], true
}

func (t Table) index(key string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Key() == key })
}

// database is the layer that keeps the tables, if there is one.
func (s *Spec) database(cat *layer.Catalog) (layer.Layer, bool) {
	chosen := cat.Chosen(s.Options)
	i := slices.IndexFunc(chosen, func(l layer.Layer) bool { return l.SQL != nil })
	if i < 0 {
		return layer.Layer{}, false
	}
	return chosen[i], true
}

// History returns the migrations in the order in which they run: those of the
// spec, else those of a new project, which make the tables of options and then
// one table after the other. Without a database there are none.
func (s *Spec) History(cat *layer.Catalog) []Migration {
	if _, ok := s.database(cat); !ok {
		return nil
	}
	if s.Migrations != nil {
		return s.Migrations
	}
	return s.firstHistory(cat)
}

func (s *Spec) firstHistory(cat *layer.Catalog) []Migration {
	var history []Migration
	for _, l := range cat.Chosen(s.Options) {
		if l.Migrations > 0 {
			history = append(history, ofLayer(l))
		}
	}
	for _, r := range s.Resources {
		history = append(history, Migration{Verb: Create, Resource: r.columns()})
	}
	return history
}

// isFirst reports whether the history is that of a new project, and so need
// not be said.
func (s *Spec) isFirst(cat *layer.Catalog) bool {
	return s.Migrations == nil || slices.EqualFunc(s.Migrations, s.firstHistory(cat), func(a, b Migration) bool { return a.String() == b.String() })
}

// Replay runs the history of a valid spec in thought: its steps, and the
// tables that they lead to.
func (s *Spec) Replay(cat *layer.Catalog) ([]Step, Tables) {
	r := s.replay(cat, s.History(cat))
	return r.steps, r.tables
}

// replay is a history that runs in thought.
type replay struct {
	cat      *layer.Catalog
	db       layer.Layer
	tables   Tables
	layers   []layer.Layer // whose tables are there
	steps    []Step
	next     int // number of the next step
	at       int // index of the migration that runs
	problems Problems
}

func (s *Spec) replay(cat *layer.Catalog, history []Migration) *replay {
	db, _ := s.database(cat)
	r := &replay{cat: cat, db: db, next: 1}
	for i, m := range history {
		r.at = i
		r.run(m)
	}
	return r
}

// problem notes what is wrong with the migration that runs. It has its effect
// as far as it can, so that those behind it are not blamed.
func (r *replay) problem(format string, args ...any) {
	r.problems.add(migrationPath(r.at), format, args...)
}

func migrationPath(i int) string { return fmt.Sprintf("migrations[%d]", i) }

func (r *replay) run(m Migration) {
	step := Step{Migration: m, Number: r.next}
	r.next++
	switch {
	case m.isLayer():
		r.next += r.makeLayer(m) - 1
	case m.Verb == Create:
		step.Table = r.create(m.Resource)
	case m.Verb == Add:
		step.Table = r.add(m.Resource)
	case m.Verb == Remove:
		step.Table = r.remove(m.Resource)
	case m.Verb == Drop:
		step.Table = r.drop(m.Resource)
	case m.Resource.Name != "":
		step.Table = r.change(m.Resource)
	}
	if msg := checkOwnName(m.Name); m.Verb == Own && msg != "" {
		r.problem("%s", msg)
	}
	r.steps = append(r.steps, step)
}

// makeLayer makes the tables of an option and returns how many numbers that
// takes.
func (r *replay) makeLayer(m Migration) int {
	l, ok := r.cat.Option(string(m.Verb), m.Name)
	if !ok || l.Migrations == 0 {
		var names []string
		for _, l := range r.cat.Options(string(m.Verb)) {
			if l.Migrations > 0 {
				names = append(names, l.Name)
			}
		}
		r.problem("%q is not one of %s%s", m.Name, strings.Join(names, ", "), nearest(m.Name, names))
		return 1
	}
	if slices.ContainsFunc(r.layers, func(other layer.Layer) bool { return other.ID() == l.ID() }) {
		r.problem("%s is there twice", m)
	}
	for _, t := range r.tables {
		if takesName(l, t.Resource()) {
			r.problem("%q clashes with %s", t.Name, m)
		}
	}
	r.layers = append(r.layers, l)
	return l.Migrations
}

// takesName reports whether an option has the table that a resource needs.
func takesName(l layer.Layer, r Resource) bool {
	return slices.Contains(l.Tables, r.PluralName())
}

func (r *replay) create(res Resource) Table {
	r.checkNewTable(res)
	t := Table{Name: res.Name, Plural: res.Plural, made: r.at}
	for i, stored := range storedKinds(res.Fields, r.limits()) {
		t.Columns = append(t.Columns, Column{Field: res.Fields[i], Stored: stored, made: r.at})
	}
	if i := r.tables.index(res.Name); i >= 0 {
		r.tables = slices.Delete(r.tables, i, i+1)
	}
	r.tables = append(r.tables, t)
	for i, f := range res.Fields {
		t.Columns[i].Parent = r.parent(f)
	}
	r.checkFields(t.Columns)
	r.checkKeys(t)
	return t.clone()
}

// checkNewTable holds a table against those that are there.
func (r *replay) checkNewTable(res Resource) {
	for _, name := range []string{res.Name, res.PluralName()} {
		if msg := checkSnake(name); msg != "" {
			r.problem("%s", msg)
			return
		}
	}
	for _, t := range r.tables {
		switch {
		case t.Name == res.Name:
			r.problem("%q is there already; drop it first", res.Name)
		case t.Resource().PluralName() == res.PluralName():
			r.problem("%q: its table %s is there already, that of %q", res.Name, res.PluralName(), t.Name)
		}
	}
	for _, l := range r.layers {
		if takesName(l, res) {
			r.problem("%q clashes with %s", res.Name, ofLayer(l))
		}
	}
}

// checkFields holds columns against the rules of all fields.
func (r *replay) checkFields(columns []Column) {
	taken := map[string]bool{}
	for _, c := range columns {
		if taken[c.Key()] {
			r.problem("field %q is there twice", c.Name)
		}
		taken[c.Key()] = true
		for _, msg := range c.check() {
			r.problem("field %q: %s", c.Name, msg)
		}
	}
}

// checkKeys holds what is unique or indexed in a table against the limits of
// the database.
func (r *replay) checkKeys(t Table) {
	limits := r.limits()
	if limits == nil {
		return
	}
	for _, p := range t.Resource().checkKeys(r.db.Name, *limits) {
		r.problem("%s", p.message)
	}
}

func (r *replay) limits() *layer.Limits {
	if r.db.SQL == nil {
		return nil
	}
	return r.db.SQL.Limits
}

// parent is the table that a reference leads to.
func (r *replay) parent(f Field) string {
	if f.Kind != Ref {
		return ""
	}
	t, ok := r.tables.Table(f.Ref)
	if !ok {
		r.problem("field %q: no table of %q is there yet", f.Name, f.Ref)
		return f.Ref
	}
	return t.Resource().PluralName()
}

// table finds the table that a migration changes. Where there is none, one
// that is in no schema takes the change.
func (r *replay) table(name string) *Table {
	if i := r.tables.index(name); i >= 0 {
		return &r.tables[i]
	}
	r.problem("no table of %q is there", name)
	return &Table{Name: name}
}

// clone makes a copy that later changes of the schema leave alone.
func (t Table) clone() Table {
	t.Columns = slices.Clone(t.Columns)
	return t
}

func (r *replay) add(res Resource) Table {
	t, f := r.table(res.Name), res.Fields[0]
	if _, ok := t.Column(f.Key()); ok {
		r.problem("%q has a column %s already", res.Name, f.Key())
		return t.clone()
	}
	if msg := f.checkAdded(); msg != "" {
		r.problem("field %q: %s", f.Name, msg)
	}
	c := Column{Field: f, Parent: r.parent(f), made: r.at}
	var fits bool
	if c.Stored, fits = storedBeside(t.Columns, f, r.limits()); !fits {
		r.problem("field %q: there is no room for it in a row of %s; give it a smaller max", f.Name, r.db.Name)
	}
	t.Columns = append(t.Columns, c)
	r.checkFields([]Column{c})
	r.checkKeys(*t)
	return t.clone()
}

// checkAdded returns why a field cannot be added to a table with rows, "" if
// it can.
func (f Field) checkAdded() string {
	switch {
	case f.Required && f.Unique:
		return "rows that are there cannot each get a value that is required and unique; leave required out"
	case f.Required && f.Kind == Ref:
		return "rows that are there have nothing to refer to; leave required out"
	}
	return ""
}

func (r *replay) remove(res Resource) Table {
	t, f := r.table(res.Name), res.Fields[0]
	before := t.clone()
	i := t.index(f.Key())
	if i < 0 {
		r.problem("%q has no column %s", res.Name, f.Key())
		return before
	}
	if !sameColumn(t.Columns[i].Field, f) {
		r.problem("%q has %s here", res.Name, t.Columns[i])
	}
	t.Columns = slices.Delete(t.Columns, i, i+1)
	return before
}

func (r *replay) drop(res Resource) Table {
	t := r.table(res.Name).clone()
	if len(t.Columns) > 0 && (t.Resource().PluralName() != res.PluralName() || !sameColumns(t.Resource().Fields, res.Fields)) {
		r.problem("it is %s here", t.Resource())
	}
	for _, other := range r.tables {
		if i := slices.IndexFunc(other.Columns, func(c Column) bool { return c.Ref == res.Name }); i >= 0 && other.Name != res.Name {
			r.problem("%q refers to %q; drop it first, or remove %s", other.Name, res.Name, other.Columns[i])
		}
	}
	r.tables = slices.DeleteFunc(r.tables, func(t Table) bool { return t.Name == res.Name })
	return t
}

// change gives a table the columns that it has after an own migration. One
// that was there and stays the same is kept as it was.
func (r *replay) change(res Resource) Table {
	i := r.tables.index(res.Name)
	if i < 0 {
		return r.create(res)
	}
	t := &r.tables[i]
	if res.PluralName() != t.Resource().PluralName() {
		t.Plural = res.Plural
	}
	var columns []Column
	for _, f := range res.Fields {
		if c, ok := t.Column(f.Key()); ok && sameColumn(c.Field, f) {
			columns = append(columns, c)
			continue
		}
		c := Column{Field: f, Parent: r.parent(f), made: r.at}
		c.Stored, _ = storedBeside(columns, f, r.limits())
		columns = append(columns, c)
	}
	t.Columns = columns
	r.checkFields(columns)
	r.checkKeys(*t)
	return t.clone()
}

// maxOwnName bounds the name of an own migration, and so that of its files.
const maxOwnName = 100

func checkOwnName(name string) string {
	if len(name) > maxOwnName {
		return fmt.Sprintf("%q is longer than %d characters", name, maxOwnName)
	}
	if !snake.MatchString(name) {
		return fmt.Sprintf("%q: use snake_case, lower-case letters and digits, starting with a letter", name)
	}
	return ""
}

// maxMigrations bounds what one history can make gen write.
const maxMigrations = 10_000

// validateHistory replays the migrations and holds what they lead to against
// the resources.
func (s *Spec) validateHistory(cat *layer.Catalog, ps *Problems) {
	if s.Migrations == nil {
		return
	}
	if len(s.Migrations) > maxMigrations {
		ps.add("migrations", "%d of them; at most %d are allowed", len(s.Migrations), maxMigrations)
		return
	}
	if slices.ContainsFunc(s.Migrations, func(m Migration) bool { return m.unread }) {
		return
	}
	r := s.replay(cat, s.Migrations)
	if len(r.problems) == 0 {
		r.compare(s)
	}
	*ps = append(*ps, r.problems...)
}

// compare notes where the schema is not that of the resources.
func (r *replay) compare(s *Spec) {
	for _, l := range r.cat.Chosen(s.Options) {
		if l.Migrations > 0 && !slices.ContainsFunc(r.layers, func(other layer.Layer) bool { return other.ID() == l.ID() }) {
			r.problems.add("migrations", "%s is missing", ofLayer(l))
		}
	}
	for i, m := range s.Migrations {
		if m.isLayer() && !s.Options.Has(string(m.Verb), m.Name) {
			r.problems.add(migrationPath(i), "%s is not chosen", m)
		}
	}
	for i, res := range s.Resources {
		r.compareTable(fmt.Sprintf("resources[%d]", i), res)
	}
	for _, t := range r.tables {
		if !slices.ContainsFunc(s.Resources, func(res Resource) bool { return res.Name == t.Name }) {
			r.problems.add(migrationPath(t.made), "%q is created and is no resource; drop it in the end", t.Name)
		}
	}
}

func (r *replay) compareTable(path string, res Resource) {
	t, ok := r.tables.Table(res.Name)
	if !ok {
		r.problems.add(path, "no migration creates the table of %q", res.Name)
		return
	}
	if t.Resource().PluralName() != res.PluralName() {
		r.problems.add(migrationPath(t.made), "makes the table %s, and the plural of %q is %s", t.Resource().PluralName(), res.Name, res.PluralName())
	}
	for j, f := range res.Fields {
		c, ok := t.Column(f.Key())
		switch {
		case !ok:
			r.problems.add(fmt.Sprintf("%s.fields[%d]", path, j), "field %q: no migration adds it to %q", f.Name, res.Name)
		case !sameColumn(c.Field, f):
			r.problems.add(migrationPath(c.made), "makes %s, and the resource %q has %s", c, res.Name, f.column())
		}
	}
	for _, c := range t.Columns {
		if _, ok := fieldOf(res.Fields, c.Key()); !ok {
			r.problems.add(migrationPath(c.made), "makes %s, which is no field of %q; remove it in the end", c, res.Name)
		}
	}
}
