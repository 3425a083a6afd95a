package history

import (
	"slices"

	"github.com/gen-go/gen/generator/spec"
)

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

// translate gives the migrations of theirs the names that tables and columns
// have after those of ours.
func (j *join) translate() {
	theirs, joined := j.namesAfter(j.known[spec.Theirs]), j.namesAfter(j.common)
	for _, m := range j.fresh[spec.Ours] {
		joined.rename(m)
	}
	j.was = map[int64]Migration{}
	var stay []Migration
	for _, m := range j.fresh[spec.Theirs] {
		now := m
		now.Migration = theirs.in(joined, m.Clone())
		if m.Verb == spec.Rename {
			r, f := theirs.find(m.Resource.Name, m.Field)
			theirs.rename(m)
			if instead, overruled := j.overrules(now, place{r, f}); overruled {
				j.out.Dropped = append(j.out.Dropped, Dropped{Migration: m, Side: spec.Theirs, Instead: instead})
				continue
			}
			joined.rename(now)
		}
		if now.Step() != m.Step() || m.Verb == spec.Rename && len(j.fresh[spec.Ours]) > 0 {
			j.follow = true
		}
		j.was[m.Number] = m
		stay = append(stay, now)
	}
	j.fresh[spec.Theirs] = stay
}

// overrules reports whether ours has renamed what a translated migration of
// theirs renames, to the same or to a name that was preferred.
func (j *join) overrules(m Migration, at place) (instead Migration, overruled bool) {
	now, to := m.Resource.Name, j.final.resources[at.table]
	if m.Field != "" {
		now, to = m.Field, j.final.fields[at.table][at.column]
	}
	for _, o := range j.fresh[spec.Ours] {
		if o.Verb == spec.Rename && (o.Field == "") == (m.Field == "") && o.To == now && (now == m.To || to == now) {
			return o, true
		}
	}
	return Migration{}, false
}
