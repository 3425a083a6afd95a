package render

import (
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// relate sets the fields that depend on references between resources.
func relate(resources []Resource, specs []spec.Resource, db layer.Dialect) {
	byName := map[string]*Resource{}
	for i := range resources {
		byName[resources[i].Name] = &resources[i]
	}
	order := spec.CreationOrder(specs)
	for i := range resources {
		r, n := &resources[i], 0
		for j, f := range specs[i].Fields {
			if f.Kind != spec.Ref {
				continue
			}
			r.Fields[j].refer(byName[f.Ref], f, r, spec.IsLate(order, specs[i], f))
			r.References[n] = r.Fields[j]
			r.Fields[j].Parent.Referrers = append(r.Fields[j].Parent.Referrers, Referrer{Resource: r, Field: r.References[n]})
			n++
		}
	}
	for i := range resources {
		resources[i].Deletion = resources[i].deletion(db)
		resources[i].findOthers()
	}
	seed(order, byName)
}

// refer sets what depends on the parent of a reference of r.
func (f *Field) refer(parent *Resource, of spec.Field, r *Resource, late bool) {
	f.Parent, f.Late, f.Guarded = parent, late, parent == r && !of.Self
	if parent != r && !late {
		return
	}
	f.SampleJSON, f.OtherJSON = "null", "null" // the first row has nothing to refer to
	switch {
	case late:
		f.Numbered = false
	case f.Numbered: // the row before; null in the first row
		f.Nth = r.ID.NumberedFrom("n")
	}
}

// seed determines which rows tests need. The order is that in which tables are
// created.
func seed(order []spec.Resource, byName map[string]*Resource) {
	inOrder := func(needed map[*Resource]bool) []*Resource {
		var list []*Resource
		for _, r := range order {
			if needed[byName[r.Name]] {
				list = append(list, byName[r.Name])
				byName[r.Name].Ancestor = true
			}
		}
		return list
	}
	for _, o := range order {
		r, needed := byName[o.Name], map[*Resource]bool{}
		for _, f := range r.References {
			if f.Parent != r && !f.Late {
				needed[f.Parent] = true
				for _, a := range f.Parent.Ancestors {
					needed[a] = true
				}
			}
		}
		r.Ancestors = inOrder(needed)
	}
	for _, o := range order {
		r := byName[o.Name]
		for i, f := range r.References {
			seeds := r.Ancestors
			if f.Late {
				needed := map[*Resource]bool{r: true, f.Parent: true}
				for _, a := range slices.Concat(r.Ancestors, f.Parent.Ancestors) {
					needed[a] = true
				}
				seeds = inOrder(needed)
				r.References[i].Seeds = seeds
			}
			r.References[i].Outcome = f.outcome(r, seeds)
		}
		for i, l := range r.Links {
			needed := map[*Resource]bool{l.Parent: !l.Own}
			for _, a := range slices.Concat(r.Ancestors, l.Parent.Ancestors) {
				needed[a] = true
			}
			r.Links[i].Seeds = inOrder(needed)
			r.Links[i].Last = 9
			switch { // after those that are there
			case needed[r]:
				r.Links[i].First = 9
			case l.Own:
				r.Links[i].First, r.Links[i].Last = 3, 3
			}
			r.Links[i].Free = !l.Parent.referredToByAll(r.Links[i].Seeds)
		}
	}
}

// outcome returns what happens in the test of a reference of r when what it refers
// to is deleted: on_delete, or "" if it is refused, be it for other rows of the
// test.
func (f Field) outcome(r *Resource, seeds []*Resource) string {
	for _, refused := range f.Parent.Deletion.Refused {
		own := refused.Field.Parent == refused.Resource
		if !refused.Field.Late && (refused.Resource == r && !own || slices.Contains(seeds, refused.Resource) && (!own || refused.Field.Unique)) {
			return ""
		}
	}
	return f.OnDelete
}

// referredToByAll tells whether rows of the test refer to each row of r, so that
// none can be deleted.
func (r *Resource) referredToByAll(seeds []*Resource) bool {
	return slices.ContainsFunc(r.Deletion.Refused, func(refused Referrer) bool {
		return !refused.Field.Late && refused.Field.Unique && slices.Contains(seeds, refused.Resource)
	})
}

// EarlyReferences are the references that rows can have from the beginning.
func (r Resource) EarlyReferences() []Field { return r.references(false) }

// LateReferences are those that close a circle.
func (r Resource) LateReferences() []Field { return r.references(true) }

func (r Resource) references(late bool) []Field {
	return slices.DeleteFunc(slices.Clone(r.References), func(f Field) bool { return f.Late != late })
}

// Guarded are the references by which a row may not refer to itself.
func (r Resource) Guarded() []Field {
	return slices.DeleteFunc(slices.Clone(r.References), func(f Field) bool { return !f.Guarded })
}

// keepClear drops the second name of an index or constraint if others have it, too,
// because it does not tell them apart.
func keepClear(names []*[]string) {
	count := map[string]int{}
	for _, n := range names {
		for _, name := range *n {
			count[name]++
		}
	}
	for _, n := range names {
		if len(*n) > 1 && count[(*n)[1]] > 1 {
			*n = (*n)[:1]
		}
	}
}
