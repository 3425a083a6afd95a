package catalogtest

import (
	"bytes"
	"go/format"
	"path"
	"slices"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// everyKind is a resource with a field of every kind except references.
const everyKind = "thing a:string:required b:text c:int:index d:bigint:default=4 e:float f:decimal:min=1 g:bool h:time i:date j:uuid " +
	"k:enum(x|y):default=x l:json m:string:unique"

// options renders a project with each option and defaults for the rest,
// without and with a resource.
func (c *checker) options() {
	resource, err := spec.ParseResource(everyKind)
	if err != nil {
		c.problem("%w", err)
		return
	}
	for _, l := range c.cat.Layers {
		if l.Category != "" {
			chosen := c.cat.Choice(l)
			c.render(l.ID(), chosen)
			c.render(l.ID()+" with a resource", chosen, resource)
		}
	}
}

// presets renders a project for each preset, alone and with each option of the
// categories that it leaves open.
func (c *checker) presets() {
	for _, p := range c.cat.Presets {
		c.summary("preset "+p.Name, p.Summary)
		s := c.render("preset "+p.Name, c.cat.Expand(p, nil))
		for category, names := range p.Options {
			if !slices.Equal(s.Options[category], names) {
				c.problem("preset %s: %s: got %v, want %v in the order of the catalogue", p.Name, category, s.Options[category], names)
			}
		}
		for _, l := range c.cat.Layers {
			if _, said := p.Options[l.Category]; !said && l.Category != "" {
				c.render("preset "+p.Name+" with "+l.ID(), c.cat.Expand(p, c.cat.Choice(l)))
			}
		}
	}
}

// render renders a project, reports errors and unformatted files, and returns
// the spec.
func (c *checker) render(of string, chosen layer.Choices, resources ...spec.Resource) *spec.Spec {
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: chosen, Resources: resources}
	s.Fill(c.cat)
	t, err := generator.Render(c.cat, s)
	if err != nil {
		c.problem("%s: %w", of, err)
		return s
	}
	for name, f := range t.All() {
		if path.Ext(name) != ".go" {
			continue
		}
		switch formatted, err := format.Source(f.Data); {
		case err != nil:
			c.problem("%s: %s: %w", of, name, err)
		case !bytes.Equal(formatted, f.Data):
			c.problem("%s: %s is not formatted", of, name)
		}
	}
	return s
}
