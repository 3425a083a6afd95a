package spec

import (
	"fmt"
	"slices"
	"strings"
)

// Rows is what a change of a column does with the rows that conflict with it.
type Rows struct {
	Fill     string // value for rows that have none, or one that is no longer allowed; "" if there is none
	Truncate bool   // cut strings that are too long
	Reject   bool   // fail if there are such rows
}

// words returns the form that parseRows parses.
func (r Rows) words() []string {
	var words []string
	if r.Fill != "" {
		words = append(words, "fill="+quoteValue(r.Fill))
	}
	if r.Truncate {
		words = append(words, "truncate")
	}
	if r.Reject {
		words = append(words, "reject")
	}
	return words
}

func parseRows(words []string) (Rows, error) {
	var r Rows
	for _, word := range words {
		value, fill := strings.CutPrefix(word, "fill=")
		value, err := unquoteValue(value)
		switch {
		case err != nil:
			return Rows{}, err
		case fill && value != "" && r.Fill == "":
			r.Fill = value
		case word == "truncate" && !r.Truncate:
			r.Truncate = true
		case word == "reject" && !r.Reject:
			r.Reject = true
		default:
			return Rows{}, fmt.Errorf("%q: a changed field may be followed by fill=VALUE, truncate and reject, each once", word)
		}
	}
	return r, nil
}

// Decisions are what the user has decided about a change of the schema that
// can be understood in several ways.
type Decisions struct {
	// Rows says by field, such as book.title, what happens with rows that stand
	// against its change.
	Rows map[string]Rows
	// Renames are the renamed fields and resources.
	Renames []Migration
	// Dropped are the fields and resources, such as book.title and book, that are
	// removed although a similar one is new.
	Dropped []string
}

// Doubt is a field or a resource that is gone while a similar one is new: it
// may have been renamed.
type Doubt struct {
	Rename Migration // what it would be
	Path   string    // of the new field or resource in the spec
}

// Name returns the name of what is gone, such as book.title or book.
func (d Doubt) Name() string {
	if d.Rename.Field == "" {
		return d.Rename.Resource.Name
	}
	return d.Rename.Resource.Name + "." + d.Rename.Field
}

// Command returns the arguments of gen that rename it.
func (d Doubt) Command() string {
	if d.Rename.Field == "" {
		return "rename resource " + d.Rename.Resource.Name + " " + Resource{Name: d.Rename.To, Plural: d.Rename.ToPlural}.String()
	}
	return "rename field " + d.Rename.Resource.Name + " " + d.Rename.Field + " " + d.Rename.To
}

// parseChange parses a changed column, as in
// book title:string:required fill=unknown.
func (m *Migration) parseChange(words []string) error {
	if len(words) < 2 {
		return fmt.Errorf("change takes a resource and a field, as in 'change book title:string:required fill=unknown'")
	}
	if strings.Contains(words[0], "/") {
		return fmt.Errorf("%q: the plural belongs in the migration that creates the table", words[0])
	}
	r, err := parseResource(words[:2])
	if err != nil {
		return err
	}
	m.Resource = r.Columns()
	m.Rows, err = parseRows(words[2:])
	return err
}

// parseRename parses a renamed field or resource, as in book.isbn isbn13 and
// book title/titles.
func (m *Migration) parseRename(words []string) error {
	if len(words) != 2 {
		return fmt.Errorf("rename takes two names, as in 'rename book.isbn isbn13' and 'rename book title'")
	}
	name, field, one := strings.Cut(words[0], ".")
	m.Resource.Name, m.Field = name, field
	names := []string{name}
	if one {
		m.To = words[1]
		names = append(names, field, m.To)
	} else {
		r, err := ParseResource(words[1])
		if err != nil {
			return err
		}
		m.To, m.ToPlural = r.Name, r.Plural
		names = append(names, m.To)
	}
	for _, name := range names {
		if err := CheckSnake(name); err != nil {
			return err
		}
	}
	return nil
}

// renamed returns the form that parseRename parses.
func (m Migration) renamed() string {
	if m.Field != "" {
		return m.Resource.Name + "." + m.Field + " " + m.To
	}
	return m.Resource.Name + " " + Resource{Name: m.To, Plural: m.ToPlural}.String()
}

// RenameField gives a field another name. Was is the spec before the user's
// own changes, who may have renamed the field already.
func (s *Spec) RenameField(was *Spec, resource, name, to string) error {
	r := s.resource(resource)
	if r == nil {
		return refuse("field", "resource %s does not exist%s", resource, listed(s.resourceNames()))
	}
	i := r.field(name)
	before := was.resource(resource)
	switch {
	case i < 0 && r.field(to) >= 0 && before != nil && before.field(name) >= 0 && before.field(to) < 0:
		return nil
	case i < 0:
		return refuse("field", "%s has no field %s%s", resource, name, listed(r.fieldNames()))
	case r.field(to) >= 0:
		return refuse("field", "%s already has a field %s", resource, to)
	}
	r.Fields[i].Name = to
	r.Settings = r.RenamedField(name, to)
	return nil
}

// field returns the index of a field, or -1.
func (r *Resource) field(name string) int {
	return slices.IndexFunc(r.Fields, func(f Field) bool { return f.Name == name })
}

func (r *Resource) fieldNames() []string {
	var names []string
	for _, f := range r.Fields {
		names = append(names, f.Name)
	}
	return names
}

// RenameResource gives a resource another name, also in references to it, whose
// own names stay. Was is the spec before the user's own changes, who may have
// renamed the resource already.
func (s *Spec) RenameResource(was *Spec, name, to, plural string) error {
	r := s.resource(name)
	switch {
	case r == nil && s.resource(to) != nil && was.resource(name) != nil && was.resource(to) == nil:
		return nil
	case r == nil:
		return refuse("resource", "%s does not exist%s", name, listed(s.resourceNames()))
	case name != to && s.resource(to) != nil:
		return refuse("resource", "%s already exists", to)
	}
	r.Name, r.Plural = to, plural
	for i := range s.Resources {
		for j, f := range s.Resources[i].Fields {
			if f.Ref == name {
				s.Resources[i].Fields[j].Ref = to
			}
		}
	}
	return nil
}

// Fits returns the reason why a value, as it is written in gen.yaml, cannot be
// that of rows in the field, or "".
func (f Field) Fits(value string) string {
	if f.Kind == Owner {
		if !isEmail(value) || strings.ToLower(value) != value {
			return fmt.Sprintf("%q is not the address of a user in lower case, as in ann@example.com", value)
		}
		return ""
	}
	if !slices.Contains(preset, f.Kind) {
		return fmt.Sprintf("rows cannot be filled with a value of the type %s: fill them by a migration of your own first, and reject others", f.Kind.written())
	}
	if f.Required && f.Min == "" && (f.Kind == String || f.Kind == Text) {
		f.Min = "1"
	}
	f.Required, f.Unique, f.Index, f.Default = false, false, false, value
	for _, msg := range f.Check() {
		return "as the value of rows: " + strings.TrimPrefix(msg, "default ")
	}
	return ""
}

// Demanded reports whether rows must have a value of their own in the field.
func (f Field) Demanded() bool { return f.Required && f.Default == "" || f.Kind == Owner }

// Filler returns the value that rows get if f is added to their table, as it is
// written in gen.yaml: "" for null, the default and the zero value of the type.
// It reports false if a required field has rules that gen finds no value for.
func (f Field) Filler() (value string, ok bool) {
	if !f.Demanded() {
		return "", true
	}
	switch f.Kind {
	case Owner:
		return "", false
	case Int, BigInt, Float, Decimal:
		if f.Fits("0") == "" {
			return "", true
		}
		for _, value := range []string{f.Min, f.Max} {
			if value != "" && f.Fits(value) == "" {
				return value, true
			}
		}
		return "", false
	case String, Text:
		return "-", f.Fits("-") == ""
	case Enum:
		return f.Values[0], true
	case Bytes:
		return "", f.Min == "" || f.Min == "0" // none
	}
	return "", true
}
