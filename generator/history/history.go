// Package history determines what the migrations of a project do to its
// schema, and which ones must be added when the spec changes. A migration that
// may have run never changes.
package history

import (
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Migration is a migration with its number and the table that it changes.
type Migration struct {
	spec.Migration
	Number int64  // of its files; of the first if an option has several
	Last   int64  // of the last of them
	Table  Table  // after the migration, or before one that removes something
	Before Table  // of a change or a rename
	Others Tables // all tables, for one that changes a setting

	effect string // on the schema of the database; see Same
}

// Includes reports whether a number is one of those of the migration's files.
func (m Migration) Includes(number int64) bool { return m.Number <= number && number <= m.Last }

// Same reports whether two migrations of the same database do the same to its
// schema, so that the SQL of one can stand for that of the other.
func (m Migration) Same(other Migration) bool { return m.effect == other.effect }

// Tables are the tables of the resources at some point of the history, oldest
// first.
type Tables []Table

// Table is the table of a resource.
type Table struct {
	Name, Plural string // of the resource
	Settings     spec.Settings
	Columns      []Column
	// Links are its fields that have tables of their own. Those of a migration are
	// here, and otherwise among the columns.
	Links []Column

	made int // index of the migration that created it
}

// Column is a column of a table.
type Column struct {
	spec.Field
	Stored spec.Kind // kind of the column: that of the field, Text, or UUID for a reference to such an id
	Parent string    // the table that a reference refers to
	// Filler reports whether the column was added to a table with rows, which
	// got a value that is still its default; see render.
	Filler bool
	// Fill is this value, as it is written in gen.yaml, or "" for the zero value
	// of the type.
	Fill string
	// CheckNumber is the number of its check constraint in the names that MySQL
	// generates, such as books_chk_1, or 0 if it has none.
	CheckNumber int

	made int // index of the migration that added it
}

// Table returns the table of a resource, or false if there is none.
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

// Resource returns the resource that the table stores.
func (t Table) Resource() spec.Resource {
	r := spec.Resource{Name: t.Name, Plural: t.Plural, Settings: t.Settings}
	for _, c := range t.Columns {
		r.Fields = append(r.Fields, c.Field)
	}
	return r
}

// split returns the table with its links apart from its columns.
func (t Table) split() Table {
	columns := t.Columns
	t.Columns = nil
	for _, c := range columns {
		if c.Kind == spec.Refs {
			t.Links = append(t.Links, c)
		} else {
			t.Columns = append(t.Columns, c)
		}
	}
	return t
}

// Link returns the field with a table of its own that the migration adds, removes
// or renames, before and after it, or false if it does not.
func (m Migration) Link() (before, after Column, ok bool) {
	of := func(t Table, name string) (Column, bool) {
		i := slices.IndexFunc(t.Links, func(c Column) bool { return c.Name == name })
		if i < 0 {
			return Column{}, false
		}
		return t.Links[i], true
	}
	switch {
	case m.Verb == spec.Rename && m.Field != "":
		if before, ok = of(m.Before, m.Field); ok {
			after, ok = of(m.Table, m.To)
		}
	case (m.Verb == spec.Add || m.Verb == spec.Remove) && len(m.Resource.Fields) == 1:
		after, ok = of(m.Table, m.Resource.Fields[0].Name)
	}
	return before, after, ok
}

// Column returns the column with the given name, or false if there is none.
func (t Table) Column(key string) (Column, bool) {
	i := t.index(key)
	if i < 0 {
		return Column{}, false
	}
	return t.Columns[i], true
}

// named returns the column of a field, or false if there is none.
func (t Table) named(field string) (Column, bool) {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == field })
	if i < 0 {
		return Column{}, false
	}
	return t.Columns[i], true
}

func (t Table) index(key string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Key() == key })
}

// clone returns a copy that is not affected by later migrations.
func (t Table) clone() Table {
	t.Columns = slices.Clone(t.Columns)
	return t
}

// Replay returns the migrations of a valid spec, and the tables that exist after
// them.
func Replay(cat *layer.Catalog, s *spec.Spec) ([]Migration, Tables) {
	r := run(cat, s, s.History(cat))
	return r.migrations, r.tables
}
