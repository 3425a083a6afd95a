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
	clone.Clients = slices.Clone(s.Clients)
	clone.Resources = slices.Clone(s.Resources)
	for i, r := range clone.Resources {
		clone.Resources[i] = r.clone()
	}
	if s.Migrations != nil {
		clone.Migrations = make([]Migration, len(s.Migrations))
		for i, m := range s.Migrations {
			clone.Migrations[i] = m.Clone()
		}
	}
	return &clone
}

// Has reports whether an option of a category is chosen.
func (s *Spec) Has(category, name string) bool { return slices.Contains(s.Options[category], name) }

// Add adds options to a category, except those that it has. A category that
// allows one option must have none.
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
		case checkAnswer(cat, k, []string{name}) != "":
			return refuse(category, "%s", checkAnswer(cat, k, []string{name}))
		case slices.Contains(names[:i], name):
			return refuse(category, "%s is given twice", name)
		case s.Has(category, name):
			continue
		case !k.Many && len(have) > 0:
			return refuse(category, "is already %s; to change it: gen set %s=%s", have[0], category, name)
		}
		have = append(have, name)
	}
	s.choose(category, have)
	return nil
}

// Remove removes options from a category that may be empty. Those that are not
// chosen are skipped.
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
		}
		if _, known := cat.Option(category, name); !known {
			return refuse(category, "%s", checkAnswer(cat, k, []string{name}))
		}
		if i >= 0 {
			have = slices.Delete(have, i, i+1)
		}
	}
	s.choose(category, have)
	return nil
}

// Set replaces the module path, the options of a category, or a setting of a
// resource, such as book.timestamps. It removes options of other categories
// whose needs are no longer met.
func (s *Spec) Set(cat *layer.Catalog, category string, names ...string) error {
	switch {
	case category == "name":
		return refuse(category, "set changes options and the module; edit the name in gen.yaml and run gen apply")
	case category == "module" && len(names) == 1:
		s.Module = names[0]
		return nil
	}
	if resource, setting, ok := strings.Cut(category, "."); ok {
		return s.setSetting(resource, setting, strings.Join(names, ","))
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

func (s *Spec) setSetting(resource, setting, value string) error {
	r := s.resource(resource)
	if r == nil {
		return refuse(resource+"."+setting, "resource %s does not exist%s", resource, listed(s.resourceNames()))
	}
	if err := r.SetSetting(setting, value); err != nil {
		return refuse(resource+"."+setting, "%v", err)
	}
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

// AddResource appends a resource. One that exists must have all of its fields,
// and is left as it is.
func (s *Spec) AddResource(r Resource) error {
	have := s.resource(r.Name)
	if have == nil {
		s.Resources = append(s.Resources, r)
		return nil
	}
	var ps Problems
	for _, s := range settings {
		if want, has := s.words(r.Settings), s.words(have.Settings); len(want) > 0 && !slices.Equal(want, has) {
			ps.Add("resource", "%s already exists, without %s", r.Name, strings.Join(want, " "))
		}
	}
	if r.Plural != "" && r.PluralName() != have.PluralName() {
		ps.Add("resource", "%s already exists, with the plural %s", r.Name, have.PluralName())
	}
	for _, f := range r.Fields {
		if old := have.named(f.Name); old == nil {
			ps.Add("resource", "%s already exists, without a field %s; to add it: gen add field %s %s", r.Name, f.Name, r.Name, f)
		} else if old.String() != f.String() {
			ps.Add("resource", "%s already exists, with the field %s", r.Name, old)
		}
	}
	return ps.Err()
}

// RemoveResource removes resources that no other one refers to. Those that do
// not exist are skipped.
func (s *Spec) RemoveResource(names ...string) error {
	var ps Problems
	for _, r := range s.Resources {
		for _, f := range r.Fields {
			if f.Ref != "" && slices.Contains(names, f.Ref) && !slices.Contains(names, r.Name) {
				ps.Add("resource", "the field %[2]s of %[3]s refers to %[1]s; remove it first", f.Ref, f.Name, r.Name)
			}
		}
	}
	if len(ps) > 0 {
		return ps
	}
	s.Resources = slices.DeleteFunc(s.Resources, func(r Resource) bool { return slices.Contains(names, r.Name) })
	return nil
}

// AddFields appends fields to a resource. Those that it has are skipped.
func (s *Spec) AddFields(resource string, fields ...Field) error {
	r := s.resource(resource)
	if r == nil {
		return refuse("field", "resource %s does not exist%s", resource, listed(s.resourceNames()))
	}
	var ps Problems
	for _, f := range fields {
		old := r.named(f.Name)
		switch {
		case old != nil && old.String() == f.String():
		case old != nil:
			ps.Add("field", "%s already has the field %s", resource, old)
		default:
			r.Fields = append(r.Fields, f)
		}
	}
	return ps.Err()
}

// RemoveFields removes fields from a resource that no constraint has. Those that do
// not exist are skipped.
func (s *Spec) RemoveFields(resource string, names ...string) error {
	if r := s.resource(resource); r != nil {
		var ps Problems
		for _, c := range r.Constraints() {
			for _, name := range c.Fields() {
				if slices.Contains(names, name) {
					ps.Add("field", "%s is in %s; remove that first: gen remove constraint %s '%[2]s'", name, c, resource)
				}
			}
		}
		if len(ps) > 0 {
			return ps
		}
		r.Fields = slices.DeleteFunc(r.Fields, func(f Field) bool { return slices.Contains(names, f.Name) })
	}
	return nil
}

// AddConstraints adds constraints to a resource. Those that it has are skipped.
func (s *Spec) AddConstraints(resource string, all ...Constraint) error {
	r := s.resource(resource)
	if r == nil {
		return refuse("constraint", "resource %s does not exist%s", resource, listed(s.resourceNames()))
	}
	for _, c := range all {
		if !r.Has(c) {
			r.Settings = r.With(c)
		}
	}
	return nil
}

// RemoveConstraints removes constraints from a resource. Those that do not exist
// are skipped.
func (s *Spec) RemoveConstraints(resource string, all ...Constraint) error {
	if r := s.resource(resource); r != nil {
		for _, c := range all {
			r.Settings = r.Without(c)
		}
	}
	return nil
}

// HasConstraint returns whether a resource has a constraint, and else which it
// has.
func (s *Spec) HasConstraint(resource string, c Constraint) (has bool, existing string) {
	r := s.resource(resource)
	if r == nil {
		return false, ""
	}
	var have []string
	for _, other := range r.Constraints() {
		have = append(have, other.String())
	}
	return r.Has(c), listed(have)
}

// HasResource returns whether there is a resource, and else what exists.
func (s *Spec) HasResource(name string) (has bool, existing string) {
	return s.resource(name) != nil, listed(s.resourceNames())
}

// HasField returns whether a resource has a field, and else which it has.
func (s *Spec) HasField(resource, name string) (has bool, existing string) {
	r := s.resource(resource)
	if r == nil {
		return false, ""
	}
	var have []string
	for _, f := range r.Fields {
		have = append(have, f.Name)
	}
	return r.field(name) >= 0, listed(have)
}

// named returns the field of this name, or nil.
func (r *Resource) named(name string) *Field {
	if i := r.field(name); i >= 0 {
		return &r.Fields[i]
	}
	return nil
}

// AddMigration appends a migration that the owner writes, unless there is one
// of this name. The history must be complete; see history.Evolve.
func (s *Spec) AddMigration(cat *layer.Catalog, name string) error {
	if _, ok := s.Database(cat); !ok {
		return refuse("migration", "there is no database to migrate")
	}
	if err := CheckMigrationName(name); err != nil {
		return refuse("migration", "%s", err)
	}
	if s.HasMigration(name) {
		return nil
	}
	s.Migrations = append(s.Migrations, Migration{Verb: Own, Name: name})
	return nil
}

// HasMigration reports whether the owner has added a migration of this name.
func (s *Spec) HasMigration(name string) bool {
	return slices.ContainsFunc(s.Migrations, func(m Migration) bool { return m.Verb == Own && m.Name == name })
}

// RemoveMigration removes a migration written by the owner. One that does not
// exist is skipped. It must be the
// last one; a migration followed by others may have run.
func (s *Spec) RemoveMigration(name string) error {
	last := len(s.Migrations) - 1
	switch i := slices.IndexFunc(s.Migrations, func(m Migration) bool { return m.Verb == Own && m.Name == name }); {
	case i < 0:
		return nil
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

// mostListed is the number of names that a message lists.
const mostListed = 10

// listed returns the end of a message that lists what exists.
func listed(have []string) string {
	if len(have) == 0 {
		return "; there are none"
	}
	return "; existing: " + enumerated(have)
}

// enumerated returns the names in one line: the first ones, and the number of
// the others.
func enumerated(names []string) string {
	if len(names) > mostListed {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostListed], ", "), len(names)-mostListed)
	}
	return strings.Join(names, ", ")
}

// refuse returns a problem with a change as an error.
func refuse(path, format string, args ...any) error {
	return Problems{{Path: path, Message: fmt.Sprintf(format, args...)}}
}
