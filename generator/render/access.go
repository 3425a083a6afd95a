package render

import (
	"slices"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Access determines who may call a route.
type Access struct {
	Guard string   // "" if the route is public
	Docs  []string // annotations of the guard
}

// guard sets the guards of the routes.
func (v *View) guard(cat *layer.Catalog, layers []layer.Layer, s *spec.Spec) {
	guards, used := layer.Guards(layers), map[string]bool{}
	access := func(name string) Access {
		for _, g := range guards {
			if name == "" || name == g.Name {
				used[g.Name] = true
				return Access{Guard: g.Name, Docs: g.Docs}
			}
		}
		return Access{}
	}
	if slices.ContainsFunc(layers, func(l layer.Layer) bool { return l.Input }) {
		v.Access = access("")
	}
	for i, r := range s.Resources {
		v.Resources[i].Read, v.Resources[i].Write = access(r.Access.Read), access(r.Access.Write)
	}
	v.First = v.first(s, guards)
	v.addRelations(cat, s, access)
	for _, g := range guards {
		if used[g.Name] {
			v.Guards = append(v.Guards, g.Name)
		}
	}
}

// first returns the first resource of which whoever passes the usual guard can
// create a row, and that refers to none of those before.
func (v *View) first(s *spec.Spec, guards []layer.Guard) *Resource {
	for n, r := range spec.CreationOrder(s.Resources) {
		one := &v.Resources[slices.IndexFunc(s.Resources, func(other spec.Resource) bool { return other.Name == r.Name })]
		usual := one.Write.Guard == "" || one.Write.Guard == guards[0].Name
		if usual && (n == 0 || len(one.References) == 0) {
			return one
		}
	}
	return nil
}
