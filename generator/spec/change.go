package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Clone copies a spec, so that the copy can be changed.
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

// Add chooses options of a category that is open to them.
func (s *Spec) Add(cat *layer.Catalog, category string, names ...string) error {
	k, err := findCategory(cat, category)
	if err != nil {
		return err
	}
	have := s.Options[category]
	for _, name := range names {
		switch {
		case slices.Contains(have, name):
			return refuse(category, "%s is already chosen", name)
		case !k.Many && len(have) > 0:
			return refuse(category, "%s is already chosen; gen set %s=%s replaces it", have[0], category, name)
		}
		have = append(have, name)
	}
	s.choose(category, have)
	return nil
}

// Remove takes options of a category away.
func (s *Spec) Remove(cat *layer.Catalog, category string, names ...string) error {
	k, err := findCategory(cat, category)
	if err != nil {
		return err
	}
	if !k.MayBeEmpty() {
		return refuse(category, "cannot be left out; gen set %s=NAME replaces it", category)
	}
	have := slices.Clone(s.Options[category])
	for _, name := range names {
		i := slices.Index(have, name)
		if i < 0 {
			return refuse(category, "%s is not chosen%s", name, listed(have))
		}
		have = slices.Delete(have, i, i+1)
	}
	s.choose(category, have)
	return nil
}

// Set changes the answer to a category and drops the options that the new
// answer does not allow.
func (s *Spec) Set(cat *layer.Catalog, category string, names ...string) error {
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
	s.choose(category, wanted) // Validate says what is wrong with it
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

// AddResource puts a resource behind the others.
func (s *Spec) AddResource(r Resource) error {
	if s.resource(r.Name) != nil {
		return refuse("resource", "%s already exists; gen add field %s adds fields to it", r.Name, r.Name)
	}
	s.Resources = append(s.Resources, r)
	return nil
}

// RemoveResource takes a resource away.
func (s *Spec) RemoveResource(name string) error {
	for _, r := range s.Resources {
		for _, f := range r.Fields {
			if f.Kind == Ref && f.Ref == name && r.Name != name {
				return refuse("resource", "field %s of %s refers to %s; remove that field first", f.Name, r.Name, name)
			}
		}
	}
	if s.resource(name) == nil {
		return refuse("resource", "there is no resource %s%s", name, listed(s.resourceNames()))
	}
	s.Resources = slices.DeleteFunc(s.Resources, func(r Resource) bool { return r.Name == name })
	return nil
}

// AddFields puts fields behind the others of a resource.
func (s *Spec) AddFields(resource string, fields ...Field) error {
	r := s.resource(resource)
	if r == nil {
		return refuse("field", "there is no resource %s%s", resource, listed(s.resourceNames()))
	}
	for _, f := range fields {
		if slices.ContainsFunc(r.Fields, func(other Field) bool { return other.Name == f.Name }) {
			return refuse("field", "%s already has a field %s", resource, f.Name)
		}
		r.Fields = append(r.Fields, f)
	}
	return nil
}

// RemoveFields takes fields of a resource away.
func (s *Spec) RemoveFields(resource string, names ...string) error {
	r := s.resource(resource)
	if r == nil {
		return refuse("field", "there is no resource %s%s", resource, listed(s.resourceNames()))
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

// AddMigration lets a migration of the owner's follow. The history must be
// complete, see history.Evolve.
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

// RemoveMigration takes the last migration back if it is this one of the
// owner's: one that others follow may have run.
func (s *Spec) RemoveMigration(name string) error {
	last := len(s.Migrations) - 1
	switch i := slices.IndexFunc(s.Migrations, func(m Migration) bool { return m.Verb == Own && m.Name == name }); {
	case i < 0:
		return refuse("migration", "gen add migration has not added %s", name)
	case s.Migrations[last].Verb != Own || s.Migrations[last].Name != name:
		return refuse("migration", "%s is not the last migration and may have run; add one that reverts it", name)
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
		return k, refuse("", "%q is not a category: %s%s", name, strings.Join(all, ", "), nearest(name, all))
	}
	return k, nil
}

// listed tells what there is instead.
func listed(have []string) string {
	if len(have) == 0 {
		return "; there is none"
	}
	return "; there is " + strings.Join(have, ", ")
}

// refuse is a problem with a change.
func refuse(path, format string, args ...any) error {
	return Problems{{Path: path, Message: fmt.Sprintf(format, args...)}}
}
