package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Relation is what the routes of a resource make of a reference to another one.
type Relation struct {
	JSON   string    // of the reference, such as author_id
	Name   string    // by which rows include what it refers to, such as author
	Func   string    // ListByAuthor, the handler of the route for the rows that refer to one
	Route  string    // last segment of its path, such as books
	Read   Access    // to that route
	Many   bool      // whether a row refers to several
	Owner  *Resource // book
	Parent *Resource // author

	Nullable bool // whether a row may refer to none

	listed, included bool
}

// addRelations sets the relations of the resources, which are those of the spec.
func (v *View) addRelations(cat *layer.Catalog, s *spec.Spec, access func(name string) Access) {
	at := func(name string) *Resource {
		return &v.Resources[slices.IndexFunc(v.Resources, func(r Resource) bool { return r.Name == name })]
	}
	for _, n := range s.Relations(cat) {
		r := at(n.Resource)
		r.Relations = append(r.Relations, Relation{
			JSON: v.json(n.Field.Key()), Name: v.json(n.Field.Name), Func: "ListBy" + exported(n.Field.Name), Route: n.Route,
			Read: access(cmp.Or(n.Guard, layer.Public)), Many: n.Field.Kind == spec.Refs, Nullable: n.Field.Nullable(), Owner: r, Parent: at(n.Field.Ref),
			listed: n.Listed, included: n.Included,
		})
		v.Includes = v.Includes || n.Included
	}
}

// Nested are the relations with routes.
func (r Resource) Nested() []Relation {
	return slices.DeleteFunc(slices.Clone(r.Relations), func(n Relation) bool { return !n.listed })
}

// Includes are the relations by which rows can include what they refer to.
func (r Resource) Includes() []Relation {
	return slices.DeleteFunc(slices.Clone(r.Relations), func(n Relation) bool { return !n.included })
}

// Parents are the other resources whose stores the routes of relations use.
func (r Resource) Parents() []*Resource {
	var all []*Resource
	for _, n := range r.Nested() { // what is included is listed, too
		if n.Parent.Name != r.Name && !slices.Contains(all, n.Parent) {
			all = append(all, n.Parent)
		}
	}
	return all
}

// IncludeNames lists the names of what rows can include.
func (r Resource) IncludeNames() string {
	var names []string
	for _, n := range r.Includes() {
		names = append(names, n.Name)
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// IncludeNulls lists the names of those of them that may be null.
func (r Resource) IncludeNulls() string {
	return strings.Join(r.includeNulls(), ", ")
}

// IncludeNullsJSON lists the same in JSON, or is "" if there are none.
func (r Resource) IncludeNullsJSON() string {
	names := r.includeNulls()
	if len(names) == 0 {
		return ""
	}
	return `["` + strings.Join(names, `", "`) + `"]`
}

func (r Resource) includeNulls() []string {
	var names []string
	for _, n := range r.Includes() {
		if n.Nullable {
			names = append(names, n.Name)
		}
	}
	slices.Sort(names)
	return names
}

// Row is the type of the rows in responses that may include something, in
// annotations of swag.
func (r Resource) Row() string {
	var more []string
	for _, n := range r.Includes() {
		of := n.Parent.Package + "." + n.Parent.Type
		if n.Many {
			of = "[]" + of
		}
		more = append(more, n.Name+"="+of)
	}
	row := r.Package + "." + r.Type
	if len(more) > 0 {
		row += "{" + strings.Join(more, ",") + "}"
	}
	return row
}
