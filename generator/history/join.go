package history

import (
	"cmp"
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
// because ours has given its id to another one, or because it must follow those
// of ours.
type Moved struct {
	Migration
	To    int64
	Taken bool // whether ours has the id
}

// Dropped is a migration of one side that is not in the joined history, because
// the other side has done the same, or because the result is as the other side
// has it.
type Dropped struct {
	Migration
	Side    spec.Side
	Instead Migration // of the other side, if any
}

// Join joins the histories of both sides for merged, the result of spec.Merge.
// The joined history has all migrations of both sides, and those of merged that
// neither has. Where both have changed the same table or column, only those of
// one side can run: the side that has what merged has, or else the one that did
// it first.
//
// If a name of one side is another in the history of the other one, or if
// follow is set, the migrations of theirs follow those of ours.
func Join(cat *layer.Catalog, v Reconciled, merged *spec.Spec, follow bool) Joined {
	j := &join{
		sides:  map[spec.Side]*spec.Spec{spec.Ours: v.Ours, spec.Theirs: v.Theirs},
		fresh:  map[spec.Side][]Migration{},
		merged: merged,
		final:  v.final,
		follow: follow,
	}
	if _, ok := merged.Database(cat); !ok {
		return Joined{}
	}
	b, o, t := numbers(cat, v.Base), numbers(cat, v.Ours), numbers(cat, v.Theirs)
	foreign := j.foreign(b, v.Foreign)
	j.split(b, o, t)
	j.common = slices.DeleteFunc(j.common, func(m Migration) bool {
		return slices.ContainsFunc(foreign, func(f target) bool { return f.Number == m.Number })
	})
	if merged.Migrations != nil {
		for _, m := range numbers(cat, merged) {
			if _, known := withNumber(slices.Concat(b, o, t), m.Number); !known {
				j.common = append(j.common, m)
			}
		}
	}
	_, tables := Replay(cat, v.Base)
	for _, t := range tables {
		j.tables = append(j.tables, t.Resource())
	}
	j.places = map[spec.Side]map[int64]place{spec.Ours: j.placesOf(spec.Ours), spec.Theirs: j.placesOf(spec.Theirs)}
	for _, f := range foreign {
		if !f.introduces() || j.valueOf(merged, f.at) == "" { // what theirs has made of it is not in the result, either
			j.drop(spec.Theirs, Migration{}, func(m target) bool { return f.at.table != "" && m.touches(f.at) })
		}
	}
	for again := true; again; {
		again = j.translated()
	}
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

// translated translates the migrations of theirs and settles what both sides have
// changed. If that drops renames of ours, it starts again without these, whose
// names theirs must not have; it then returns true.
func (j *join) translated() (again bool) {
	ours, theirs, told := slices.Clone(j.fresh[spec.Ours]), slices.Clone(j.fresh[spec.Theirs]), slices.Clone(j.out.Dropped)
	j.translate()
	j.settle()
	for _, d := range j.out.Dropped[len(told):] {
		if d.Side == spec.Ours && d.Verb == spec.Rename {
			ours = slices.DeleteFunc(ours, func(m Migration) bool { return m.Number == d.Number })
			told, again = append(told, d), true
		}
	}
	if again {
		j.fresh, j.out.Dropped = map[spec.Side][]Migration{spec.Ours: ours, spec.Theirs: theirs}, told
	}
	return again
}

// relabel gives the migrations that remove something the lengths of strings, the
// plural and the columns that the tables have at that point. The other side may
// have changed them, lengths where that has no effect on the columns.
func relabel(cat *layer.Catalog, s *spec.Spec, history []spec.Migration) {
	for i, m := range history {
		if m.Verb != spec.Remove && m.Verb != spec.Drop {
			continue
		}
		r := run(cat, s, history[:i])
		t, ok := r.tables.Table(m.Resource.Name)
		if ok && m.Verb == spec.Drop {
			history[i].Resource = t.Resource().Columns()
			continue
		}
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
	tables []spec.Resource           // of the base
	final  names                     // of the base, after the merge
	places map[spec.Side]map[int64]place
	follow bool
	was    map[int64]Migration // migrations of theirs before they were translated, by number
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
	m.Migration = m.Clone()
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
		case !known && (!shared || o.Step() != t.Step()):
			j.fresh[spec.Theirs] = append(j.fresh[spec.Theirs], t)
		}
	}
}

// foreign returns those of the migrations of base that ours has never had which
// are not in the result: it has what they change as ours has it, or not at all.
func (j *join) foreign(base []Migration, never map[int64]bool) []target {
	var all []target
	for _, m := range base {
		f := target{m, place{m.Resource.Name, m.column()}}
		switch {
		case m.Verb == spec.Rename && m.Field == "":
			f.at.table = m.To
		case m.Verb == spec.Rename:
			f.at.column = m.To
		}
		is, ours := j.valueOf(j.merged, f.at), j.valueOf(j.sides[spec.Ours], f.at)
		out := is == ours || f.introduces() && ours != ""
		if m.OfOption() {
			out = !j.merged.Options.Has(string(m.Verb), m.Name) || j.sides[spec.Ours].Options.Has(string(m.Verb), m.Name)
		}
		if never[m.Number] && m.Verb != spec.Own && out {
			all = append(all, f)
		}
	}
	return all
}

// introduces reports whether the migration makes the table or the column.
func (m target) introduces() bool {
	return m.Verb == spec.Create || m.Verb == spec.Add || m.Verb == spec.Rename
}

// move gives other ids to migrations of theirs whose id ours has used. Those
// after them follow, so that their order stays.
func (j *join) move() {
	next := int64(1)
	if ours := j.fresh[spec.Ours]; j.follow && len(ours) > 0 {
		next = ours[len(ours)-1].Last + 1
	}
	for i, m := range j.fresh[spec.Theirs] {
		to := max(m.Number, next)
		own := j.own(spec.Theirs, m)
		if own.Step() != m.Step() { // another migration, which needs an id of its own
			to = max(to, m.Number+1)
		}
		for free, ok := j.free(to, m); !ok; free, ok = j.free(to, m) {
			to = free
		}
		next = to + m.Last - m.Number + 1
		if to == m.Number {
			continue
		}
		_, free := j.free(m.Number, m)
		j.out.Moved = append(j.out.Moved, Moved{Migration: own, To: to, Taken: !free})
		m.Number, m.Last = to, next-1
		if m.ID != 0 {
			m.ID = to
		}
		j.fresh[spec.Theirs][i] = m
	}
}

// free reports whether a migration of theirs can have an id, or else the next
// one to try.
func (j *join) free(id int64, m Migration) (next int64, ok bool) {
	for _, o := range slices.Concat(j.common, j.fresh[spec.Ours]) {
		if o.Number <= id+m.Last-m.Number && id <= o.Last {
			return o.Last + 1, false
		}
	}
	return id, true
}
