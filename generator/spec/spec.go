// Package spec describes a project the way gen.yaml does. It parses gen.yaml
// strictly, fills in defaults, reports all problems at once and writes a
// canonical form. Flags and prompts produce the same [Spec] as gen.yaml.
package spec

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/gen-go/gen/generator/layer"
)

// Path is the path of the spec within a project.
const Path = "gen.yaml"

// Spec describes a project.
type Spec struct {
	Name      string // of the binary, image and directory
	Module    string // module path
	Options   layer.Choices
	Clients   []Client
	Resources []Resource
	// Migrations is the history of the schema, oldest first. It is nil for the
	// history of a new project, which can be derived from the rest.
	Migrations []Migration
}

// Resource is an entity that the API provides.
type Resource struct {
	Name   string // singular, snake_case
	Plural string // "" if it follows English rules
	Settings
	Fields []Field
}

// Field is an attribute of a resource.
type Field struct {
	Name     string
	Kind     Kind
	Values   []string // of an enum
	Ref      string   // resource that a reference refers to
	Self     bool     // whether a row may refer to itself by a reference
	OnDelete string   // what a reference does when its row is deleted: Cascade, Null, or "" to refuse that
	Required bool
	Unique   bool
	NoCase   bool // unique whatever the case of A to Z
	Index    bool
	Filter   bool
	Search   bool
	Upsert   bool   // whether its value can be in a path that a row is put to
	Min, Max string // as written, "" if absent
	In       string // currencies of money, separated by |, "" for all
	Scale    string // digits of a decimal after the point, as written, "" if absent
	Default  string // as written, "" if absent

	// Of texts: what they look like, a regular expression that they match as a
	// whole, and how they are brought into the form in which they are checked and
	// stored.
	Formats     []Format
	Pattern     string
	NotBlank    bool
	Trim, Lower bool

	Items string // maximum number of items in a list, as written, "" if absent

	AsString bool // of a number: it is a string in JSON

	unread bool // could not be parsed, which has been reported
}

// Fill sets what is missing in the spec to the catalogue's defaults. Module
// defaults to Name. Fill also removes [layer.None] from the options, and the
// migrations if there is no database.
func (s *Spec) Fill(cat *layer.Catalog) {
	if s.Module == "" {
		s.Module = s.Name
	}
	if s.Options == nil {
		s.Options = layer.Choices{}
	}
	for _, k := range cat.Categories {
		names := s.Options[k.Name]
		if k.MayBeEmpty() && slices.Equal(names, []string{layer.None}) || len(names) == 0 {
			delete(s.Options, k.Name)
		}
		if k.Many {
			sortByCatalog(cat, k.Name, names)
		}
		if len(names) == 0 && k.Default != "" && cat.Applies(k.Name, s.Options) {
			s.Options[k.Name] = []string{k.Default}
		}
	}
	if _, ok := s.Database(cat); !ok {
		s.Migrations = nil
	}
}

// sortByCatalog sorts options in the order of the catalogue, unknown ones
// last.
func sortByCatalog(cat *layer.Catalog, category string, names []string) {
	options := cat.Options(category)
	rank := func(name string) int {
		i := slices.IndexFunc(options, func(l layer.Layer) bool { return l.Name == name })
		if i < 0 {
			return len(options)
		}
		return i
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
}

// Validate returns all problems of a filled spec, except those of its history.
// These can only be found if there are no others: see package history.
func (s *Spec) Validate(cat *layer.Catalog) Problems {
	var ps Problems
	if msg := checkName(s.Name); msg != "" {
		ps.Add("name", "%s", msg)
	}
	// If the module defaults to the name, the problem has been reported.
	if msg := checkModule(s.Module); msg != "" && s.Module != s.Name {
		ps.Add("module", "%s", msg)
	}
	s.validateOptions(cat, &ps)
	s.validateClients(cat, &ps)
	s.validateResources(cat, &ps)
	s.validateAccess(cat, &ps)
	s.validateCache(cat, &ps)
	_, hasTables := s.Database(cat)
	s.validateReferences(hasTables, &ps)
	s.validateOwners(cat, &ps)
	s.validateRoutes(cat, &ps)
	s.validateKeys(cat, &ps)
	s.validateNames(cat, &ps)
	if len(s.Migrations) > maxMigrations {
		ps.Add("migrations", "has %d entries; at most %d are allowed", len(s.Migrations), maxMigrations)
	}
	return ps
}

func (s *Spec) validateOptions(cat *layer.Catalog, ps *Problems) {
	for _, name := range slices.Sorted(maps.Keys(s.Options)) {
		k, ok := cat.Category(name)
		if !ok {
			ps.Add(name, "unknown key%s", nearest(name, Keys(cat)))
			continue
		}
		if msg := checkAnswer(cat, k, s.Options[name]); msg != "" {
			ps.Add(name, "%s", msg)
			continue
		}
		if need, unmet := unmetNeed(cat, k, s.Options); unmet {
			ps.Add(name, "%s; leave it out", need.Reason)
		}
	}
	for _, k := range cat.Categories {
		if len(s.Options[k.Name]) == 0 && !k.MayBeEmpty() && cat.Applies(k.Name, s.Options) {
			ps.Add(k.Name, missing)
		}
	}
}

// unmetNeed returns the first need of a category or its chosen options that
// the other options do not meet.
func unmetNeed(cat *layer.Catalog, k layer.Category, chosen layer.Choices) (layer.Need, bool) {
	if need, unmet := cat.Unmet(k.Needs, chosen); unmet {
		return need, true
	}
	for _, name := range chosen[k.Name] {
		if l, ok := cat.Option(k.Name, name); ok {
			if need, unmet := cat.Unmet(l.Needs, chosen); unmet {
				return need, true
			}
		}
	}
	return layer.Need{}, false
}

// checkAnswer returns the problem with the options chosen for k, or "".
func checkAnswer(cat *layer.Catalog, k layer.Category, names []string) string {
	if len(names) > 1 && !k.Many {
		return fmt.Sprintf("takes one value, not %d", len(names))
	}
	for i, name := range names {
		if name == layer.None && k.MayBeEmpty() && len(names) > 1 {
			return "none chooses nothing and allows no other value beside it"
		}
		if _, ok := cat.Option(k.Name, name); !ok {
			var allowed []string
			for _, l := range cat.Answers(k) {
				allowed = append(allowed, l.Name)
			}
			return fmt.Sprintf("%q is not one of %s%s", name, strings.Join(allowed, ", "), nearest(name, allowed))
		}
		if slices.Contains(names[:i], name) {
			return fmt.Sprintf("%q is listed twice", name)
		}
	}
	return ""
}

// Limits on the size of a spec, and thus on what gen writes.
const (
	maxResources  = 100
	maxFields     = 100
	maxMigrations = 10_000
)

func (s *Spec) validateResources(cat *layer.Catalog, ps *Problems) {
	if len(s.Resources) > maxResources {
		ps.Add("resources", "has %d entries; at most %d are allowed", len(s.Resources), maxResources)
		return
	}
	common := s.Common(cat)
	taken := map[string]string{} // name → owner
	tables := map[string]string{}
	for _, l := range cat.Chosen(s.Options) {
		for _, table := range l.Tables {
			tables[table] = l.Category + " " + l.Name
		}
	}
	for i, r := range s.Resources {
		path := fmt.Sprintf("resources[%d]", i)
		if msg := checkResourceName(r); msg != "" {
			ps.Add(path+".name", "%s", msg)
			continue
		}
		if other, clash := tables[r.PluralName()]; clash {
			ps.Add(path+".name", "%q: the table %s belongs to %s", r.Name, r.PluralName(), other)
			continue
		}
		// Two resources must not share a package, a table or a Go name.
		for _, word := range r.words() {
			if other, clash := taken[word]; clash {
				ps.Add(path+".name", "%q clashes with %s", r.Name, other)
				break
			}
			taken[word] = fmt.Sprintf("resource %q", r.Name)
		}
		validateFields(path, r, common, ps)
		checkBody(path, r, cat.BodyLimit, ps)
		validateConstraints(path, r, ps)
	}
}

// words returns the names of a resource in Go, in lower case.
func (r Resource) words() []string {
	name, plural := strings.ReplaceAll(r.Name, "_", ""), strings.ReplaceAll(r.PluralName(), "_", "")
	if name == plural {
		plural = "all" + name
	}
	return []string{name, plural}
}

func validateFields(path string, r Resource, common []Field, ps *Problems) {
	switch {
	case len(r.Fields) == 0:
		ps.Add(path, "resource %q has no fields; it needs at least one, such as title:string", r.Name)
	case len(r.Fields) > maxFields:
		ps.Add(path, "has %d fields; at most %d are allowed", len(r.Fields), maxFields)
		return
	}
	if len(r.Fields) > 0 && !slices.ContainsFunc(r.Fields, func(f Field) bool { return f.Kind != Refs && f.Kind != Owner }) {
		what := "references"
		if r.Owner() != nil {
			what = "an owner"
		}
		ps.Add(path, "resource %q has only %s; it needs at least one other field, such as title:string", r.Name, what)
	}
	taken := map[string]bool{}
	for j, f := range r.Fields {
		if f.unread {
			continue
		}
		at := fmt.Sprintf("%s.fields[%d]", path, j)
		if slices.ContainsFunc(r.Fields[:j], func(other Field) bool { return other.Name == f.Name }) {
			ps.Add(at, "field %q is listed twice in resource %q", f.Name, r.Name)
			continue
		}
		// book_url and bookurl would have the same name in Go.
		for _, column := range f.columns() {
			key := strings.ReplaceAll(column, "_", "")
			if taken[key] {
				ps.Add(at, "field %q clashes with another field of resource %q", f.Name, r.Name)
			}
			taken[key] = true
		}
		if msg := checkCommon(common, r.Name, f); msg != "" {
			ps.Add(at, "field %q: %s", f.Name, msg)
		}
		if msg := r.CheckColumn(f); msg != "" {
			ps.Add(at, "field %q: %s", f.Name, msg)
		}
		for _, msg := range f.Check() {
			ps.Add(at, "field %q: %s", f.Name, msg)
		}
	}
}

// Keys returns the keys of gen.yaml in canonical order.
func Keys(cat *layer.Catalog) []string {
	keys := []string{"name", "module"}
	for _, k := range cat.Categories {
		keys = append(keys, k.Name)
	}
	if cat.HasClients() {
		keys = append(keys, clientsKey)
	}
	return append(keys, "resources", "migrations")
}

// nearest returns a suggestion: an allowed word of which got is a prefix, or
// else the most similar one. It returns "" if none is similar.
func nearest(got string, allowed []string) string {
	best, distance := "", 3
	for _, word := range allowed {
		d := levenshtein.ComputeDistance(got, word)
		if len(got) > 2 && strings.HasPrefix(word, got) {
			d = 0
		}
		if d < distance {
			best, distance = word, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}
