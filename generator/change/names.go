package change

import (
	"slices"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// names are the names of a resource and its fields in the last render and now.
type names struct {
	was, now string
	fields   []struct{ was, now string }
}

// renames returns the names of all resources of the last render. They follow
// from the renames that the history has now and had not then, and from those
// that were taken back. Without a database they follow from decided.
func renames(cat *layer.Catalog, was, next *spec.Spec, decided []spec.Migration) []names {
	var all []names
	for _, r := range was.Resources {
		n := names{was: r.Name, now: r.Name}
		for _, f := range r.Fields {
			n.fields = append(n.fields, struct{ was, now string }{f.Name, f.Name})
		}
		all = append(all, n)
	}
	if _, ok := next.Database(cat); !ok {
		for _, m := range decided {
			rename(all, m)
		}
		return all
	}
	before, _ := history.Replay(cat, was)
	after, _ := history.Replay(cat, next)
	for _, m := range slices.Backward(before) {
		if lacks(after, m) {
			rename(all, inverted(m.Migration))
		}
	}
	for _, m := range after {
		if lacks(before, m) {
			rename(all, m.Migration)
		}
	}
	return all
}

// inverted returns the rename that takes a rename back.
func inverted(m spec.Migration) spec.Migration {
	if m.Field != "" {
		m.Field, m.To = m.To, m.Field
		return m
	}
	m.Resource.Name, m.To = m.To, m.Resource.Name
	return m
}

// rename applies a migration to the present names if it is a rename.
func rename(all []names, m spec.Migration) {
	i := slices.IndexFunc(all, func(n names) bool { return n.now == m.Resource.Name })
	if m.Verb != spec.Rename || i < 0 {
		return
	}
	if m.Field == "" {
		all[i].now = m.To
		return
	}
	for j := range all[i].fields {
		if all[i].fields[j].now == m.Field {
			all[i].fields[j].now = m.To
			return
		}
	}
}

// lacks reports whether a migration is not in a history.
func lacks(all []history.Migration, m history.Migration) bool {
	return !slices.ContainsFunc(all, func(other history.Migration) bool { return other.Number == m.Number && other.Step() == m.Step() })
}
