package history

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Changed returns the index of the column that a migration changes or renames,
// or -1 if there is none.
func (m Migration) Changed() int {
	return slices.IndexFunc(m.Before.Columns, func(c Column) bool {
		return m.Verb == spec.Change && c.Key() == m.Resource.Fields[0].Key() || m.Verb == spec.Rename && c.Name == m.Field
	})
}

// Conflict is what rows may have that conflicts with the change of a column.
type Conflict struct {
	Null   bool     // no value, which is needed now
	Values []string // values of an enum that are removed
	Long   bool     // strings that are too long
	Digits bool     // decimals with too many digits after the point
	Twice  bool     // a value that another row has, too
}

// Against returns what rows may have that conflicts with a change. Lengths
// matter only on a database with limits.
func Against(old, now Column, limits *layer.Limits) Conflict {
	c := Conflict{Null: old.Nullable() && !now.Nullable(), Twice: now.Unique && !old.Unique || now.FoldsCase() && !old.FoldsCase()}
	for _, v := range old.Values {
		if !slices.Contains(now.Values, v) {
			c.Values = append(c.Values, v)
		}
	}
	longest := func(c Column) int {
		if c.Stored != spec.String {
			return maxLong
		}
		return room(c.Field, *limits)
	}
	c.Digits = now.Kind == spec.Decimal && shorter(old.Field, now.Field)
	c.Long = limits != nil && now.Kind == spec.String && longest(now) < longest(old)
	return c
}

// maxLong is the length of a column without limit.
const maxLong = math.MaxInt

// shorter reports whether values may have to be cut: a string, or the digits of a
// decimal after the point.
func shorter(old, now spec.Field) bool {
	switch {
	case old.Kind != now.Kind:
		return false
	case now.Kind == spec.Decimal:
		return now.Digits() < old.Digits()
	}
	return now.Kind == spec.String && now.Length() < old.Length()
}

// Treatment is what a change does with rows that conflict with it.
type Treatment struct {
	Conflict
	Fill     string // value that they get, as it is written in gen.yaml, or ""
	Truncate bool   // whether they are cut
}

// Treatment returns what a change does with rows that conflict with it. The way
// back has no decision of the user, so it fails if there are any.
func (m Migration) Treatment(back bool, limits *layer.Limits) Treatment {
	i := m.Changed()
	old, now := m.Before.Columns[i], m.Table.Columns[i]
	if back {
		return Treatment{Conflict: Against(now, old, limits)}
	}
	t := Treatment{Conflict: Against(old, now, limits), Fill: m.Rows.Fill, Truncate: m.Rows.Truncate}
	if t.Fill == "" && t.Null && len(t.Values) == 0 {
		t.Fill = now.Default
	}
	return t
}

// Notes returns sentences about the rows of a table whose column f is changed.
func (t Treatment) Notes(f spec.Field) []string {
	var notes []string
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	name := f.Key()
	var rows []string
	if t.Null {
		rows = append(rows, "without "+name)
	}
	if len(t.Values) > 0 {
		rows = append(rows, "with the "+name+" "+strings.Join(t.Values, " or "))
	}
	switch {
	case len(rows) > 0 && t.Fill != "":
		note("Rows %s get %s.", strings.Join(rows, " or "), t.Fill)
	case len(rows) > 0:
		note("This fails if there are rows %s.", strings.Join(rows, " or "))
	}
	switch {
	case t.Digits && t.Truncate:
		note("Digits of %s after the point are cut off beyond a scale of %d.", name, f.Digits())
	case t.Digits:
		note("This fails if there are rows with more digits after the point in %s than a scale of %d.", name, f.Digits())
	case t.Truncate:
		note("Rows with more than %d characters in %s are cut.", f.Length(), name)
	case t.Long:
		note("This fails if there are rows with more than %d characters in %s.", f.Length(), name)
	}
	if t.Twice {
		note("This fails if two rows have the same %s%s.", name, map[bool]string{true: ", whatever the case of A to Z"}[f.FoldsCase()])
	}
	return notes
}

// alter changes a column.
func (r *replay) alter(m spec.Migration) (before, after Table) {
	t, f := r.table(m.Resource.Name), m.Resource.Fields[0]
	before = t.clone()
	i := t.index(f.Key())
	if i < 0 {
		r.problem("%q has no column %s", m.Resource.Name, f.Key())
		return before, before
	}
	old := t.Columns[i]
	if msg := cannotChange(old.Field, f); msg != "" {
		r.problem("%s", msg)
		return before, before
	}
	c := Column{Field: f, Parent: old.Parent, CheckNumber: old.CheckNumber, made: r.at}
	var fits bool
	if c.Stored, fits = storedBeside(*t, others(*t, old), f, r.limits()); !fits {
		r.problem("field %q: it does not fit into a row of %s; give it a smaller max", f.Name, r.db.Name)
	}
	if f.Refers() {
		c.Stored = old.Stored
	}
	for _, msg := range checkRows(Against(old, c, r.limits()), old.Field, f, m.Rows) {
		r.problem("field %q: %s", f.Name, msg)
	}
	t.Columns[i] = c
	r.checkFields([]Column{c})
	r.checkConstraints(*t)
	r.checkKeys(*t)
	return before, t.clone()
}

// cannotChange returns the reason why gen does not generate a migration for a
// change of a column, or "".
func cannotChange(old, now spec.Field) string {
	if sameType(old, now) || old.Kind == spec.Int && now.Kind == spec.BigInt || old.Kind == spec.String && now.Kind == spec.Text {
		return ""
	}
	return "gen does not generate a migration that changes the type of " + old.Column().String() + " to that of " + now.Column().String()
}

func sameType(a, b spec.Field) bool { return a.Kind == b.Kind && a.Ref == b.Ref }

// renameField renames a column.
func (r *replay) renameField(m spec.Migration) (before, after Table) {
	t := r.table(m.Resource.Name)
	before = t.clone()
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == m.Field })
	if i < 0 {
		r.problem("%q has no field %s", m.Resource.Name, m.Field)
		return before, before
	}
	c := t.Columns[i]
	c.Name = m.To
	if _, taken := t.Column(c.Key()); taken {
		r.problem("%q already has a column %s", m.Resource.Name, c.Key())
		return before, before
	}
	t.Columns[i] = c
	t.Settings = t.Settings.RenamedField(m.Field, m.To)
	r.checkFields([]Column{c})
	r.checkKeys(*t)
	return before, t.clone()
}

// renameResource renames a resource and its table, also in the references to
// it.
func (r *replay) renameResource(m spec.Migration) (before, after Table) {
	t := r.table(m.Resource.Name)
	before = t.clone()
	old := t.Name
	t.Name, t.Plural = "", "" // so that it does not clash with itself
	r.checkNewTable(spec.Resource{Name: m.To, Plural: m.ToPlural})
	t.Name, t.Plural = m.To, m.ToPlural
	for i := range r.tables {
		for j, c := range r.tables[i].Columns {
			if c.Ref == old {
				r.tables[i].Columns[j].Ref = m.To
				r.tables[i].Columns[j].Parent = t.Resource().PluralName()
			}
		}
	}
	r.checkKeys(*t)
	return before, t.clone()
}

// checkRows returns the reasons why rows cannot be treated as a change says.
func checkRows(c Conflict, old, now spec.Field, rows spec.Rows) []string {
	if rows.Fill == "" {
		return nil
	}
	if msg := now.Fits(rows.Fill); msg != "" {
		return []string{msg}
	}
	if len(c.Values) > 0 && !slices.Contains(old.Values, rows.Fill) {
		return []string{rows.Fill + " is not a value of the column yet; add it by a change of its own, then remove " + strings.Join(c.Values, ", ")}
	}
	return nil
}

// undecided returns a message for each kind of rows that conflict with a new
// change and for which nothing is decided, and for each decision that decides
// nothing. Name is that of the field in flags, such as book.title.
func undecided(name string, c Conflict, old, now spec.Field, rows spec.Rows) []string {
	var bad []string
	fills, implied := c.Null || len(c.Values) > 0, now.Default != "" && len(c.Values) == 0
	reject := "--reject " + name + " makes the migration fail if there are any"
	switch {
	case rows.Fill != "" && !fills:
		bad = append(bad, "--fill "+name+": no row needs another value")
	case rows.Fill != "" || rows.Reject:
	case len(c.Values) > 0:
		bad = append(bad, "rows may have the value "+strings.Join(c.Values, " or ")+": --fill "+name+"=VALUE replaces it, "+reject)
	case c.Null && !implied:
		bad = append(bad, "rows may have no value: --fill "+name+"=VALUE gives them one, "+reject)
	}
	if msg := undecidedLength(name, c, shorter(old, now), rows); msg != "" {
		bad = append(bad, msg)
	}
	if rows.Reject && (!fills || rows.Fill != "" || implied) && (!c.Long && !c.Digits || rows.Truncate) {
		bad = append(bad, "--reject "+name+": no row can conflict with the change")
	}
	return bad
}

// undecidedLength is the part of undecided about values that become shorter.
func undecidedLength(name string, c Conflict, shorter bool, rows spec.Rows) string {
	switch {
	case rows.Truncate && !shorter:
		return "--truncate " + name + ": the field does not become shorter"
	case c.Digits && !rows.Truncate && !rows.Reject:
		return "rows may have more digits after the point: --truncate " + name + " cuts them off, --reject " + name + " makes the migration fail if there are any"
	case c.Long && !rows.Truncate && !rows.Reject:
		return "rows may have longer values: --truncate " + name + " cuts them, --reject " + name + " makes the migration fail if there are any"
	}
	return ""
}

// checked returns a new column of a table with the number of its check
// constraint, if the database gives it one.
func (r *replay) checked(others []Column, c Column) Column {
	if r.db.SQL == nil || r.db.SQL.Checks[string(c.Stored)] == "" {
		return c
	}
	for _, other := range others {
		c.CheckNumber = max(c.CheckNumber, other.CheckNumber)
	}
	c.CheckNumber++
	return c
}
