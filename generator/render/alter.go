package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Change is what a migration changes or renames. View.Resource and View.Field
// are the table and the column afterwards.
type Change struct {
	Table *Resource // before
	Field *Field    // before; nil if the table is renamed

	Notes   []string // what happens with rows that stand against the change
	Updates []string // what follows UPDATE table SET for such rows

	Column  bool   // whether more than its index changes
	Null    string // DROP if the column can be null from now on, SET if it no longer can
	Default bool   // whether the default changes
	Check   bool   // whether the check constraint changes
	Index   bool   // whether another index is needed, or none
	// Dropped and Added are the columns before and after the change if their
	// index is dropped and created: also if only its order of nulls changes.
	Dropped, Added *Field
	Nothing        bool // whether nothing changes in this database
}

// name sets the names of the constraints and indexes of a field.
func (f *Field) name(table, quoted string) {
	f.Table, f.CheckName = quoted, table+"_"+f.Name+"_check"
	switch {
	case f.Unique:
		f.KeyName = f.Name + "_key"
	case f.Index:
		f.KeyName = f.Name + "_idx"
	default:
		return
	}
	f.IndexName = table + "_" + f.KeyName
}

// alter adds to the view what a change or a rename does. Back is true for its
// way back.
func (v *View) alter(m history.Migration, back bool) {
	before, after := m.Before, m.Table
	if back {
		before, after = after, before
	}
	v.Resource = tableOf(after, v.SQL)
	v.Change = &Change{Table: tableOf(before, v.SQL)}
	v.Change.Table.keepFillers(before, v.SQL)
	v.Resource.keepFillers(after, v.SQL)
	i := m.Changed()
	if i < 0 {
		return
	}
	v.Field, v.Change.Field = &v.Resource.Fields[i], &v.Change.Table.Fields[i]
	v.Change.compare(v.Field)
	if m.Verb != spec.Change {
		return
	}
	if back {
		m.Rows = spec.Rows{}
	}
	old, now := before.Columns[i], after.Columns[i]
	v.Change.treat(*v.Field, history.Against(old, now, v.SQL.Limits), old.Field, now.Field, m.Rows)
}

// keepFillers gives the columns that were added to a table with rows the
// default that they still have.
func (r *Resource) keepFillers(t history.Table, db layer.Dialect) {
	for i, c := range t.Columns {
		if c.Filler {
			r.Fields[i].addTo(c, db)
		}
	}
}

// compare determines what differs between the column before and after the
// change.
func (c *Change) compare(now *Field) {
	old := c.Field
	c.Column = old.SQLType != now.SQLType || old.Constraints != now.Constraints
	switch {
	case old.Nullable && !now.Nullable:
		c.Null = "SET"
	case !old.Nullable && now.Nullable:
		c.Null = "DROP"
	}
	c.Default = old.Preset != now.Preset
	c.Check = old.Check != now.Check
	c.Index = old.KeyName != now.KeyName
	if !c.Index && old.Nullable == now.Nullable {
		return
	}
	if old.IndexName != "" {
		c.Dropped = old
	}
	if now.IndexName != "" {
		c.Added = now
	}
}

// treat determines what happens with rows that stand against the change.
func (c *Change) treat(f Field, against history.Conflict, old, now spec.Field, rows spec.Rows) {
	name, column := now.Key(), c.Field.Column
	note := func(format string, args ...any) { c.Notes = append(c.Notes, fmt.Sprintf(format, args...)) }
	var without []string
	if against.Null {
		without = append(without, column+" IS NULL")
	}
	if len(against.Values) > 0 {
		without = append(without, column+" IN ('"+strings.Join(against.Values, "', '")+"')")
	}
	fill := now
	if fill.Default = rows.Fill; fill.Default == "" && len(against.Values) == 0 {
		fill.Default = now.Default
	}
	value := sqlDefault(fill)
	switch {
	case len(without) > 0 && value != "":
		note("Rows %s get %s.", description(against, name), value)
		c.Updates = append(c.Updates, fmt.Sprintf("%s = %s WHERE %s", column, value, strings.Join(without, " OR ")))
	case len(without) > 0:
		note("This fails if there are rows %s.", description(against, name))
	}
	length := strconv.Itoa(now.Length())
	switch {
	case rows.Truncate:
		note("Rows with more than %s characters in %s are cut.", length, name)
		c.Updates = append(c.Updates, fmt.Sprintf("%[1]s = substr(%[1]s, 1, %[2]s) WHERE %[1]s <> substr(%[1]s, 1, %[2]s)", column, length))
	case against.Long:
		note("This fails if there are rows with more than %s characters in %s.", length, name)
	}
	if against.Twice {
		note("This fails if two rows have the same %s.", name)
	}
	if c.Nothing = !c.Column && !c.Index && c.Dropped == nil && c.Added == nil && len(c.Updates) == 0; c.Nothing {
		note("Nothing changes in this database.")
	}
}

// description describes rows that stand against a change.
func description(against history.Conflict, name string) string {
	var rows []string
	if against.Null {
		rows = append(rows, "without "+name)
	}
	if len(against.Values) > 0 {
		rows = append(rows, "with "+name+" "+strings.Join(against.Values, " or "))
	}
	return strings.Join(rows, " or ")
}
