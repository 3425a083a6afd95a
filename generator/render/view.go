package render

import (
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// View is what templates see.
type View struct {
	Name      string     // binary, image and database file
	Module    string     // module path
	Go        string     // the go line
	Choices   []Choice   // in catalogue order
	Resources []Resource // in gen.yaml's order
	Resource  *Resource  // the one a {resource} file is for, the table of a migration, nil elsewhere
	Field     *Field     // the column of an {add} or {remove}, nil elsewhere
	SQL       layer.Dialect

	References bool // a resource refers to another

	Access Access   // to the routes of options, see layer.Layer.Input
	Guards []string // those that stand before some route

	// What the catalogue says of the layers; see tell.
	Groups   []Group // of settings
	Services []Service
	Codes    [][]Code // by kind
	Sections []layer.Section
	Commands []layer.Command
	Volume   string // the program's own, as in compose.yaml

	migrations []history.Migration
}

// CreatedAt is the column created_at of tables that are no resource's.
func (v *View) CreatedAt() Column {
	var c Column
	c.Address, c.Arg = access("CreatedAt", spec.Time, v.SQL)
	c.RowType = rowType(spec.Time, v.SQL)
	return c
}

// Choice is a chosen option.
type Choice struct{ Category, Name, Summary string }

func newView(cat *layer.Catalog, s *spec.Spec, layers []layer.Layer, plural map[string]bool) *View {
	v := &View{Name: s.Name, Module: s.Module, Go: cat.GoVersion}
	for _, l := range cat.Chosen(s.Options) {
		v.Choices = append(v.Choices, Choice{Category: l.Category, Name: l.Name, Summary: l.Summary})
	}
	for _, l := range layers {
		if l.SQL != nil {
			v.SQL = *l.SQL
		}
	}
	var tables history.Tables
	v.migrations, tables = history.Replay(cat, s)
	for _, r := range s.Resources {
		table, _ := tables.Table(r.Name)
		resource := newResource(r, storedKinds(r, table), v.SQL)
		if plural[r.Name] {
			resource.usePlural()
		}
		v.References = v.References || len(resource.References) > 0
		v.Resources = append(v.Resources, resource)
	}
	relate(v.Resources, s.Resources)
	v.guard(layers, s.Resources)
	return v
}

// usePlurals gives the plural to the packages and files of resources that
// could not have another.
func (v *View) usePlurals(packages map[string]bool) {
	for i := range v.Resources {
		r := &v.Resources[i]
		if fixedNames(r.Package) || packages[r.Package] || isConstrained(r.File) {
			r.usePlural()
		}
	}
}
