package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Relation is what the routes of a resource make of a reference to another one.
type Relation struct {
	Resource string // which has the reference
	Field    Field  // the reference
	Route    string // last segment of the path of the rows that refer to one
	// Guard is that of this route: the stricter one of those for reading both
	// resources, "" for none.
	Guard string
	// Listed reports whether there is such a route, for which no guard is strict
	// enough if the two cannot be compared.
	Listed bool
	// Included reports whether rows can include what they refer to: whoever may
	// read them may then read that, too.
	Included bool
}

// Relations returns the relations of all resources whose references are valid.
func (s *Spec) Relations(cat *layer.Catalog) []Relation {
	layers, err := s.guarding(cat)
	if err != nil {
		return nil // an error in the catalogue, reported by its checks
	}
	guard := func(name string) string {
		switch guards := layer.Guards(layers); {
		case name == layer.Public || name == "" && len(guards) == 0:
			return ""
		case name == "":
			return guards[0].Name
		}
		return name
	}
	common := keys(s.Common(cat))
	var all []Relation
	for _, r := range s.Resources {
		for _, f := range r.Fields {
			to := s.resource(f.Ref)
			if f.Kind != Ref && f.Kind != Refs || to == nil {
				continue
			}
			own, other := guard(r.Access.Read), guard(to.Access.Read)
			n := Relation{Resource: r.Name, Field: f, Route: r.route(f)}
			n.Guard, n.Listed = layer.Stricter(layers, own, other)
			n.Included = n.Listed && n.Guard == own && !slices.Contains(common, f.Name)
			all = append(all, n)
		}
	}
	return all
}

// guarding returns the layers of the project that may have guards. They do not
// depend on its resources, whose facts depend on their relations.
func (s *Spec) guarding(cat *layer.Catalog) ([]layer.Layer, error) {
	words := s.ownFacts(cat)
	words["resources"], words["migrations"], words["input"] = true, true, true
	layers, _, err := cat.Resolve(s.Options, words)
	return layers, err
}

// route returns the last segment of the path of the rows of r that refer to one
// by the field. It depends on no other field and no other resource, so that it
// never changes because of them.
func (r Resource) route(f Field) string {
	list := strings.ReplaceAll(r.PluralName(), "_", "-")
	switch one := f.one(); {
	case one == f.Ref:
		return list
	case one == "parent" && f.Ref == r.Name:
		return "children"
	default:
		return strings.ReplaceAll(f.Name, "_", "-") + "-" + list
	}
}

// Clash is a reference that would have the route of another one.
type Clash struct {
	Relation
	Other Relation
}

// Clashes returns the references whose routes others have that come before them.
func (s *Spec) Clashes(cat *layer.Catalog) []Clash {
	var all []Clash
	taken := map[string]Relation{}
	for _, n := range s.Relations(cat) {
		key := n.Field.Ref + "/" + n.Route
		if other, ok := taken[key]; ok {
			all = append(all, Clash{Relation: n, Other: other})
			continue
		}
		taken[key] = n
	}
	return all
}

// validateRoutes checks that no two references have the same route.
func (s *Spec) validateRoutes(cat *layer.Catalog, ps *Problems) {
	for _, c := range s.Clashes(cat) {
		i := slices.IndexFunc(s.Resources, func(r Resource) bool { return r.Name == c.Resource })
		at := fmt.Sprintf("resources[%d].fields[%d]", i, s.Resources[i].field(c.Field.Name))
		path := strings.ReplaceAll(s.resource(c.Field.Ref).PluralName(), "_", "-") + "/{id}/" + c.Route
		ps.Add(at, "field %q: its route /%s is that of %s.%s; choose another name, or to keep the values of an existing field: gen rename field %s %[1]s NAME",
			c.Field.Name, path, c.Other.Resource, c.Other.Field.Name, c.Resource)
	}
}
