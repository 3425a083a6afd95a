package render

import (
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// View is the data of the templates.
type View struct {
	Name      string     // of the binary, image and database file
	Module    string     // module path
	Go        string     // go line
	Choices   []Choice   // in catalogue order
	Resources []Resource // in gen.yaml's order
	Resource  *Resource  // of a {resource} file, or the table of a migration; otherwise nil
	Field     *Field     // column of an {add}, {remove}, {change} or {rename}; otherwise nil
	Change    *Change    // of a {change}, {rename} or {rename-table}; otherwise nil
	SQL       layer.Dialect

	References bool // whether a resource refers to another

	Access Access   // to routes of options, see layer.Layer.Input
	Guards []string // guards of some route

	// Declarations of the layers; see addDeclared.
	Groups   []Group // of settings
	Services []Service
	Codes    [][]Code // by kind
	Sections []layer.Section
	Commands []layer.Command
	Volume   string // of the program, as in compose.yaml

	migrations []history.Migration
}

// CreatedAt returns the column created_at of tables that do not belong to a
// resource.
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
