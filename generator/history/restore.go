package history

import (
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Restore adds the migrations with the given numbers to s, which an earlier
// version of s has, and new ones that take back what they did. It reports false
// if they cannot be part of the history any more, for example because another
// migration does the same since then.
func Restore(cat *layer.Catalog, s, before *spec.Spec, numbers map[int64]bool, terms Terms) (restored bool, ps spec.Problems) {
	v, err := Reconcile(cat, before, s, before, nil)
	if err != nil {
		return false, nil //nolint:nilerr // a name is used for something else
	}
	next := s.Clone()
	next.Migrations = nil
	next.Migrations = way{anew: true, restore: numbers}.join(cat, v, next).Migrations
	if len(run(cat, next, next.Migrations).problems) > 0 {
		return false, nil
	}
	if ps := Evolve(cat, next, next.Clone(), v.terms(cat, next, terms)); len(ps) > 0 {
		return false, ps
	}
	s.Migrations = next.Migrations
	return true, nil
}
