package spec

import (
	"fmt"
	"slices"
	"strings"
)

// Rows is what a change of a column does with the rows that stand against it.
type Rows struct {
	Fill     string // value for rows that have none, or one that is no longer allowed; "" if there is none
	Truncate bool   // cut strings that are too long
	Reject   bool   // fail if there are such rows
}

// words returns the form that parseRows parses.
func (r Rows) words() []string {
	var words []string
	if r.Fill != "" {
		words = append(words, "fill="+r.Fill)
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
		switch {
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

// parseChange parses a changed column, as in
// book title:string:required fill=unknown.
func (m *Migration) parseChange(words []string) error {
	if len(words) < 2 {
		return fmt.Errorf("change takes a resource and a field, as in 'change book title:string:required fill=unknown'")
	}
	if strings.Contains(words[0], "/") {
		return fmt.Errorf("%q: the plural belongs in the migration that creates the table", words[0])
	}
	r, err := ParseResource(strings.Join(words[:2], " "))
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

// RenameField gives a field another name.
func (s *Spec) RenameField(resource, name, to string) error {
	r := s.resource(resource)
	if r == nil {
		return refuse("field", "resource %s does not exist%s", resource, listed(s.resourceNames()))
	}
	i := slices.IndexFunc(r.Fields, func(f Field) bool { return f.Name == name })
	var names []string
	for _, f := range r.Fields {
		names = append(names, f.Name)
	}
	switch {
	case i < 0:
		return refuse("field", "%s has no field %s%s", resource, name, listed(names))
	case slices.Contains(names, to):
		return refuse("field", "%s already has a field %s", resource, to)
	}
	r.Fields[i].Name = to
	return nil
}

// RenameResource gives a resource another name, also in references to it. The
// names of the references stay.
func (s *Spec) RenameResource(name, to, plural string) error {
	r := s.resource(name)
	switch {
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
	if !abilities[f.Kind].preset {
		return fmt.Sprintf("rows cannot be filled with a value of the type %s: fill them by a migration of your own first, and reject others", f.Kind)
	}
	if strings.ContainsAny(value, " \t") {
		return fmt.Sprintf("%q: spaces are not allowed in the value of rows", value)
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
