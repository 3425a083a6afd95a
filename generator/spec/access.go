package spec

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/layer"
)

// Access determines who may call the routes of a resource: [layer.Public] or
// the name of a guard of the chosen options. "" stands for the first guard, if
// any.
type Access struct{ Read, Write string }

// accessSettings say in a line what the key access says in gen.yaml.
var accessSettings = []Setting{
	accessSetting("read", func(s *Settings) *string { return &s.Access.Read }),
	accessSetting("write", func(s *Settings) *string { return &s.Access.Write }),
}

func accessSetting(verb string, of func(*Settings) *string) Setting {
	name := "access." + verb
	return Setting{
		Name: name, Word: name, About: "who may " + verb + " it", Values: []string{""},
		get: func(s *Settings) []string { return unless(*of(s) == "", *of(s)) },
		set: func(s *Settings, value string) { *of(s) = value },
	}
}

// resourceKeys returns the keys of a resource in gen.yaml.
func resourceKeys(cat *layer.Catalog) []string {
	keys := []string{"name", "plural"}
	if cat.Guarded() {
		keys = append(keys, "access")
	}
	for _, s := range knownSettings(cat) {
		keys = append(keys, s.Name)
	}
	return append(keys, "fields")
}

func (d *decoder) access(n *yaml.Node, path string) Access {
	var a Access
	d.mapping(n, path, []string{"read", "write"}, func(key string, v *yaml.Node) {
		text := d.text(v, path+"."+key)
		if key == "read" {
			a.Read = text
		} else {
			a.Write = text
		}
	})
	return a
}

func (a Access) document() *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	if a.Read != "" {
		put(n, "read", scalar(a.Read))
	}
	if a.Write != "" {
		put(n, "write", scalar(a.Write))
	}
	return n
}

// validateAccess checks that the chosen options have the guards.
func (s *Spec) validateAccess(cat *layer.Catalog, ps *Problems) {
	layers, _, err := cat.Resolve(s.Options, s.Facts(cat))
	if err != nil {
		return // an error in the catalogue, reported by its checks
	}
	allowed := []string{layer.Public}
	for _, g := range layer.Guards(layers) {
		allowed = append(allowed, g.Name)
	}
	for i, r := range s.Resources {
		for _, said := range [][2]string{{"read", r.Access.Read}, {"write", r.Access.Write}} {
			path, name := fmt.Sprintf("resources[%d].access.%s", i, said[0]), said[1]
			switch {
			case name == "" || slices.Contains(allowed, name):
			case len(allowed) == 1:
				ps.Add(path, "%q needs an option that guards routes"+leaveOut, name)
			default:
				ps.Add(path, "%q is not one of %s%s", name, strings.Join(allowed, ", "), nearest(name, allowed))
			}
		}
	}
}

// accessSchema returns a schema that allows the guards of all options.
func accessSchema(cat *layer.Catalog) map[string]any {
	names := []string{layer.Public}
	for _, g := range layer.Guards(cat.Layers) {
		if !slices.Contains(names, g.Name) {
			names = append(names, g.Name)
		}
	}
	guard := map[string]any{"enum": names}
	return map[string]any{
		"type":                 "object",
		"additionalProperties": false,
		"description":          "Who may call its routes: " + strings.Join(names, ", ") + ".",
		"properties":           map[string]any{"read": guard, "write": guard},
	}
}
