package spec

import (
	"maps"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Side is one of the two sides of a merge.
type Side int

// The sides of a merge. A key that is undecided has neither.
const (
	Undecided Side = iota
	Ours
	Theirs
)

// Disagreement is a key of gen.yaml that two branches have changed in different
// ways.
type Disagreement struct {
	Key          string // such as framework or resources.book.title
	Ours, Theirs string // the values
}

// Merge merges ours and theirs, two changed versions of base, by their meaning:
// categories, clients, resources and fields by name, whatever their order. Decided has
// the sides from which the values of keys are taken; a key on which the sides
// do not differ is a problem. Where both sides have changed a value differently
// and it is not decided, Merge takes ours and returns the disagreement.
//
// All specs must be filled; so is the result, but it may be invalid. It has no
// migrations: see history.Join.
func Merge(cat *layer.Catalog, base, ours, theirs *Spec, decided map[string]Side) (*Spec, []Disagreement, error) {
	m := merger{decided: decided, used: map[string]bool{}}
	s := &Spec{
		Name:    m.value("name", base.Name, ours.Name, theirs.Name),
		Module:  m.value("module", base.Module, ours.Module, theirs.Module),
		Options: layer.Choices{},
		Clients: mergeClients(base, ours, theirs),
	}
	for _, k := range cat.Categories {
		b, o, t := base.Options[k.Name], ours.Options[k.Name], theirs.Options[k.Name]
		if k.Many {
			s.choose(k.Name, union(b, o, t))
		} else if name := m.value(k.Name, strings.Join(b, ""), strings.Join(o, ""), strings.Join(t, "")); name != "" {
			s.choose(k.Name, []string{name})
		}
	}
	m.resources(s, base, ours, theirs)
	s.Fill(cat)
	for _, key := range slices.Sorted(maps.Keys(decided)) {
		if !m.used[key] {
			return nil, nil, refuse(key, "the branches do not differ in it")
		}
	}
	return s, m.open, nil
}

type merger struct {
	decided map[string]Side
	used    map[string]bool // keys of decided
	open    []Disagreement
}

// value merges three values.
func (m *merger) value(key, base, ours, theirs string) string {
	if m.side(key, base, ours, theirs) == Theirs {
		return theirs
	}
	return ours
}

// side returns the side whose value is that of the result.
func (m *merger) side(key, base, ours, theirs string) Side {
	switch {
	case ours == theirs:
		return Ours
	case m.decided[key] != Undecided:
		m.used[key] = true
		return m.decided[key]
	case theirs == base:
		return Ours
	case ours == base:
		return Theirs
	}
	m.open = append(m.open, Disagreement{Key: key, Ours: shown(key, ours), Theirs: shown(key, theirs)})
	return Ours
}

// shown returns a value as it is told to the user.
func shown(key, value string) string {
	switch {
	case value != "":
		return value
	case strings.HasPrefix(key, resourcesKey):
		return "removed"
	}
	return layer.None
}

// resourcesKey is the prefix of the keys of resources and fields.
const resourcesKey = "resources."

// union returns the names that both sides have, and those that one of them has
// added.
func union(base, ours, theirs []string) []string {
	return ordered(base, ours, theirs, func(name string) bool {
		o, t := slices.Contains(ours, name), slices.Contains(theirs, name)
		return o && t || (o || t) && !slices.Contains(base, name)
	})
}

// ordered returns the names of both sides for which stays returns true. Names
// that theirs alone has come before the one that follows them there, or last.
// The order is that of ours, or of theirs if only theirs has another than base.
func ordered(base, ours, theirs []string, stays func(name string) bool) []string {
	if sameOrder(base, ours) && !sameOrder(base, theirs) {
		ours, theirs = theirs, ours
	}
	names := slices.Clone(ours)
	for i, name := range theirs {
		if slices.Contains(names, name) {
			continue
		}
		at := len(names)
		for _, next := range theirs[i:] {
			if n := slices.Index(names, next); n >= 0 {
				at = n
				break
			}
		}
		names = slices.Insert(names, at, name)
	}
	return slices.DeleteFunc(names, func(name string) bool { return !stays(name) })
}

// sameOrder reports whether the names that both lists have are in the same
// order.
func sameOrder(a, b []string) bool {
	in := func(other []string) func(string) bool {
		return func(name string) bool { return !slices.Contains(other, name) }
	}
	return slices.Equal(slices.DeleteFunc(slices.Clone(a), in(b)), slices.DeleteFunc(slices.Clone(b), in(a)))
}

func (m *merger) resources(s, base, ours, theirs *Spec) {
	merged := map[string]Resource{}
	names := ordered(base.resourceNames(), ours.resourceNames(), theirs.resourceNames(), func(string) bool { return true })
	for _, name := range names {
		if r, stays := m.resource(name, base, ours, theirs); stays {
			merged[name] = r
		}
	}
	for _, name := range names {
		if r, ok := merged[name]; ok {
			s.Resources = append(s.Resources, r)
		}
	}
}

// resource merges a resource, or reports false if it is gone.
func (m *merger) resource(name string, base, ours, theirs *Spec) (Resource, bool) {
	key := resourcesKey + name
	b, o, t := base.resource(name), ours.resource(name), theirs.resource(name)
	switch {
	case o != nil && t != nil:
		return m.both(key, b, *o, *t), true
	case o == nil && t == nil:
		return Resource{}, false
	}
	known := len(m.open)
	r := o
	if m.side(key, describe(base, b), describe(ours, o), describe(theirs, t)) == Theirs {
		r = t
	}
	if len(m.open) > known {
		m.open[known].Ours, m.open[known].Theirs = happened(o), happened(t)
	}
	if r == nil {
		return Resource{}, false
	}
	return r.clone(), true
}

// happened says what a side did to a resource that the other side has removed,
// or itself removed.
func happened(r *Resource) string {
	if r == nil {
		return "removed"
	}
	return "changed"
}

// describe returns a text that differs if a resource does, or what refers to
// it.
func describe(s *Spec, r *Resource) string {
	if r == nil {
		return ""
	}
	text := r.String()
	for _, other := range s.Resources {
		for _, f := range other.Fields {
			if f.Ref == r.Name && other.Name != r.Name {
				text += " " + other.Name + "." + f.Name
			}
		}
	}
	return text
}

func (r Resource) clone() Resource {
	r.Fields, r.Settings = slices.Clone(r.Fields), r.Settings.clone()
	return r
}

// both merges a resource that both sides have.
func (m *merger) both(key string, base *Resource, ours, theirs Resource) Resource {
	if base == nil {
		base = &Resource{}
	}
	r := Resource{
		Name:   ours.Name,
		Plural: m.value(key+".plural", base.Plural, ours.Plural, theirs.Plural),
	}
	m.settings(key, &r.Settings, base.Settings, ours.Settings, theirs.Settings)
	b, o, t := fieldsOf(*base), fieldsOf(ours), fieldsOf(theirs)
	names := ordered(fieldNames(*base), fieldNames(ours), fieldNames(theirs), func(string) bool { return true })
	for _, name := range names {
		from := o
		if m.side(key+"."+name, textOf(b, name), textOf(o, name), textOf(t, name)) == Theirs {
			from = t
		}
		if f, ok := from[name]; ok {
			r.Fields = append(r.Fields, f)
		}
	}
	return r
}

// settings merges the settings of a resource. A list has the values that both
// sides have and those that one of them has added.
func (m *merger) settings(key string, to *Settings, base, ours, theirs Settings) {
	for _, s := range settings {
		b, o, t := s.get(&base), s.get(&ours), s.get(&theirs)
		values := union(b, o, t)
		if s.Values != nil {
			value := m.value(key+"."+s.Name, strings.Join(b, ""), strings.Join(o, ""), strings.Join(t, ""))
			values = slices.DeleteFunc([]string{value}, func(v string) bool { return v == "" })
		}
		for _, value := range values {
			s.set(to, value)
		}
	}
}

func fieldNames(r Resource) []string {
	var names []string
	for _, f := range r.Fields {
		names = append(names, f.Name)
	}
	return names
}

func fieldsOf(r Resource) map[string]Field {
	fields := map[string]Field{}
	for _, f := range r.Fields {
		fields[f.Name] = f
	}
	return fields
}

func textOf(fields map[string]Field, name string) string {
	if f, ok := fields[name]; ok {
		return f.String()
	}
	return ""
}
