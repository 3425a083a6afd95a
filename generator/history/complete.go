package history

import (
	"cmp"
	"maps"
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// terms completes the terms of the migrations that lead from a joined history to
// the merged spec. The merge has settled what was renamed, and all migrations are
// committed, so that none is taken back.
func (v Reconciled) terms(cat *layer.Catalog, joined *spec.Spec, terms Terms) Terms {
	terms.Committed = func(int64) bool { return true }
	rows := v.rows(cat)
	maps.Copy(rows, terms.Former)
	terms.Settled, terms.Former = true, rows
	was, now := v.namesOn(cat, joined), v.final
	_, tables := Replay(cat, joined)
	for _, t := range tables {
		r, _ := was.find(t.Name, "")
		if r == "" {
			continue
		}
		to := resourceIn(joined, now.resources[r])
		if to == nil {
			continue
		}
		if to.Name != t.Name {
			terms.Renames = append(terms.Renames, spec.Migration{Verb: spec.Rename, Resource: spec.Resource{Name: t.Name}, To: to.Name, ToPlural: to.Plural})
		}
		for _, c := range t.Columns {
			if _, f := was.find(t.Name, c.Name); f != "" && now.fields[r][f] != c.Name && fieldIn(joined, to.Name, now.fields[r][f]) >= 0 {
				terms.Renames = append(terms.Renames, spec.Migration{Verb: spec.Rename, Resource: spec.Resource{Name: to.Name}, Field: c.Name, To: now.fields[r][f]})
			}
		}
	}
	return terms
}

// rows returns what the migrations of both sides say about the rows that stood
// against them, by the field after the merge, such as book.title. The last word
// of theirs counts most.
func (v Reconciled) rows(cat *layer.Catalog) map[string]spec.Rows {
	rows := map[string]spec.Rows{}
	for _, side := range []*spec.Spec{v.Theirs, v.Ours} {
		all, tables := Replay(cat, side)
		var resources []spec.Resource
		for _, t := range tables {
			resources = append(resources, t.Resource())
		}
		last, inBase := namesOf(resources), v.namesOn(cat, side)
		for _, m := range slices.Backward(all) {
			if r, f := last.find(m.Resource.Name, m.column()); f != "" && m.Rows != (spec.Rows{}) {
				key := v.fieldAfter(inBase, r, f)
				if _, later := rows[key]; !later {
					rows[key] = m.Rows
				}
			}
			last.unname(m)
		}
	}
	return rows
}

// fieldAfter returns a field as it is called after the merge, given its names on
// a side.
func (v Reconciled) fieldAfter(side names, resource, field string) string {
	if r, f := side.find(resource, field); r != "" {
		resource, field = cmp.Or(v.final.resources[r], resource), cmp.Or(v.final.fields[r][f], field)
	}
	return resource + "." + field
}
