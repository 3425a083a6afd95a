package render

import (
	"fmt"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// View is what templates see.
type View struct {
	Name      string     // binary, image and database file
	Module    string     // module path
	Go        string     // the go line
	Choices   []Choice   // one for each answered category, in catalogue order
	Resources []Resource // in gen.yaml's order
	Resource  *Resource  // the one a {resource} file is for, nil elsewhere
}

// Choice is an answered category.
type Choice struct{ Category, Name, Summary string }

// database is what the chosen database says to resources.
type database struct {
	columns, checks, sorts, scanners map[string]string
	quote                            string
}

func newView(cat *layer.Catalog, s *spec.Spec, layers []layer.Layer) *View {
	v := &View{Name: s.Name, Module: s.Module, Go: cat.GoVersion}
	var db database
	for _, k := range cat.Categories {
		if l, ok := cat.Option(k.Name, s.Options[k.Name]); ok {
			v.Choices = append(v.Choices, Choice{Category: k.Name, Name: l.Name, Summary: l.Summary})
		}
	}
	for _, l := range layers {
		if l.Columns != nil {
			db = database{columns: l.Columns, checks: l.Checks, sorts: l.Sorts, scanners: l.Scanners, quote: l.Quote}
		}
	}
	for i, r := range s.Resources {
		v.Resources = append(v.Resources, newResource(r, fmt.Sprintf("%06d", i+1), s.Module, db))
	}
	return v
}
