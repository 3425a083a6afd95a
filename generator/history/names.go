package history

import (
	"cmp"
	"maps"
	"slices"

	"github.com/gen-go/gen/generator/spec"
)

// names are the names that resources and fields of a base have on one side of a
// merge, by those in the base.
type names struct {
	resources map[string]string
	fields    map[string]map[string]string // of resource
}

// namesOf returns the names that resources have.
func namesOf(resources []spec.Resource) names {
	n := names{resources: map[string]string{}, fields: map[string]map[string]string{}}
	for _, r := range resources {
		n.resources[r.Name] = r.Name
		n.fields[r.Name] = map[string]string{}
		for _, f := range r.Fields {
			n.fields[r.Name][f.Name] = f.Name
		}
	}
	return n
}

// along turns the present names of one history into those of another: back
// through the renames that only from has, and on through those that only to has.
func (n names) along(from, to []Migration) {
	for _, m := range slices.Backward(from) {
		if _, stays := withNumber(to, m.Number); !stays {
			n.unname(m)
		}
	}
	for _, m := range to {
		if _, known := withNumber(from, m.Number); !known {
			n.rename(m)
		}
	}
}

// find returns the names in the base of what has these names now, or "".
func (n names) find(resource, field string) (r, f string) {
	for was, now := range n.resources {
		if now != resource || now == "" {
			continue
		}
		for f, now := range n.fields[was] {
			if now == field && now != "" {
				return was, f
			}
		}
		return was, ""
	}
	return "", ""
}

// rename applies a migration to the present names if it is a rename.
func (n names) rename(m Migration) {
	if m.Verb != spec.Rename {
		return
	}
	switch r, f := n.find(m.Resource.Name, m.Field); {
	case r == "":
	case m.Field == "":
		n.resources[r] = m.To
	case f != "":
		n.fields[r][f] = m.To
	}
}

// unname takes a rename back. What has got the former name since then did not
// exist before, and has no name.
func (n names) unname(m Migration) {
	if m.Verb != spec.Rename {
		return
	}
	back := m
	if m.Field == "" {
		back.Resource.Name, back.To = m.To, m.Resource.Name
	} else {
		back.Field, back.To = m.To, m.Field
	}
	was, wasField := n.find(back.Resource.Name, back.Field)
	switch r, f := n.find(m.Resource.Name, m.Field); {
	case m.Field == "" && was != "" && r != "" && r != was:
		n.resources[r] = ""
	case wasField != "" && f != "" && f != wasField:
		n.fields[r][f] = ""
	}
	n.rename(back)
}

// guess finds out what has another name now, without migrations that say so: a
// resource of which another one has half of the fields or more, and a field that
// is the same otherwise, at the same place.
func (n names) guess(was, now []spec.Resource) {
	named := func(all []spec.Resource, name string) bool {
		return slices.ContainsFunc(all, func(r spec.Resource) bool { return r.Name == name })
	}
	var pairs []pair
	for _, r := range was {
		for _, other := range now {
			if named(now, r.Name) || named(was, other.Name) {
				continue
			}
			shared := 0
			for _, f := range r.Fields {
				if _, ok := fieldOf(other.Fields, f.Key()); ok {
					shared++
				}
			}
			if shared > 0 && 2*shared >= len(r.Fields) {
				pairs = append(pairs, pair{r.Name, other.Name, []int{shared, sameLetters(r.Name, other.Name)}})
			}
		}
	}
	maps.Copy(n.resources, best(pairs))
	for _, r := range was {
		for _, other := range now {
			if other.Name == n.resources[r.Name] {
				n.guessFields(r, other)
			}
		}
	}
}

func (n names) guessFields(was, now spec.Resource) {
	names, before := n.fields[was.Name], ""
	for _, f := range was.Fields {
		place := 0
		if before != "" {
			place = 1 + slices.IndexFunc(now.Fields, func(g spec.Field) bool { return g.Name == names[before] })
		}
		if !hasField(now.Fields, f.Name) && place < len(now.Fields) {
			g := f
			g.Name, g.Ref = now.Fields[place].Name, cmp.Or(n.resources[f.Ref], f.Ref)
			if !hasField(was.Fields, g.Name) && g.String() == now.Fields[place].String() {
				names[f.Name] = g.Name
			}
		}
		before = f.Name
	}
}

func hasField(fields []spec.Field, name string) bool {
	return slices.ContainsFunc(fields, func(f spec.Field) bool { return f.Name == name })
}

// in returns a migration with the names of joined instead of n.
func (n names) in(joined names, m spec.Migration) spec.Migration {
	resource := func(name string) string {
		if r, _ := n.find(name, ""); r != "" {
			return joined.resources[r]
		}
		return name
	}
	field := func(of, name string) string {
		if r, f := n.find(of, name); f != "" {
			return joined.fields[r][f]
		}
		return name
	}
	of := m.Resource.Name
	m.Resource.Name = resource(of)
	if m.Field != "" {
		m.Field = field(of, m.Field)
	}
	m.Resource.Settings = m.Resource.Renamed(func(name string) string { return field(of, name) })
	for i, f := range m.Resource.Fields {
		m.Resource.Fields[i].Name = field(of, f.Name)
		m.Resource.Fields[i].Ref = resource(f.Ref)
	}
	return m
}
