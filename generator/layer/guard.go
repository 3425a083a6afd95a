package layer

import "slices"

// Guard keeps routes for some clients, such as users. Where routes are guarded,
// the layer's fragment of the slot router.guards defines a variable of its
// name: a group of routes, a handler or a wrapper, as the framework has it.
type Guard struct {
	Name string   // the word in gen.yaml, and the variable
	Docs []string // annotations of the routes behind it, such as @Security Bearer
}

// Public is the word in gen.yaml for routes without a guard.
const Public = "public"

// Guards returns the guards of some layers. The first stands before every route
// of which gen.yaml does not say otherwise.
func Guards(layers []Layer) []Guard {
	var guards []Guard
	for _, l := range layers {
		guards = append(guards, l.Guards...)
	}
	return guards
}

// Guarded reports whether the catalogue has an option with guards.
func (c *Catalog) Guarded() bool {
	return slices.ContainsFunc(c.Layers, func(l Layer) bool { return len(l.Guards) > 0 })
}
