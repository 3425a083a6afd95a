package history

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Joined is the history of a project whose branches were merged.
type Joined struct {
	Migrations []spec.Migration // sorted by id
	Moved      []Moved
	Dropped    []Dropped
}

// Moved is a migration of theirs that has another id in the joined history,
// because ours has given its id to another one.
type Moved struct {
	Migration
	To int64
}

// Dropped is a migration of one side that is not in the joined history, because
// the other side has done the same, or because the result is as the other side
// has it.
type Dropped struct {
	Migration
	Side    spec.Side
	Instead Migration // of the other side, if any
}

// Join joins the histories of ours and theirs, two changed versions of base,
// for merged, the result of spec.Merge. It has all migrations of both sides,
// and those of merged that none of them has. Where both have changed the same
// table or column, only those of one side can run: the side that has what merged
// has, or else the one that did it first.
func Join(cat *layer.Catalog, base, ours, theirs, merged *spec.Spec) Joined {
	j := &join{
		sides:  map[spec.Side]*spec.Spec{spec.Ours: ours, spec.Theirs: theirs},
		fresh:  map[spec.Side][]Migration{},
		merged: merged,
	}
	if _, ok := merged.Database(cat); !ok {
		return Joined{}
	}
	b, o, t := numbers(cat, base), numbers(cat, ours), numbers(cat, theirs)
	j.split(b, o, t)
	if merged.Migrations != nil {
		for _, m := range numbers(cat, merged) {
			if _, known := withNumber(slices.Concat(b, o, t), m.Number); !known {
				j.common = append(j.common, m)
			}
		}
	}
	j.settle()
	j.move()
	all := slices.Concat(j.common, j.fresh[spec.Ours], j.fresh[spec.Theirs])
	slices.SortStableFunc(all, func(a, b Migration) int { return cmp.Compare(a.Number, b.Number) })
	next := int64(1)
	j.out.Migrations = []spec.Migration{} // not nil, which stands for the history of a new project
	for _, m := range all {
		m := m.identified(next)
		next = m.Last + 1
		j.out.Migrations = append(j.out.Migrations, m.Migration)
	}
	relabel(cat, merged, j.out.Migrations)
	return j.out
}

// relabel gives the strings that are removed the lengths that their columns
// have at that point. The other side may have changed them, where that has no
// effect on the columns.
func relabel(cat *layer.Catalog, s *spec.Spec, history []spec.Migration) {
	for i, m := range history {
		if m.Verb != spec.Remove && m.Verb != spec.Drop {
			continue
		}
		r := run(cat, s, history[:i])
		t, _ := r.tables.Table(m.Resource.Name)
		for k, f := range m.Resource.Fields {
			if c, ok := t.Column(f.Key()); ok && r.alike(c.Field, f) {
				m.Resource.Fields[k].Max = c.Max
			}
		}
	}
}

type join struct {
	sides  map[spec.Side]*spec.Spec
	merged *spec.Spec
	common []Migration
	fresh  map[spec.Side][]Migration // those that one side has added
	out    Joined
}

// numbers returns the migrations of a spec.
func numbers(cat *layer.Catalog, s *spec.Spec) []Migration {
	all, _ := Replay(cat, s)
	return all
}

// identified returns the migration with an id, unless its number follows from
// its position.
func (m Migration) identified(next int64) Migration {
	m.Migration = m.Migration.Clone()
	if m.ID != 0 || m.Number != next {
		m.ID = m.Number
	}
	return m
}

func withNumber(all []Migration, number int64) (Migration, bool) {
	i := slices.IndexFunc(all, func(m Migration) bool { return m.Number == number })
	if i < 0 {
		return Migration{}, false
	}
	return all[i], true
}

// split divides the migrations into those that are in base or in both histories,
// and the new ones of each side. A migration that one side no longer has stays:
// it is committed, and databases may have run it. Only one that its owner has
// written may be taken out, because its SQL is gone.
func (j *join) split(base, ours, theirs []Migration) {
	for _, o := range ours {
		b, known := withNumber(base, o.Number)
		t, shared := withNumber(theirs, o.Number)
		switch {
		case shared && known && t.Step() != b.Step(): // the length of a string, which has no effect on its column
			j.common = append(j.common, t)
		case shared && (known || t.Step() == o.Step()), known && o.Verb != spec.Own:
			j.common = append(j.common, o)
		case !known:
			j.fresh[spec.Ours] = append(j.fresh[spec.Ours], o)
		}
	}
	for _, t := range theirs {
		_, known := withNumber(base, t.Number)
		o, shared := withNumber(ours, t.Number)
		switch {
		case known && !shared && t.Verb != spec.Own:
			j.common = append(j.common, t)
		case !known && !(shared && o.Step() == t.Step()):
			j.fresh[spec.Theirs] = append(j.fresh[spec.Theirs], t)
		}
	}
}

// move gives other ids to migrations of theirs whose id ours has used. Those
// after them follow, so that their order stays.
func (j *join) move() {
	next := int64(1)
	for i, m := range j.fresh[spec.Theirs] {
		to := max(m.Number, next)
		for taken := true; taken; {
			taken = false
			for _, o := range slices.Concat(j.common, j.fresh[spec.Ours]) {
				if o.Number <= to+m.Last-m.Number && to <= o.Last {
					to, taken = o.Last+1, true
				}
			}
		}
		next = to + m.Last - m.Number + 1
		if to == m.Number {
			continue
		}
		j.out.Moved = append(j.out.Moved, Moved{Migration: m, To: to})
		m.Number, m.Last = to, next-1
		if m.ID != 0 {
			m.ID = to
		}
		j.fresh[spec.Theirs][i] = m
	}
}

// settle drops the migrations of one side where both have changed the same, or
// where what it has removed stays.
func (j *join) settle() {
	for ours, theirs, ok := j.contested(); ok; ours, theirs, ok = j.contested() {
		table, column := ours.Resource.Name, ours.column()
		if theirs.column() == "" { // it creates or drops the table
			column = ""
		}
		loser, instead := spec.Theirs, ours
		if j.prefersTheirs(ours, theirs, table, column) {
			loser, instead = spec.Ours, theirs
		}
		j.drop(loser, instead, func(m Migration) bool {
			if table == "" {
				return m.Step() == instead.Step()
			}
			return m.touches(table, column)
		})
	}
	for _, side := range []spec.Side{spec.Ours, spec.Theirs} {
		for _, m := range slices.Clone(j.fresh[side]) {
			if j.overruled(side, m) {
				j.drop(side, Migration{}, func(o Migration) bool { return o.touches(m.Resource.Name, m.column()) })
			}
		}
	}
}

// overruled reports whether a migration removes something that the other side
// has and the result, too, or changes a column that is in the result as the
// other side has it.
func (j *join) overruled(side spec.Side, m Migration) bool {
	table, column := m.Resource.Name, m.column()
	is, own, other := valueOf(j.merged, table, column), valueOf(j.sides[side], table, column), valueOf(j.sides[otherSide(side)], table, column)
	switch m.Verb {
	case spec.Drop, spec.Remove:
		return own == "" && is != ""
	case spec.Change:
		return own != is && other == is
	}
	return false
}

func otherSide(side spec.Side) spec.Side {
	if side == spec.Ours {
		return spec.Theirs
	}
	return spec.Ours
}

// drop drops new migrations of a side.
func (j *join) drop(side spec.Side, instead Migration, which func(Migration) bool) {
	j.fresh[side] = slices.DeleteFunc(j.fresh[side], func(m Migration) bool {
		if !which(m) {
			return false
		}
		j.out.Dropped = append(j.out.Dropped, Dropped{Migration: m, Side: side, Instead: instead})
		return true
	})
}

// touches reports whether gen has generated the migration for a table, or for
// a column of it if there is one.
func (m Migration) touches(table, column string) bool {
	return m.Verb != spec.Own && m.Resource.Name == table && (column == "" || m.column() == column)
}

// contested returns a migration of each side such that only one of them can
// run.
func (j *join) contested() (ours, theirs Migration, ok bool) {
	for _, o := range j.fresh[spec.Ours] {
		for _, t := range j.fresh[spec.Theirs] {
			if contest(o, t) {
				return o, t, true
			}
		}
	}
	return Migration{}, Migration{}, false
}

func contest(a, b Migration) bool {
	switch {
	case a.Verb == spec.Own || b.Verb == spec.Own:
		return false
	case a.OfOption() || b.OfOption():
		return a.Step() == b.Step()
	case a.Resource.Name != b.Resource.Name:
		return false
	}
	whole := a.column() == "" || b.column() == ""
	return whole || a.column() == b.column()
}

// column returns the name of the column that the migration changes, or "" if it
// creates, drops or renames a table.
func (m Migration) column() string {
	switch m.Verb {
	case spec.Add, spec.Remove, spec.Change:
		return m.Resource.Fields[0].Key()
	case spec.Rename:
		return m.Field
	}
	return ""
}

// prefersTheirs reports whether the migrations of theirs stay where both sides
// have changed a table or a column.
func (j *join) prefersTheirs(ours, theirs Migration, table, column string) bool {
	if table == "" {
		return theirs.Number < ours.Number
	}
	is := valueOf(j.merged, table, column)
	o, t := valueOf(j.sides[spec.Ours], table, column), valueOf(j.sides[spec.Theirs], table, column)
	switch {
	case (o == is) != (t == is):
		return t == is
	case (o == "") != (t == ""):
		return (t == "") == (is == "")
	}
	return theirs.Number < ours.Number
}

// valueOf returns what a spec has of a table or a column, or "".
func valueOf(s *spec.Spec, table, column string) string {
	for _, r := range s.Resources {
		if r.Name != table {
			continue
		}
		if column == "" {
			return fmt.Sprint(r.Columns())
		}
		if f, ok := fieldOf(r.Fields, column); ok {
			return f.Column().String()
		}
	}
	return ""
}
