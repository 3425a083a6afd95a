package history

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Doubts returns what may have been renamed in a spec since the last render, for
// questions to the user. It changes nothing.
func Doubts(cat *layer.Catalog, s, was *spec.Spec, terms Terms) []spec.Doubt {
	if _, ok := s.Database(cat); !ok || len(s.Validate(cat)) > 0 {
		return nil
	}
	e := begin(cat, s.Clone(), was, terms)
	if len(e.state.problems) > 0 {
		return nil
	}
	e.rename()
	if len(e.problems) > 0 {
		return nil // Evolve reports them
	}
	return e.doubts()
}

// doubts returns what may have been renamed.
func (e *evolution) doubts() []spec.Doubt {
	var found []spec.Doubt
	likely := e.likelyResources()
	for i, r := range e.spec.Resources {
		path := fmt.Sprintf("resources[%d]", i)
		if gone, ok := keyOf(likely, r.Name); ok {
			rename := spec.Migration{Verb: spec.Rename, Resource: spec.Resource{Name: gone}, To: r.Name, ToPlural: r.Plural}
			found = append(found, spec.Doubt{Rename: rename, Path: path})
		}
		fields := e.likelyFields(r, likely)
		for j, f := range r.Fields {
			if gone, ok := keyOf(fields, f.Name); ok {
				rename := spec.Migration{Verb: spec.Rename, Resource: spec.Resource{Name: r.Name}, Field: gone, To: f.Name}
				found = append(found, spec.Doubt{Rename: rename, Path: fmt.Sprintf("%s.fields[%d]", path, j)})
			}
		}
	}
	return found
}

// keyOf returns the key of a value.
func keyOf(m map[string]string, value string) (key string, ok bool) {
	for key, v := range m {
		if v == value {
			return key, true
		}
	}
	return "", false
}

// likelyResources returns the new names of resources that are gone and not known
// to be dropped, while a new one has half of their fields or more.
func (e *evolution) likelyResources() map[string]string {
	if e.terms.Settled {
		return nil
	}
	var pairs []pair
	for _, t := range e.state.tables {
		if _, stays := e.resource(t.Name); stays || slices.Contains(e.terms.Dropped, t.Name) {
			continue
		}
		for _, r := range e.spec.Resources {
			if _, there := e.state.tables.Table(r.Name); there {
				continue
			}
			names, columns := shared(t, r)
			if names > 0 && 2*names >= len(e.state.fields(t)) {
				pairs = append(pairs, pair{t.Name, r.Name, []int{columns, names, -len(r.Fields), sameLetters(t.Name, r.Name)}})
			}
		}
	}
	return best(pairs)
}

// shared returns how many columns a table and a resource share by name, and how
// many of these are the same.
func shared(t Table, r spec.Resource) (names, columns int) {
	for _, c := range t.Columns {
		if f, ok := fieldOf(r.Fields, c.Key()); ok {
			names++
			if sameColumn(c.Field, f) {
				columns++
			}
		}
	}
	return names, columns
}

// likelyFields returns the new names of fields of a resource that are gone and
// not known to be dropped, while there is a new one that their column can become.
func (e *evolution) likelyFields(r spec.Resource, resources map[string]string) map[string]string {
	if e.terms.Settled {
		return nil
	}
	var pairs []pair
	t, _ := e.state.tables.Table(r.Name)
	for _, c := range e.state.fields(t) {
		if _, stays := fieldOf(r.Fields, c.Key()); stays || slices.Contains(e.terms.Dropped, r.Name+"."+c.Name) {
			continue
		}
		c.Ref = cmp.Or(resources[c.Ref], c.Ref)
		for _, f := range r.Fields {
			if _, there := t.Column(f.Key()); there || cannotChange(c.Field, f) != "" {
				continue
			}
			same, old := 0, c.Field
			if old.Name = f.Name; sameColumn(old, f) {
				same = 1
			}
			pairs = append(pairs, pair{c.Name, f.Name, []int{sameLetters(c.Name, f.Name), same}})
		}
	}
	return best(pairs)
}

// pair is something that is gone and something new that it may be now.
type pair struct {
	gone, now string
	alike     []int // how much, the most important first
}

// best chooses among pairs, so that nothing is in two of them. Those that are
// most alike come first.
func best(pairs []pair) map[string]string {
	slices.SortStableFunc(pairs, func(a, b pair) int { return slices.Compare(b.alike, a.alike) })
	chosen := map[string]string{}
	for _, p := range pairs {
		_, taken := keyOf(chosen, p.now)
		if chosen[p.gone] == "" && !taken {
			chosen[p.gone] = p.now
		}
	}
	return chosen
}

// sameLetters returns how many letters two names begin and end with in common.
func sameLetters(a, b string) int {
	first := 0
	for first < min(len(a), len(b)) && a[first] == b[first] {
		first++
	}
	last := 0
	for last < min(len(a), len(b))-first && a[len(a)-1-last] == b[len(b)-1-last] {
		last++
	}
	return first + last
}

// refuseDoubts reports what may have been renamed. A single doubt is settled by
// gen rename. Several must be settled by one call, since each one refuses what
// the others leave open.
func (e *evolution) refuseDoubts() {
	doubts := e.doubts()
	var call []string
	for _, m := range e.renamed {
		call = append(call, renameFlag(m))
	}
	for _, name := range e.terms.Dropped {
		call = append(call, "--drop "+name)
	}
	alone := len(doubts) == 1 && len(call) == 0
	for _, d := range doubts {
		kind, gone := "field", d.Rename.Field
		if gone == "" {
			kind, gone = "resource", d.Rename.Resource.Name
		}
		keep, drop := "gen "+d.Command(), "gen apply --drop "+d.Name()
		if !alone {
			keep, drop = renameFlag(d.Rename), "--drop "+d.Name()
		}
		call = append(call, renameFlag(d.Rename))
		e.problems.Add(d.Path, "%s %q is gone and %q, which is similar, is new: %s keeps its data; if it is another one, %s drops the data",
			kind, gone, d.Rename.To, keep, drop)
	}
	if len(doubts) > 0 && !alone {
		e.problems.Add("", "decide all of it at once, such as: gen apply %s", strings.Join(call, " "))
	}
}

// renameFlag returns the flag of gen apply that decides on a rename.
func renameFlag(m spec.Migration) string {
	from, to := spec.Doubt{Rename: m}.Name(), m.To
	if m.Field == "" {
		to = spec.Resource{Name: m.To, Plural: m.ToPlural}.String()
	}
	return "--rename " + from + "=" + to
}
