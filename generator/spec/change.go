package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Clone returns a deep copy.
func (s *Spec) Clone() *Spec {
	clone := *s
	clone.Options = s.Options.Clone()
	clone.Resources = slices.Clone(s.Resources)
	for i, r := range clone.Resources {
		clone.Resources[i].Fields = slices.Clone(r.Fields)
	}
	if s.Migrations != nil {
		clone.Migrations = make([]Migration, len(s.Migrations))
		for i, m := range s.Migrations {
			clone.Migrations[i] = m.Clone()
		}
	}
	return &clone
}

// Add adds options to a category. A category that allows one option must have
// none.
func (s *Spec) Add(cat *layer.Catalog, category string, names ...string) error {
	k, err := findCategory(cat, category)
	if err != nil {
		return err
	}
	have := s.Options[category]
	for i, name := range names {
		switch {
		case name == layer.None && k.MayBeEmpty():
			return refuse(category, "none cannot be added; to choose nothing: gen set %s=none", category)
		case slices.Contains(names[:i], name):
			return refuse(category, "%s is given twice", name)
		case slices.Contains(have, name):
			return refuse(category, "%s is already chosen", name)
		case !k.Many && len(have) > 0:
			return refuse(category, "is already %s; to change it: gen set %s=%s", have[0], category, name)
		}
		have = append(have, name)
	}
	s.choose(category, have)
	return nil
}

// Remove removes options from a category that may be empty.
func (s *Spec) Remove(cat *layer.Catalog, category string, names ...string) error {
	k, err := findCategory(cat, category)
	if err != nil {
		return err
	}
	if !k.MayBeEmpty() {
		return refuse(category, "every project needs one; to change it: gen set %s=NAME", category)
	}
	have := slices.Clone(s.Options[category])
	for n, name := range names {
		i := slices.Index(have, name)
		switch {
		case name == layer.None:
			return refuse(category, "none cannot be removed; to choose nothing: gen set %s=none", category)
		case slices.Contains(names[:n], name):
			return refuse(category, "%s is given twice", name)
		case i < 0:
			return refuse(category, "%s is not chosen%s", name, listed(have))
		}
		have = slices.Delete(have, i, i+1)
	}
	s.choose(category, have)
	return nil
}

// Set replaces the options of a category and removes options of other
// categories whose needs are no longer met.
func (s *Spec) Set(cat *layer.Catalog, category string, names ...string) error {
	if category == "name" || category == "module" {
		return refuse(category, "set changes options; edit it in gen.yaml and run gen apply")
	}
	k, err := findCategory(cat, category)
	if err != nil {
		return err
	}
	if k.MayBeEmpty() && slices.Equal(names, []string{layer.None}) {
		names = nil
	}
	s.choose(category, names)
	wanted := s.Options[category]
	cat.Prune(s.Options)
	s.choose(category, wanted) // even if invalid, which Validate reports
	return nil
}

func (s *Spec) choose(category string, names []string) {
	if len(names) == 0 {
		delete(s.Options, category)
		return
	}
	if s.Options == nil {
		s.Options = layer.Choices{}
	}
	s.Options[category] = names
}

// AddResource appends a resource.
func (s *Spec) AddResource(r Resource) error {
	if s.resource(r.Name) != nil {
		return refuse("resource", "%s already exists; to add fields: gen add field %s", r.Name, r.Name)
	}
	s.Resources = append(s.Resources, r)
	return nil
}

// RemoveResource removes a resource that no other one refers to.
func (s *Spec) RemoveResource(name string) error {
	for _, r := range s.Resources {
		for _, f := range r.Fields {
			if f.Kind == Ref && f.Ref == name && r.Name != name {
				return refuse("resource", "the field %[2]s of %[3]s refers to %[1]s; remove it first", name, f.Name, r.Name)
			}
		}
	}
	if s.resource(name) == nil {
		return refuse("resource", "%s does not exist%s", name, listed(s.resourceNames()))
	}
	s.Resources = slices.DeleteFunc(s.Resources, func(r Resource) bool { return r.Name == name })
	return nil
}

// AddFields appends fields to a resource.
func (s *Spec) AddFields(resource string, fields ...Field) error {
	r := s.resource(resource)
	if r == nil {
		return refuse("field", "resource %s does not exist%s", resource, listed(s.resourceNames()))
	}
	for _, f := range fields {
		if slices.ContainsFunc(r.Fields, func(other Field) bool { return other.Name == f.Name }) {
			return refuse("field", "%s already has a field %s", resource, f.Name)
		}
		if s.follows(f.Ref, resource) {
			return refuse("field", "%[1]s is defined after %[2]s; first move %[1]s above %[2]s in gen.yaml and run gen apply", f.Ref, resource)
		}
		r.Fields = append(r.Fields, f)
	}
	return nil
}

// RemoveFields removes fields from a resource.
func (s *Spec) RemoveFields(resource string, names ...string) error {
	r := s.resource(resource)
	if r == nil {
		return refuse("field", "resource %s does not exist%s", resource, listed(s.resourceNames()))
	}
	for _, name := range names {
		i := slices.IndexFunc(r.Fields, func(f Field) bool { return f.Name == name })
		if i < 0 {
			var have []string
			for _, f := range r.Fields {
				have = append(have, f.Name)
			}
			return refuse("field", "%s has no field %s%s", resource, name, listed(have))
		}
		r.Fields = slices.Delete(r.Fields, i, i+1)
	}
	return nil
}

// AddMigration appends a migration that the owner writes. The history must be
// complete; see history.Evolve.
func (s *Spec) AddMigration(cat *layer.Catalog, name string) error {
	if _, ok := s.Database(cat); !ok {
		return refuse("migration", "there is no database to migrate")
	}
	if err := CheckMigrationName(name); err != nil {
		return refuse("migration", "%s", err)
	}
	s.Migrations = append(s.Migrations, Migration{Verb: Own, Name: name})
	return nil
}

// RemoveMigration removes a migration written by the owner. It must be the
// last one; a migration followed by others may have run.
func (s *Spec) RemoveMigration(name string) error {
	last := len(s.Migrations) - 1
	switch i := slices.IndexFunc(s.Migrations, func(m Migration) bool { return m.Verb == Own && m.Name == name }); {
	case i < 0:
		return refuse("migration", "you have not added a migration %s", name)
	case s.Migrations[last].Verb != Own || s.Migrations[last].Name != name:
		return refuse("migration", "%s is not the last one and may have run; add another one that undoes it", name)
	}
	s.Migrations = s.Migrations[:last]
	return nil
}

func (s *Spec) resource(name string) *Resource {
	i := slices.IndexFunc(s.Resources, func(r Resource) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Resources[i]
}

// follows reports whether there is a resource of this name after other.
func (s *Spec) follows(name, other string) bool {
	names := s.resourceNames()
	return slices.Index(names, name) > slices.Index(names, other)
}

func (s *Spec) resourceNames() []string {
	var names []string
	for _, r := range s.Resources {
		names = append(names, r.Name)
	}
	return names
}

func findCategory(cat *layer.Catalog, name string) (layer.Category, error) {
	k, ok := cat.Category(name)
	if !ok {
		var all []string
		for _, k := range cat.Categories {
			all = append(all, k.Name)
		}
		return k, refuse("", "%q is not a category; categories are %s%s", name, strings.Join(all, ", "), nearest(name, all))
	}
	return k, nil
}

// listed returns the end of a message that lists what exists.
func listed(have []string) string {
	if len(have) == 0 {
		return "; there are none"
	}
	return "; existing: " + strings.Join(have, ", ")
}

// refuse returns a problem with a change as an error.
func refuse(path, format string, args ...any) error {
	return Problems{{Path: path, Message: fmt.Sprintf(format, args...)}}
}
