package render

import (
	"fmt"
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

	Notes   []string // what happens with rows that conflict with the change
	Updates []string // what follows UPDATE table SET for such rows
	Copied  string   // value of the column in a row that is copied to a new table
	// Widened is the column afterwards if the one before cannot hold the value
	// that rows get.
	Widened *Field
	// Longest is the number of characters beyond which a string makes the
	// change fail although it has room in the column, or 0.
	Longest int

	Column  *Field // the column afterwards, if more than its index changes
	Type    string // of the column afterwards, if it changes
	Null    string // DROP if the column can be null from now on, SET if it no longer can
	Default bool   // whether the default changes
	Check   string // condition of the check constraint afterwards, if it changes
	// OldKey and NewKey are the columns before and after the change if another
	// index is needed, or none.
	OldKey, NewKey *Field
	// Dropped and Added are the columns before and after the change if their
	// index is dropped and created: also if only its order of nulls changes.
	Dropped, Added *Field
	Nothing        bool // whether nothing changes in this database
}

// name sets the names of the constraints and indexes of a field.
func (f *Field) name(table, quoted string, db layer.Dialect) {
	f.Table = quoted
	f.CheckName = db.NameOf(table, f.Name, layer.CheckName)
	f.ForeignKey = db.NameOf(table, f.Name, layer.ForeignKeyName)
	switch {
	case f.Unique:
		f.KeyName = f.Name + layer.UniqueName
		f.IndexName = db.NameOf(table, f.Name, layer.UniqueName)
	case f.Index:
		f.KeyName = f.Name + layer.IndexName
		f.IndexName = db.NameOf(table, f.Name, layer.IndexName)
	}
	f.IndexNames = []string{f.IndexName}
	if whole := table + "_" + f.KeyName; f.IndexName != "" && f.IndexName != whole {
		f.IndexNames = append(f.IndexNames, whole[:db.Names])
	}
	f.ForeignKeys = []string{f.ForeignKey}
	if cut := db.CutNameOf(table, f.Name, layer.ForeignKeyName); cut != f.ForeignKey {
		f.ForeignKeys = append(f.ForeignKeys, cut)
	}
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
	old, now, t := before.Columns[i].Field, after.Columns[i].Field, m.Treatment(back, v.SQL.Limits)
	v.Change.treat(t, old, now)
	if t.Long && !t.Truncate && now.Length() < v.SQL.Limits.Short {
		v.Change.Longest = now.Length()
	}
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
	if old.SQLType != now.SQLType || old.Constraints != now.Constraints {
		c.Column = now
	}
	if old.SQLType != now.SQLType {
		c.Type = now.SQLType
	}
	switch {
	case old.Nullable && !now.Nullable:
		c.Null = "SET"
	case !old.Nullable && now.Nullable:
		c.Null = "DROP"
	}
	c.Default = old.Preset != now.Preset
	if old.Check != now.Check {
		c.Check = now.Check
	}
	if old.IndexName != "" {
		c.Dropped = old
	}
	if now.IndexName != "" {
		c.Added = now
	}
	switch {
	case old.KeyName != now.KeyName:
		c.OldKey, c.NewKey = c.Dropped, c.Added
	case old.Nullable == now.Nullable:
		c.Dropped, c.Added = nil, nil
	}
}

// treat determines what happens with rows that conflict with the change.
func (c *Change) treat(t history.Treatment, old, now spec.Field) {
	c.Notes = t.Notes(now)
	column := c.Field.Column
	c.Copied = column
	var rows []string
	if t.Null {
		rows = append(rows, column+" IS NULL")
	}
	if len(t.Values) > 0 {
		rows = append(rows, column+" IN ('"+strings.Join(t.Values, "', '")+"')")
	}
	if len(rows) > 0 && t.Fill != "" {
		fill := now
		fill.Default = t.Fill
		value, where := sqlDefault(fill), strings.Join(rows, " OR ")
		c.Updates = append(c.Updates, column+" = "+value+" WHERE "+where)
		c.Copied = "CASE WHEN " + where + " THEN " + value + " ELSE " + column + " END"
		if (c.Type != "" || c.Check != "") && !t.Long && old.Fits(t.Fill) != "" {
			c.Widened = c.Column
		}
	}
	if t.Truncate {
		cut := fmt.Sprintf("substr(%s, 1, %d)", column, now.Length())
		c.Copied = fmt.Sprintf("substr(%s, 1, %d)", c.Copied, now.Length())
		c.Updates = append(c.Updates, column+" = "+cut+" WHERE "+column+" <> "+cut)
	}
	if c.Nothing = c.Column == nil && c.Dropped == nil && c.Added == nil && len(c.Updates) == 0; c.Nothing {
		c.Notes = append(c.Notes, "Nothing changes in this database.")
	}
}
