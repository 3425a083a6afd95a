// Package history knows how the schema of a project came to be: the migrations
// of its spec, what each does to the tables, and which ones have to follow when
// the spec changes. A migration that may have run never changes.
package history

import (
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Step is a migration as it runs: with its number and its table.
type Step struct {
	spec.Migration
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
	spec.Field
	Stored spec.Kind // whose column keeps it: that of its own kind, or of text
	Parent string    // the table that a reference leads to

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
func (t Table) Resource() spec.Resource {
	r := spec.Resource{Name: t.Name, Plural: t.Plural}
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

// clone makes a copy that later changes of the schema leave alone.
func (t Table) clone() Table {
	t.Columns = slices.Clone(t.Columns)
	return t
}

// Replay runs the history of a valid spec in thought: its steps, and the
// tables that they lead to.
func Replay(cat *layer.Catalog, s *spec.Spec) ([]Step, Tables) {
	r := run(cat, s, s.History(cat))
	return r.steps, r.tables
}
