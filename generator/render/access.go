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
func (v *View) guard(layers []layer.Layer, resources []spec.Resource) {
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
	for i, r := range resources {
		v.Resources[i].Read, v.Resources[i].Write = access(r.Access.Read), access(r.Access.Write)
	}
	for _, g := range guards {
		if used[g.Name] {
			v.Guards = append(v.Guards, g.Name)
		}
	}
}
