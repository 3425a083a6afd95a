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
// the other side has done the same, because the result is as the other side
// has it, or because it does not go with the migrations of the other side.
type Dropped struct {
	Migration
	Side    spec.Side
	Instead Migration // of the other side, if any
	Anew    bool      // whether new migrations do what it did
}

// Join joins the histories of both sides for merged, the result of spec.Merge,
// and completes the migrations of merged. The joined history has all migrations
// of both sides, and those of merged that neither has. Where both have changed
// the same table or column, only those of one side can run: the side that has
// what merged has, or else the one that did it first.
//
// If a name of one side is another in the history of the other one, or if
// follow is set, the migrations of theirs follow those of ours. If the histories
// do not go together, that of ours stays, and new migrations do what those of
// theirs did.
func Join(cat *layer.Catalog, v Reconciled, merged *spec.Spec, terms Terms, follow bool) (joined Joined, ps spec.Problems) {
	ways := []way{{follow: follow, foreign: v.Foreign}, {follow: follow}, {follow: true, anew: true}}
	if len(v.Foreign) == 0 {
		ways = ways[1:]
	}
	for _, w := range ways {
		next := merged.Clone()
		joined = w.join(cat, v, next)
		if next.Migrations = joined.Migrations; next.Migrations == nil { // without a database
			next.Migrations = merged.Migrations
		}
		if ps = Evolve(cat, next, next.Clone(), v.terms(cat, next, terms)); len(ps) == 0 {
			ps = Validate(cat, next)
		}
		if len(ps) == 0 && (w.anew || v.keepsDrops(cat, next)) {
			merged.Migrations = next.Migrations
			break
		}
	}
	return joined, ps
}

// keepsDrops reports whether the migrations of ours that drop a table still do that
// with the same columns, which their .down.sql creates again.
func (v Reconciled) keepsDrops(cat *layer.Catalog, joined *spec.Spec) bool {
	all := numbers(cat, joined)
	return !slices.ContainsFunc(numbers(cat, v.Ours), func(m Migration) bool {
		now, stays := withNumber(all, m.Number)
		return m.Verb == spec.Drop && stays && !slices.EqualFunc(m.Resource.Fields, now.Resource.Fields, func(a, b spec.Field) bool { return a.Key() == b.Key() })
	})
}

// way is a way to join histories.
type way struct {
	follow  bool
	foreign map[int64]bool // migrations that may be left out, see Reconciled
	anew    bool           // whether new migrations do what those of theirs did
	restore map[int64]bool // migrations of the base that ours no longer has, and theirs has
}

func (w way) join(cat *layer.Catalog, v Reconciled, merged *spec.Spec) Joined {
	j := &join{
		sides:   map[spec.Side]*spec.Spec{spec.Ours: v.Ours, spec.Theirs: v.Theirs},
		fresh:   map[spec.Side][]Migration{},
		known:   map[spec.Side][]Migration{},
		merged:  merged,
		every:   merged.Common(cat),
		final:   v.final,
		removed: v.removed,
		follow:  w.follow,
	}
	if _, ok := merged.Database(cat); !ok {
		return Joined{}
	}
	o, oursTables := Replay(cat, v.Ours)
	t, theirsTables := Replay(cat, v.Theirs)
	j.base = numbers(cat, v.Base)
	_, tables := Replay(cat, v.Base)
	for _, t := range tables {
		j.tables = append(j.tables, t.Resource())
	}
	j.split(o, t)
	j.names = map[spec.Side]names{spec.Ours: j.namesAfter(o), spec.Theirs: j.namesAfter(t)}
	j.ends = map[spec.Side]Tables{spec.Ours: oursTables, spec.Theirs: theirsTables}
	foreign := j.foreign(w.foreign)
	j.common = slices.DeleteFunc(j.common, func(m Migration) bool {
		if _, ours := withNumber(o, m.Number); w.anew && !ours && !w.restore[m.Number] {
			return true
		}
		return slices.ContainsFunc(foreign, func(f target) bool { return f.Number == m.Number })
	})
	if merged.Migrations != nil {
		for _, m := range numbers(cat, merged) {
			if _, known := withNumber(slices.Concat(j.base, o, t), m.Number); !known {
				j.common = append(j.common, m)
			}
		}
	}
	j.places = map[spec.Side]map[int64]place{spec.Ours: j.placesOf(spec.Ours), spec.Theirs: j.placesOf(spec.Theirs)}
	for _, f := range foreign {
		if !f.introduces() || j.valueOf(merged, f.at) == "" && !j.has(spec.Ours, f.at) { // what theirs has made of it is not in the result, either
			j.drop(Dropped{Side: spec.Theirs}, func(m target) bool { return f.at.table != "" && m.touches(f.at) })
		}
	}
	if w.anew {
		j.drop(Dropped{Side: spec.Theirs, Anew: true}, func(m target) bool { return m.Verb != spec.Own })
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
	sides   map[spec.Side]*spec.Spec
	merged  *spec.Spec
	common  []Migration
	every   []spec.Field              // columns that every table has
	fresh   map[spec.Side][]Migration // those that one side has added
	known   map[spec.Side][]Migration // those of the base that one side has
	base    []Migration
	tables  []spec.Resource      // of the base
	final   names                // of the base, after the merge
	removed map[string]bool      // see Reconciled
	names   map[spec.Side]names  // of the base, on each side
	ends    map[spec.Side]Tables // after the migrations of each side
	places  map[spec.Side]map[int64]place
	follow  bool
	was     map[int64]Migration // migrations of theirs before they were translated, by number
	out     Joined
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
func (j *join) split(ours, theirs []Migration) {
	for _, o := range ours {
		b, known := withNumber(j.base, o.Number)
		if known {
			j.known[spec.Ours] = append(j.known[spec.Ours], b)
		}
		t, shared := withNumber(theirs, o.Number)
		switch {
		case shared && known && o.Verb == spec.Own && o.Step() != b.Step() && t.Step() != b.Step():
			j.common = append(j.common, t.saysAlso(o))
		case shared && known && t.Step() != b.Step(): // the length of a string, which has no effect on its column
			j.common = append(j.common, t)
		case shared && (known || t.Step() == o.Step()), known && o.Verb != spec.Own:
			j.common = append(j.common, o)
		case !known:
			j.fresh[spec.Ours] = append(j.fresh[spec.Ours], o)
		}
	}
	j.splitTheirs(ours, theirs)
}

// splitTheirs is split for what theirs has and ours has not.
func (j *join) splitTheirs(ours, theirs []Migration) {
	for _, t := range theirs {
		b, known := withNumber(j.base, t.Number)
		if known {
			j.known[spec.Theirs] = append(j.known[spec.Theirs], b)
		}
		o, shared := withNumber(ours, t.Number)
		switch {
		case known && !shared && t.Verb != spec.Own:
			j.common = append(j.common, t)
		case !known && (!shared || o.Step() != t.Step()):
			j.fresh[spec.Theirs] = append(j.fresh[spec.Theirs], t)
		}
	}
}

// saysAlso returns a migration that its owner has written with the columns that
// another entry for it has.
func (m Migration) saysAlso(other Migration) Migration {
	m.Migration = m.Clone()
	if m.Resource.Name != other.Resource.Name {
		return m
	}
	for _, f := range other.Resource.Fields {
		if _, ok := fieldOf(m.Resource.Fields, f.Key()); !ok {
			m.Resource.Fields = append(m.Resource.Fields, f)
		}
	}
	for _, c := range other.Resource.Constraints() {
		if !m.Resource.Has(c) {
			m.Resource.Settings = m.Resource.With(c)
		}
	}
	return m
}

// foreign returns those of the migrations of base that ours has never had which
// are not in the result: it has what they change as ours has it, or not at all.
func (j *join) foreign(never map[int64]bool) []target {
	var all []target
	places := j.placesInBase()
	for _, m := range j.base {
		f := target{m, places[m.Number]}
		is, ours := j.valueOf(j.merged, f.at), j.valueOn(spec.Ours, f.at)
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
