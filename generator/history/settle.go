package history

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gen-go/gen/generator/spec"
)

// settle drops the migrations of one side where both have changed the same, or
// where the result is as the other side has it.
func (j *join) settle() {
	for ours, theirs, ok := j.contested(); ok; ours, theirs, ok = j.contested() {
		loser, lost, instead := spec.Theirs, theirs, ours
		if j.prefersTheirs(ours, theirs) {
			loser, lost, instead = spec.Ours, ours, theirs
		}
		at := lost.at
		if instead.at.column == "" { // it creates or drops the table
			at.column = ""
		}
		j.drop(Dropped{Side: loser, Instead: instead.Migration}, func(m target) bool {
			if at.table == "" {
				return m.Step() == instead.Step()
			}
			renamed := at.column != "" && m.Verb == spec.Rename && j.valueOf(j.merged, at) != "" // which needs no other migration
			return m.touches(at) && !renamed
		})
	}
	for _, side := range []spec.Side{spec.Ours, spec.Theirs} {
		for _, m := range j.targets(side) {
			if j.overruled(side, m) {
				j.drop(Dropped{Side: side}, func(o target) bool { return o.touches(m.at) && o.Verb != spec.Rename })
			}
		}
	}
}

// place is a table, or a column or constraint of it, by the names that they have
// in the base. What is new has its own name.
type place struct{ table, column string }

// addsCommon reports whether a migration adds a column that every table has.
func (j *join) addsCommon(m Migration) bool {
	if m.Verb != spec.Add || len(m.Resource.Fields) == 0 {
		return false
	}
	c, ok := fieldOf(j.every, m.Resource.Fields[0].Key())
	return ok && sameColumn(c, m.Resource.Fields[0])
}

// target is a migration and what it changes.
type target struct {
	Migration
	at place
}

// placesOf returns what the new migrations of a side change, by number.
func (j *join) placesOf(side spec.Side) map[int64]place {
	places := map[int64]place{}
	now := j.namesAfter(j.known[side])
	for _, m := range j.fresh[side] {
		at := now.placeOf(place{m.Resource.Name, m.column()})
		if j.addsCommon(m) {
			at.column = "common " + at.column // another one than a field that the base calls so
		}
		places[m.Number] = at
		now.rename(m)
	}
	return places
}

// placesInBase returns what the migrations of the base change, by number.
func (j *join) placesInBase() map[int64]place {
	places := map[int64]place{}
	now := namesOf(j.tables)
	for _, m := range slices.Backward(j.base) {
		at := place{m.Resource.Name, m.column()}
		if m.Verb == spec.Rename && m.Field == "" {
			at.table = m.To
		} else if m.Verb == spec.Rename {
			at.column = m.To
		}
		places[m.Number] = now.placeOf(at)
		now.unname(m)
	}
	return places
}

// placeOf returns a place by the names in the base, given its present ones.
func (n names) placeOf(at place) place {
	r, f := n.find(at.table, at.column)
	if r == "" {
		return at
	}
	if c, err := spec.ParseConstraint(at.column); err == nil {
		f = c.Renamed(func(field string) string {
			_, was := n.find(at.table, field)
			return cmp.Or(was, field)
		}).String()
	}
	return place{r, cmp.Or(f, at.column)}
}

// namesAfter returns the names of what the base has after other migrations than its
// own.
func (j *join) namesAfter(after []Migration) names {
	n := namesOf(j.tables)
	n.along(j.base, after)
	return n
}

// targets returns the new migrations of a side and what they change.
func (j *join) targets(side spec.Side) []target {
	var all []target
	for _, m := range j.fresh[side] {
		all = append(all, target{m, j.places[side][m.Number]})
	}
	return all
}

// own returns a migration with the names of its side.
func (j *join) own(side spec.Side, m Migration) Migration {
	if was, ok := j.was[m.Number]; ok && side == spec.Theirs {
		return was
	}
	return m
}

// touches reports whether gen has generated the migration for a table, or for
// a column of it if there is one.
func (m target) touches(at place) bool {
	return m.Verb != spec.Own && m.at.table == at.table && (at.column == "" || m.at.column == at.column)
}

// overruled reports whether a migration removes something that the other side
// has and the result, too, or changes a column that is in the result as the
// other side has it.
func (j *join) overruled(side spec.Side, m target) bool {
	is, own, other := j.valueOf(j.merged, m.at), j.valueOn(side, m.at), j.valueOn(otherSide(side), m.at)
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

// drop drops those new migrations of a side for which which returns true.
func (j *join) drop(why Dropped, which func(target) bool) {
	var stay []Migration
	for _, m := range j.targets(why.Side) {
		if which(m) {
			why.Migration = j.own(why.Side, m.Migration)
			j.out.Dropped = append(j.out.Dropped, why)
			continue
		}
		stay = append(stay, m.Migration)
	}
	j.fresh[why.Side] = stay
}

// contested returns a migration of each side such that only one of them can
// run.
func (j *join) contested() (ours, theirs target, ok bool) {
	for _, o := range j.targets(spec.Ours) {
		for _, t := range j.targets(spec.Theirs) {
			if j.contest(o, t) {
				return o, t, true
			}
		}
	}
	return target{}, target{}, false
}

func (j *join) contest(ours, theirs target) bool {
	switch {
	case ours.Verb == spec.Own || theirs.Verb == spec.Own || ours.Verb == spec.Rename && theirs.Verb == spec.Rename:
		return false
	case ours.OfOption() || theirs.OfOption():
		return ours.Step() == theirs.Step()
	case ours.Verb == spec.Rename: // what it renames can be removed afterwards
		return theirs.removes(ours) && j.valueOf(j.merged, ours.at) != ""
	case theirs.Verb == spec.Rename:
		return ours.removes(theirs)
	}
	a, b := ours.at, theirs.at
	return a.table == b.table && (a.column == "" || b.column == "" || a.column == b.column)
}

// removes reports whether the migration removes the table or the column that
// another one renames.
func (m target) removes(renamed target) bool {
	return m.Verb == spec.Drop && m.at.table == renamed.at.table || m.Verb == spec.Remove && renamed.Field != "" && m.at == renamed.at
}

// column returns the name of the column that the migration changes, or the
// constraint, or "" if it creates, drops or renames a table.
func (m Migration) column() string {
	if m.Setting != "" {
		return m.Setting
	}
	if c, ok := m.Constraint(); ok {
		return c.String()
	}
	switch m.Verb {
	case spec.Add, spec.Remove, spec.Change:
		return m.Resource.Fields[0].Name
	case spec.Rename:
		return m.Field
	}
	return ""
}

// prefersTheirs reports whether the migrations of theirs stay where both sides
// have changed a table or a column.
func (j *join) prefersTheirs(ours, theirs target) bool {
	switch {
	case ours.at.table == "":
		return theirs.Number < ours.Number
	case ours.Verb == spec.Rename:
		return false
	}
	at := ours.at
	if theirs.at.column == "" {
		at.column = ""
	}
	if theirs.Verb == spec.Rename {
		return j.valueOf(j.merged, at) != ""
	}
	is, o, t := j.valueOf(j.merged, at), j.valueOn(spec.Ours, at), j.valueOn(spec.Theirs, at)
	switch {
	case (o == is) != (t == is):
		return t == is
	case (o == "") != (t == ""):
		return (t == "") == (is == "")
	}
	return theirs.Number < ours.Number
}

// valueOf returns what a spec has of a table, a column or a constraint, or "".
func (j *join) valueOf(s *spec.Spec, at place) string {
	if s == j.merged && j.removed[at.table] { // even if another resource has the name
		return ""
	}
	column := cmp.Or(j.final.fields[at.table][at.column], at.column)
	r := resourceIn(s, cmp.Or(j.final.resources[at.table], at.table))
	if r == nil {
		return ""
	}
	if at.column == "" {
		return fmt.Sprint(r.Columns())
	}
	if c, err := spec.ParseConstraint(at.column); err == nil {
		if c = c.Renamed(named(j.final.fields[at.table])); r.Has(c) {
			return c.String()
		}
	}
	if i := fieldIn(s, r.Name, column); i >= 0 {
		return r.Fields[i].Column().String()
	}
	return ""
}

// named returns a function that returns the names by those in the base.
func named(now map[string]string) func(field string) string {
	return func(field string) string { return cmp.Or(now[field], field) }
}

// valueOn returns what a side has of a table or a column, or "". The spec of a side
// also has what the other side has renamed while this one has removed it.
func (j *join) valueOn(side spec.Side, at place) string {
	if !j.has(side, at) {
		return ""
	}
	return j.valueOf(j.sides[side], at)
}

// has reports whether a side has a table, a column or a constraint.
func (j *join) has(side spec.Side, at place) bool {
	t, ok := j.ends[side].Table(cmp.Or(j.names[side].resources[at.table], at.table))
	if !ok || at.column == "" {
		return ok
	}
	fields := named(j.names[side].fields[at.table])
	if c, err := spec.ParseConstraint(at.column); err == nil {
		return t.Settings.Has(c.Renamed(fields))
	}
	name := fields(at.column)
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Name == name })
}
