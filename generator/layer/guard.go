package layer

import "slices"

// Guard restricts routes to some clients, such as users. The layer's fragment
// for the slot router.guards defines a variable of that name: a group of
// routes, a handler or a wrapper, depending on the framework. A layer lists its
// guards from the least strict to the strictest.
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

// Stricter returns the stricter of two guards of the layers, where "" is none, or
// false if neither is: those of different layers cannot be compared.
func Stricter(layers []Layer, a, b string) (string, bool) {
	if a == "" || b == "" {
		return a + b, true
	}
	for _, l := range layers {
		rank := func(name string) int { return slices.IndexFunc(l.Guards, func(g Guard) bool { return g.Name == name }) }
		switch i, j := rank(a), rank(b); {
		case i < 0 || j < 0:
		case i < j:
			return b, true
		default:
			return a, true
		}
	}
	return "", false
}

// Guarded reports whether the catalogue has an option with guards.
func (c *Catalog) Guarded() bool {
	return slices.ContainsFunc(c.Layers, func(l Layer) bool { return len(l.Guards) > 0 })
}
