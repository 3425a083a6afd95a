package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Verb is what a migration does. Beside these it may be a category of options
// that bring tables of their own, such as example.
type Verb string

// The verbs of migrations.
const (
	Create Verb = "create" // a table
	Add    Verb = "add"    // a column
	Remove Verb = "remove" // a column
	Drop   Verb = "drop"   // a table
	Own    Verb = "own"    // what the owner of the project writes
)

var verbs = []Verb{Create, Add, Remove, Drop, Own}

// Migration is one change of the schema. What it says of a field is what the
// database sees of it: no min, and max of strings only.
type Migration struct {
	Verb Verb
	// Name is that of an option that brings tables, or of an own migration.
	Name string
	// Resource is the table with the columns that are created, added, removed or
	// dropped; with all that it has afterwards if an own migration changes one.
	Resource Resource

	unread bool // its text was refused; the problem is already told
}

// ParseMigration reads one of
//
//	create book title:string:required isbn:string:unique
//	add book subtitle:string
//	remove book subtitle:string
//	drop book title:string:required isbn:string:unique
//	own backfill_subtitles
//	own widen_titles book title:string:max=500
//	example bank
func ParseMigration(cat *layer.Catalog, text string) (Migration, error) {
	words := strings.Fields(text)
	if len(words) < 2 {
		return Migration{}, fmt.Errorf("%q: write it as 'add book subtitle:string' or 'own backfill_subtitles'", text)
	}
	m := Migration{Verb: Verb(words[0])}
	rest := words[1:]
	if !slices.Contains(verbs, m.Verb) || m.Verb == Own {
		m.Name, rest = rest[0], rest[1:]
	}
	var err error
	switch {
	case slices.Contains(verbs, m.Verb):
		err = m.parseTable(rest)
	case !bringsTables(cat, m.Verb):
		allowed := migrationVerbs(cat)
		err = fmt.Errorf("%q is not one of %s%s", words[0], strings.Join(allowed, ", "), nearest(words[0], allowed))
	case len(rest) > 0:
		err = fmt.Errorf("%q: nothing may follow %s", text, m.Name)
	}
	if err != nil {
		return Migration{}, err
	}
	return m, nil
}

// parseTable reads the table that a migration changes.
func (m *Migration) parseTable(words []string) error {
	if m.Verb == Own && len(words) == 0 {
		return nil
	}
	r, err := ParseResource(strings.Join(words, " "))
	if err != nil {
		return err
	}
	m.Resource = r.columns()
	switch one := m.Verb == Add || m.Verb == Remove; {
	case one && len(r.Fields) != 1:
		return fmt.Errorf("%s takes one field, as in '%s book subtitle:string'", m.Verb, m.Verb)
	case one && r.Plural != "":
		return fmt.Errorf("%q: the plural stands where the table is created", r.Name+"/"+r.Plural)
	case len(r.Fields) == 0:
		return fmt.Errorf("resource %q has no field here; give those of its table", r.Name)
	}
	return nil
}

// String writes the migration as ParseMigration reads it.
func (m Migration) String() string {
	words := []string{string(m.Verb)}
	if m.Name != "" {
		words = append(words, m.Name)
	}
	if m.Resource.Name != "" {
		words = append(words, m.Resource.String())
	}
	return strings.Join(words, " ")
}

// ofLayer is the migration that makes the tables of an option.
func ofLayer(l layer.Layer) Migration {
	return Migration{Verb: Verb(l.Category), Name: l.Name}
}

// isLayer reports whether the migration makes the tables of an option.
func (m Migration) isLayer() bool { return !slices.Contains(verbs, m.Verb) }

// migrationVerbs lists the verbs, and the categories that serve as one.
func migrationVerbs(cat *layer.Catalog) []string {
	var all []string
	for _, v := range verbs {
		all = append(all, string(v))
	}
	for _, k := range cat.Categories {
		if bringsTables(cat, Verb(k.Name)) {
			all = append(all, k.Name)
		}
	}
	return all
}

// bringsTables reports whether an option of a category has migrations.
func bringsTables(cat *layer.Catalog, category Verb) bool {
	return slices.ContainsFunc(cat.Options(string(category)), func(l layer.Layer) bool { return l.Migrations > 0 })
}

// columns is the resource as the database sees it.
func (r Resource) columns() Resource {
	r.Fields = slices.Clone(r.Fields)
	for i, f := range r.Fields {
		r.Fields[i] = f.column()
	}
	return r
}

// column is the field as the database sees it.
func (f Field) column() Field {
	f.Min = ""
	if f.Kind != String {
		f.Max = ""
	}
	return f
}

// sameColumn reports whether two fields are the same column on every database.
// The order of an enum's values is none of its business.
func sameColumn(a, b Field) bool {
	return a.inOrder().String() == b.inOrder().String()
}

func (f Field) inOrder() Field {
	f = f.column()
	f.Values = slices.Sorted(slices.Values(f.Values))
	if f.Kind == String {
		f.Max = strconv.Itoa(f.Length())
	}
	return f
}

// sameColumns reports whether two tables have the same columns, in any order.
func sameColumns(a, b []Field) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(f Field) bool {
		g, ok := fieldOf(b, f.Key())
		return !ok || !sameColumn(f, g)
	})
}

// fieldOf finds a field by its column.
func fieldOf(fields []Field, key string) (Field, bool) {
	i := slices.IndexFunc(fields, func(f Field) bool { return f.Key() == key })
	if i < 0 {
		return Field{}, false
	}
	return fields[i], true
}
