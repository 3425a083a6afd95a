package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Verb is what a migration does: one of the constants, or a category whose
// options have tables of their own, such as example.
type Verb string

// The verbs of migrations.
const (
	Create Verb = "create" // a table
	Add    Verb = "add"    // a column
	Remove Verb = "remove" // a column
	Drop   Verb = "drop"   // a table
	Change Verb = "change" // a column
	Rename Verb = "rename" // a column or a table
	Own    Verb = "own"    // SQL written by the owner
)

var verbs = []Verb{Create, Add, Remove, Drop, Change, Rename, Own}

// MaxID is the highest id of a migration, the length of a timestamp in
// seconds.
const MaxID = 99_999_999_999_999

// Migration is one change of the schema. Its fields have only what matters to
// their columns: no min, and max for strings alone.
type Migration struct {
	// ID is the number of its files, such as 20261127181903. Without one, 0, it
	// follows the number of the migration before, and the first one is 1.
	ID   int64
	Verb Verb
	// Name is that of an option with tables, or of a migration written by hand.
	Name string
	// Resource is the table, with the columns and constraints that are created,
	// added, removed or dropped. If a migration written by hand changes a table, it has all columns
	// of the table afterwards.
	Resource Resource
	// Rows is what a change does with rows that conflict with it, and the value
	// that rows get in a required column that is added.
	Rows Rows
	// Field is the field that is renamed, or "" if the resource is. To is the new
	// name, and ToPlural the new plural of the resource, if it does not follow
	// English rules.
	Field, To, ToPlural string
	// Setting is the setting whose columns are added or removed: timestamps or
	// softdelete. It is "" if something else changes.
	Setting string
}

// ParseMigration parses one of
//
//	create book title:string:required isbn:string:unique
//	add book subtitle:string
//	add book pages:int:required fill=1
//	add book unique(author,title)
//	remove book subtitle:string
//	drop book title:string:required isbn:string:unique
//	change book title:string:required fill=unknown
//	add book timestamps
//	add book softdelete
//	rename book.isbn isbn13
//	rename book title/titles
//	own backfill_subtitles
//	own widen_titles book title:string:max=500
//	example bank
//
// each of which may follow an id, as in 20261127181903 add book subtitle:string.
func ParseMigration(cat *layer.Catalog, text string) (Migration, error) {
	words, err := splitWords(text)
	if err != nil {
		return Migration{}, err
	}
	var id int64
	if len(words) > 0 && digits.MatchString(words[0]) {
		if id, err = strconv.ParseInt(words[0], 10, 64); err != nil || id < 1 || id > MaxID {
			return Migration{}, fmt.Errorf("the id %s is not between 1 and %d", words[0], int64(MaxID))
		}
		words = words[1:]
	}
	if len(words) < 2 {
		return Migration{}, fmt.Errorf("%q: must have the form 'add book subtitle:string' or 'own backfill_subtitles'", text)
	}
	m := Migration{ID: id, Verb: Verb(words[0])}
	rest := words[1:]
	if !slices.Contains(verbs, m.Verb) || m.Verb == Own {
		m.Name, rest = rest[0], rest[1:]
	}
	switch {
	case slices.Contains(verbs, m.Verb):
		err = m.parseTable(rest)
	case !bringsTables(cat, m.Verb):
		allowed := migrationVerbs(cat)
		err = fmt.Errorf("%q is not one of %s%s", words[0], strings.Join(allowed, ", "), nearest(words[0], allowed))
	case len(rest) > 0:
		err = fmt.Errorf("%q: nothing may follow %s", text, m.Name)
	default:
		err = checkOption(cat, m)
	}
	if err != nil {
		return Migration{}, err
	}
	return m, nil
}

// digits matches an id.
var digits = regexp.MustCompile(`^[0-9]+$`)

// parseTable parses the table that a migration changes.
func (m *Migration) parseTable(words []string) error {
	switch m.Verb {
	case Change:
		return m.parseChange(words)
	case Rename:
		return m.parseRename(words)
	}
	if m.Verb == Own {
		if err := CheckMigrationName(m.Name); err != nil || len(words) == 0 {
			return err
		}
	}
	if last := len(words) - 1; m.Verb == Add && last > 1 && strings.HasPrefix(words[last], "fill=") {
		var err error
		if m.Rows, err = parseRows(words[last:]); err != nil {
			return err
		}
		words = words[:last]
	}
	if (m.Verb == Add || m.Verb == Remove) && len(words) == 2 && slices.Contains(columnSettings, words[1]) {
		m.Resource.Name, m.Setting = words[0], words[1]
		return nil
	}
	r, err := parseResource(words)
	if err != nil {
		return err
	}
	m.Resource = r.Columns()
	m.Resource.ID = tableID(r.ID)
	switch {
	case m.Verb == Add || m.Verb == Remove:
		return checkOne(m.Verb, r, len(words))
	case len(r.Fields) == 0 && m.Verb == Own:
		return fmt.Errorf("resource %q has no fields here; list those of its table", r.Name)
	}
	return nil
}

// checkOne checks that what is added or removed is one field or constraint, in n
// words.
func checkOne(verb Verb, r Resource, n int) error {
	switch {
	case r.ID != "":
		return fmt.Errorf("id=%s belongs in the migration that creates the table", r.ID)
	case r.Untimed:
		return fmt.Errorf("timestamps=false belongs in the migration that creates the table; later ones are '%s %s timestamps'", verb, r.Name)
	case r.SoftDelete:
		return fmt.Errorf("softdelete=true belongs in the migration that creates the table; later ones are '%s %s softdelete'", verb, r.Name)
	case n != 2 || len(r.Fields)+len(r.Constraints()) != 1:
		return fmt.Errorf("%s takes one field or constraint, as in '%s book subtitle:string'", verb, verb)
	case r.Plural != "":
		return fmt.Errorf("%q: the plural belongs in the migration that creates the table", r.Name+"/"+r.Plural)
	}
	return nil
}

// String returns the migration in the form that ParseMigration parses.
func (m Migration) String() string {
	if m.ID == 0 {
		return m.Step()
	}
	return fmt.Sprintf("%06d %s", m.ID, m.Step())
}

// Step returns what the migration does: its text without the id.
func (m Migration) Step() string {
	if m.Verb == Rename {
		return string(m.Verb) + " " + m.renamed()
	}
	words := []string{string(m.Verb)}
	if m.Name != "" {
		words = append(words, m.Name)
	}
	if m.Resource.Name != "" {
		words = append(words, m.Resource.String())
	}
	if m.Setting != "" {
		words = append(words, m.Setting)
	}
	return strings.Join(append(words, m.Rows.words()...), " ")
}

// Constraint returns the constraint that the migration adds or removes, or false
// if it changes something else.
func (m Migration) Constraint() (Constraint, bool) {
	if m.Verb != Add && m.Verb != Remove || len(m.Resource.Fields) > 0 {
		return Constraint{}, false
	}
	all := m.Resource.Constraints()
	if len(all) == 0 {
		return Constraint{}, false
	}
	return all[0], true
}

// Clone returns a copy that can be changed.
func (m Migration) Clone() Migration {
	m.Resource = m.Resource.clone()
	return m
}

// MigrationOf returns the migration that creates the tables of an option.
func MigrationOf(l layer.Layer) Migration {
	return Migration{Verb: Verb(l.Category), Name: l.Name}
}

// OfOption reports whether the migration creates the tables of an option.
func (m Migration) OfOption() bool { return !slices.Contains(verbs, m.Verb) }

// migrationVerbs returns the verbs and the categories that serve as one.
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

// checkOption checks the option whose tables m creates.
func checkOption(cat *layer.Catalog, m Migration) error {
	var names []string
	for _, l := range cat.Options(string(m.Verb)) {
		if l.Migrations > 0 {
			names = append(names, l.Name)
		}
	}
	if slices.Contains(names, m.Name) {
		return nil
	}
	return fmt.Errorf("%q is not one of %s%s", m.Name, strings.Join(names, ", "), nearest(m.Name, names))
}

// maxOwnName limits the length of names, which are part of file names.
const maxOwnName = 100

// CheckMigrationName checks the name of a migration written by hand.
func CheckMigrationName(name string) error {
	if len(name) > maxOwnName {
		return fmt.Errorf("%q is longer than %d characters", name, maxOwnName)
	}
	if !snake.MatchString(name) {
		return fmt.Errorf("%q: use snake_case, lower-case letters and digits, starting with a letter", name)
	}
	return nil
}

// Database returns the layer of the chosen database, or false if there is
// none.
func (s *Spec) Database(cat *layer.Catalog) (layer.Layer, bool) {
	chosen := cat.Chosen(s.Options)
	i := slices.IndexFunc(chosen, func(l layer.Layer) bool { return l.SQL != nil })
	if i < 0 {
		return layer.Layer{}, false
	}
	return chosen[i], true
}

// History returns all migrations in order: those of the spec, or else those of a
// new project, which create the tables of options and then those of resources.
// Without a database there are none.
func (s *Spec) History(cat *layer.Catalog) []Migration {
	if _, ok := s.Database(cat); !ok {
		return nil
	}
	if s.Migrations != nil {
		return s.Migrations
	}
	return s.firstHistory(cat)
}

func (s *Spec) firstHistory(cat *layer.Catalog) []Migration {
	var history []Migration
	for _, l := range cat.Chosen(s.Options) {
		if l.Migrations > 0 {
			history = append(history, MigrationOf(l))
		}
	}
	order := CreationOrder(s.Resources)
	for _, r := range order {
		history = append(history, Migration{Verb: Create, Resource: s.Table(cat, r.WithoutLate(order))})
	}
	return append(history, s.late(order)...)
}

// late returns the migrations that add the references which close circles, and the
// constraints on them.
func (s *Spec) late(order []Resource) []Migration {
	var columns, constraints []Migration
	for _, r := range s.Resources {
		for _, f := range r.Fields {
			if IsLate(order, r, f) {
				columns = append(columns, Migration{Verb: Add, Resource: Resource{Name: r.Name, Fields: []Field{f.Column()}}})
			}
		}
		first := r.WithoutLate(order)
		for _, c := range r.Constraints() {
			if !first.Has(c) {
				constraints = append(constraints, Migration{Verb: Add, Resource: Resource{Name: r.Name, Settings: Settings{}.With(c)}})
			}
		}
	}
	return append(columns, constraints...)
}

// isFirst reports whether the history is that of a new project, which gen.yaml
// does not list.
func (s *Spec) isFirst(cat *layer.Catalog) bool {
	return s.Migrations == nil || slices.EqualFunc(s.Migrations, s.firstHistory(cat), func(a, b Migration) bool { return a.String() == b.String() })
}
