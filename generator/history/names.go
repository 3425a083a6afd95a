package history

import (
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
	for i, f := range m.Resource.Fields {
		m.Resource.Fields[i].Name = field(of, f.Name)
		m.Resource.Fields[i].Ref = resource(f.Ref)
	}
	return m
}
