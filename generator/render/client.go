package render

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// Client is another service that the project calls.
type Client struct {
	Name     string // as in gen.yaml
	Package  string // below internal/client
	Alias    string // of the package in imports, or ""
	Type     string // of Go names
	Var      string // variable in Go
	Variable string // of environment variables
}

func newClient(c spec.Client, aliased bool) Client {
	v := Client{
		Name:     c.Name,
		Package:  c.Package(),
		Type:     exported(c.Name),
		Var:      unexported(c.Name) + "Client",
		Variable: strings.ToUpper(c.Name),
	}
	if aliased {
		v.Alias = v.Package + "client"
	}
	return v
}

// Ident returns the name of the package where it is imported.
func (c Client) Ident() string { return cmp.Or(c.Alias, c.Package) }

// Field returns the name of the field with the client in structs.
func (c Client) Field() string { return c.Type + "Client" }

// names replaces the words that stand for the name of the client.
func (c Client) names() *strings.Replacer {
	return strings.NewReplacer(
		layer.ClientWord, c.Name, layer.ClientVariable, c.Variable,
		layer.ClientField, c.Type, layer.ClientPackage, c.Package,
	)
}

// perClient returns the layers with what they declare for each client.
func perClient(layers []layer.Layer, clients []Client) []layer.Layer {
	layers = slices.Clone(layers)
	for i := range layers {
		l := &layers[i]
		l.Settings = each(l.Settings, clients, layer.Group.PerClient, func(g layer.Group, c Client) layer.Group {
			name := c.names().Replace
			group := layer.Group{Title: name(g.Title), Settings: slices.Clone(g.Settings)}
			for i := range group.Settings {
				s := &group.Settings[i]
				s.Name, s.About = name(s.Name), name(s.About)
			}
			return group
		})
		l.Sections = each(l.Sections, clients, layer.Section.PerClient, func(s layer.Section, c Client) layer.Section {
			return layer.Section{Field: c.names().Replace(s.Field), Package: c.names().Replace(s.Package), Alias: c.Alias}
		})
	}
	return layers
}

// each returns the items, with those that are repeated once for each client.
func each[T any](items []T, clients []Client, repeated func(T) bool, of func(T, Client) T) []T {
	var all []T
	for _, item := range items {
		if !repeated(item) {
			all = append(all, item)
			continue
		}
		for _, c := range clients {
			all = append(all, of(item, c))
		}
	}
	return all
}

// checkVariables returns a problem for each client that has a setting of the name of
// another one.
func (v *View) checkVariables() error {
	var ps spec.Problems
	seen := map[string]bool{}
	for _, s := range v.all(func(Setting) bool { return true }) {
		if !seen[s.Name] {
			seen[s.Name] = true
			continue
		}
		for i, c := range v.Clients {
			if strings.HasPrefix(s.Name, c.Variable+"_") {
				ps.Add(fmt.Sprintf("clients[%d].name", i), "%q clashes with the setting %s; choose another name", c.Name, s.Name)
				break
			}
		}
	}
	return ps.Err()
}

// clients renders a template once per client.
func (r *renderer) clients(f source, t *template.Template) error {
	for i := range r.view.Clients {
		view := *r.view
		view.Client = &r.view.Clients[i]
		if err := r.execute(f, strings.ReplaceAll(f.out, layer.ClientWord, view.Client.Package), t, &view); err != nil {
			return err
		}
	}
	return nil
}
