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
	_, tables := Replay(cat, joined)
	var resources []spec.Resource
	for _, t := range tables {
		resources = append(resources, t.Resource())
	}
	terms.Renames = v.renames(v.namesOn(cat, joined), resources, joined)
	return terms
}

// Renames returns the renames that lead from a side to the merged spec, those of
// resources before those of their fields.
func (v Reconciled) Renames(cat *layer.Catalog, side, merged *spec.Spec) []spec.Migration {
	return v.renames(v.namesOn(cat, side), side.Resources, merged)
}

func (v Reconciled) renames(was names, resources []spec.Resource, merged *spec.Spec) []spec.Migration {
	var all []spec.Migration
	for _, res := range resources {
		r, _ := was.find(res.Name, "")
		to := resourceIn(merged, v.final.resources[r])
		if r == "" || to == nil {
			continue
		}
		if to.Name != res.Name {
			all = append(all, spec.Migration{Verb: spec.Rename, Resource: spec.Resource{Name: res.Name}, To: to.Name, ToPlural: to.Plural})
		}
		for _, field := range res.Fields {
			_, f := was.find(res.Name, field.Name)
			if name := v.final.fields[r][f]; f != "" && name != field.Name && fieldIn(merged, to.Name, name) >= 0 {
				all = append(all, spec.Migration{Verb: spec.Rename, Resource: spec.Resource{Name: to.Name}, Field: field.Name, To: name})
			}
		}
	}
	return all
}

// rows returns what the migrations of both sides say about the rows that conflicted
// with them, by the field after the merge, such as book.title. The last word
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
