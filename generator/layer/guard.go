package layer

import "slices"

// Guard restricts routes to some clients, such as users. The layer's fragment
// for the slot router.guards defines a variable of that name: a group of
// routes, a handler or a wrapper, depending on the framework.
type Guard struct {
	Name string   // in gen.yaml, and of the variable
	Docs []string // annotations of guarded routes, such as @Security Bearer
}

// Public is the name in gen.yaml for routes without a guard.
const Public = "public"

// Guards returns the guards of the layers. The first one is the default for
// all routes.
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
