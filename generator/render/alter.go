package render

import (
	"fmt"
	"slices"
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

	Notes   []string // what happens with rows that conflict with the change
	Updates []string // what follows UPDATE table SET for such rows
	Copied  string   // value of the column in a row that is copied to a new table
	// Widened is the column afterwards if the one before cannot hold the value
	// that rows get.
	Widened *Field
	// Longest is the number of characters beyond which a string makes the
	// change fail although it has room in the column, or 0.
	Longest int
	// Fits is the condition that a decimal of a row has no digits that the change
	// would lose, or "" if it can lose none.
	Fits string

	Column  *Field // the column afterwards, if more than its index changes
	Type    string // of the column afterwards, if it changes
	Null    string // DROP if the column can be null from now on, SET if it no longer can
	Default bool   // whether the default changes
	// Reference is the column afterwards if its foreign key changes.
	Reference *Field
	Check     string // condition of the check constraint afterwards, if it changes
	// Dropped and Added are the indexes of the table that are dropped and created:
	// also if only their order of nulls changes.
	Dropped, Added []Index
	// Renamed are the indexes for searches and of several fields that get another
	// name with one of these or with the table.
	Renamed []RenamedIndex
	// RenamedChecks are the checks that get another name likewise.
	RenamedChecks []RenamedCheck
	Nothing       bool // whether nothing changes in this database
}

// RenamedIndex is an index before and after a rename.
type RenamedIndex struct{ Old, New Index }

// RenamedCheck is a check before and after a rename.
type RenamedCheck struct{ Old, New Check }

// name sets the names of the constraints of a field.
func (f *Field) name(table, quoted string, db layer.Dialect) {
	f.Table = quoted
	f.CheckName = db.NameOf(table, f.Name, layer.CheckName)
	f.ForeignKey = db.NameOf(table, f.Name, layer.ForeignKeyName)
	f.ForeignKeys = []string{f.ForeignKey}
	if cut := db.CutNameOf(table, f.Name, layer.ForeignKeyName); cut != f.ForeignKey {
		f.ForeignKeys = append(f.ForeignKeys, cut)
	}
}

// alter adds to the view what a change or a rename does. Back is true for its
// way back.
func (v *View) alter(m history.Migration, back bool, part int) {
	before, after := m.Before, m.Table
	if back {
		before, after = after, before
	}
	v.Resource = tableOf(after, v.SQL)
	v.Change = &Change{Table: tableOf(before, v.SQL)}
	v.Change.Table.keepFillers(before, v.SQL)
	v.Resource.keepFillers(after, v.SQL)
	v.Change.compareIndexes(m, v.Resource)
	v.Relinks = relinks(m, back, v.SQL)
	i := m.Changed()
	if i < 0 {
		return
	}
	at := place(before, i) + part // as after the change
	v.Field, v.Change.Field = &v.Resource.Fields[at], &v.Change.Table.Fields[at]
	v.Change.compare(v.Field)
	if m.Verb != spec.Change {
		return
	}
	old, now, t := before.Columns[i].Field, after.Columns[i].Field, m.Treatment(back, v.SQL.Limits)
	v.Change.treat(t, old, now, v.SQL)
	if part > 0 {
		v.Change.Notes = nil
	}
	if t.Long && !t.Truncate && now.Length() < v.SQL.Limits.Short {
		v.Change.Longest = now.Length()
	}
}

// keepFillers gives the columns that were added to a table with rows the
// default that they still have.
func (r *Resource) keepFillers(t history.Table, db layer.Dialect) {
	for i, c := range t.Columns {
		if c.Filler {
			r.Fields[place(t, i)].addTo(c, db)
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
	if old.Action != now.Action {
		c.Reference = now
	}
	if old.Check != now.Check {
		c.Check = now.Check
	}
}

// compareIndexes determines which indexes differ before and after the change.
func (c *Change) compareIndexes(m history.Migration, now *Resource) {
	if m.Verb == spec.Rename {
		others := slices.Concat(now.Searches, now.Composites)
		for i, old := range slices.Concat(c.Table.Searches, c.Table.Composites) {
			if x := others[i]; x.Name != old.Name {
				c.Renamed = append(c.Renamed, RenamedIndex{Old: old, New: x})
			}
		}
		for i, old := range c.Table.Checks {
			if x := now.Checks[i]; x.Name != old.Name {
				c.RenamedChecks = append(c.RenamedChecks, RenamedCheck{Old: old, New: x})
			}
		}
		return
	}
	c.Dropped, c.Added = lacking(c.Table.Indexes, now.Indexes), lacking(now.Indexes, c.Table.Indexes)
}

// CopyOf returns the value of a column in a row that is copied to a new table.
func (c *Change) CopyOf(f Field) string {
	if c.Field != nil && f.Name == c.Field.Name {
		return c.Copied
	}
	return f.Column
}

// lacking returns the indexes that others do not have.
func lacking(indexes, others []Index) []Index {
	return slices.DeleteFunc(slices.Clone(indexes), func(x Index) bool {
		return slices.ContainsFunc(others, func(y Index) bool {
			return x.Name == y.Name && x.On == y.On && x.Folding == y.Folding && x.Living == y.Living && x.Where == y.Where
		})
	})
}

// treat determines what happens with rows that conflict with the change.
func (c *Change) treat(t history.Treatment, old, now spec.Field, db layer.Dialect) {
	c.Notes = t.Notes(now)
	column := c.Field.Column
	c.Copied = column
	var rows []string
	if t.Null {
		rows = append(rows, column+" IS NULL")
	}
	if len(t.Values) > 0 {
		rows = append(rows, column+" IN ("+db.Literals(t.Values)+")")
	}
	if len(rows) > 0 && t.Fill != "" {
		fill := now
		fill.Default = t.Fill
		value, where := sqlDefault(fill, db), strings.Join(rows, " OR ")
		c.Updates = append(c.Updates, column+" = "+value+" WHERE "+where)
		c.Copied = "CASE WHEN " + where + " THEN " + value + " ELSE " + column + " END"
		if (c.Type != "" || c.Check != "") && !t.Long && old.Fits(t.Fill) != "" {
			c.Widened = c.Column
		}
	}
	switch {
	case t.Digits:
		c.shorten(t, now, db)
	case t.Truncate:
		cut := fmt.Sprintf("substr(%s, 1, %d)", column, now.Length())
		c.Copied = fmt.Sprintf("substr(%s, 1, %d)", c.Copied, now.Length())
		c.Updates = append(c.Updates, column+" = "+cut+" WHERE "+column+" <> "+cut)
	}
	if c.Nothing = c.Column == nil && c.Reference == nil && len(c.Dropped)+len(c.Added) == 0 && len(c.Updates) == 0 && c.Fits == ""; c.Nothing {
		c.Notes = append(c.Notes, "Nothing changes in this database.")
	}
}

// shorten determines what happens with the digits of a decimal for which there is
// no more room.
func (c *Change) shorten(t history.Treatment, now spec.Field, db layer.Dialect) {
	column := c.Field.Column
	filled := strings.NewReplacer("<column>", column, "<digits>", strconv.Itoa(now.Digits()))
	cut, fits := filled.Replace(db.Cut), filled.Replace(db.Fits)
	switch {
	case !t.Truncate:
		c.Fits = fits
	case db.Using != "":
		c.Type += strings.ReplaceAll(db.Using, "<value>", cut)
	default:
		c.Updates = append(c.Updates, column+" = "+cut+" WHERE NOT ("+fits+")")
		without, filled := strings.CutSuffix(c.Copied, " ELSE "+column+" END")
		if !filled {
			without = "CASE"
		}
		c.Copied = without + " WHEN NOT (" + fits + ") THEN " + cut + " ELSE " + column + " END"
	}
}
