package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Constraint is a rule for several columns of a table, or an index of them:
// unique(author,slug).
type Constraint struct {
	Kind  string // the word of its setting
	Value string // what is in parentheses
}

// The kinds of constraints.
const (
	Unique   = "unique"
	Index    = "index"
	Compared = "check"
)

// String returns the constraint as it stands in the line of a resource.
func (c Constraint) String() string { return c.Kind + "(" + c.Value + ")" }

// OfIndex reports whether the constraint is an index in the database.
func (c Constraint) OfIndex() bool { return c.Kind == Unique || c.Kind == Index }

// Check returns the check, or false if the constraint is none.
func (c Constraint) Check() (Check, bool) {
	if c.Kind != Compared {
		return Check{}, false
	}
	check, err := ParseCheck(c.Value)
	return check, err == nil
}

// Fields returns the names of its fields in their order.
func (c Constraint) Fields() []string {
	if c.Kind != Compared {
		return strings.Split(c.Value, ",")
	}
	check, ok := c.Check()
	if !ok {
		return nil
	}
	return check.Fields()
}

// Renamed returns the constraint with the names that its fields get.
func (c Constraint) Renamed(to func(field string) string) Constraint {
	if check, ok := c.Check(); ok {
		if check.Field = to(check.Field); check.Other != "" {
			check.Other = to(check.Other)
		}
		c.Value = check.String()
	}
	if !c.OfIndex() {
		return c
	}
	names := c.Fields()
	for i, name := range names {
		names[i] = to(name)
	}
	c.Value = strings.Join(names, ",")
	return c
}

// Note returns a sentence about the rows of a table that gets the constraint, or
// "".
func (c Constraint) Note() string {
	if c.Kind == Compared {
		return "This fails if there are rows that break it."
	}
	if c.Kind != Unique {
		return ""
	}
	names := c.Fields()
	last := len(names) - 1
	return "This fails if two rows have the same " + strings.Join(names[:last], ", ") + " and " + names[last] + "."
}

// ParseConstraint parses a constraint as it stands in the line of a resource.
func ParseConstraint(text string) (Constraint, error) {
	s, value, ok := settingWord(strings.TrimSpace(text))
	if !ok || s.Values != nil {
		return Constraint{}, fmt.Errorf("%q is not a constraint, such as unique(tenant,slug) or index(status,published_at)", text)
	}
	if msg := s.check(value); msg != "" {
		return Constraint{}, fmt.Errorf("%s", msg)
	}
	var one Settings
	s.set(&one, value)
	return one.Constraints()[0], nil
}

// Constraints returns the constraints among the settings.
func (s Settings) Constraints() []Constraint {
	var all []Constraint
	for _, setting := range ResourceSettings {
		if setting.Values != nil {
			continue
		}
		for _, value := range setting.get(&s) {
			all = append(all, Constraint{Kind: setting.Word, Value: value})
		}
	}
	return all
}

// Has reports whether a constraint is among the settings.
func (s Settings) Has(c Constraint) bool { return slices.Contains(s.Constraints(), c) }

// Constrain replaces the constraints among the settings.
func (s *Settings) Constrain(all []Constraint) {
	s.Unique, s.Index, s.Checks = nil, nil, nil
	for _, c := range all {
		for _, setting := range ResourceSettings {
			if setting.Word == c.Kind && setting.Values == nil {
				setting.set(s, c.Value)
			}
		}
	}
}

// With returns the settings with another constraint.
func (s Settings) With(c Constraint) Settings {
	s.Constrain(append(s.Constraints(), c))
	return s
}

// Without returns the settings without a constraint.
func (s Settings) Without(c Constraint) Settings {
	s.Constrain(slices.DeleteFunc(s.Constraints(), func(other Constraint) bool { return other == c }))
	return s
}

// Renamed returns the settings with the names that fields get.
func (s Settings) Renamed(to func(field string) string) Settings {
	all := s.Constraints()
	for i, c := range all {
		all[i] = c.Renamed(to)
	}
	s.Constrain(all)
	return s
}

// RenamedField returns the settings with another name of a field.
func (s Settings) RenamedField(name, to string) Settings {
	return s.Renamed(func(field string) string {
		if field == name {
			return to
		}
		return field
	})
}

// IsKey reports whether the database has an index on a field, or on several
// among which it is.
func (r Resource) IsKey(f Field) bool {
	return f.IsKey() || slices.ContainsFunc(r.Constraints(), func(c Constraint) bool { return c.OfIndex() && slices.Contains(c.Fields(), f.Name) })
}

// checkConstraint returns the problem with a constraint of the resource, or "".
func (r Resource) checkConstraint(c Constraint) string {
	if c.Kind == Compared {
		return r.checkComparison(c.Value)
	}
	var fields []Field
	for i, name := range c.Fields() {
		at := r.field(name)
		switch {
		case slices.Contains(c.Fields()[:i], name):
			return fmt.Sprintf("%s: %s is listed twice", c, name)
		case at < 0 && slices.Contains(keys(r.Fields), name):
			return fmt.Sprintf("%s: %s is a column; write the name of the field, %s", c, name, strings.TrimSuffix(name, "_id"))
		case at < 0:
			return fmt.Sprintf("%s: %q is not a field of %s%s", c, name, r.Name, nearest(name, r.fieldNames()))
		case r.Fields[at].unread:
			return ""
		}
		fields = append(fields, r.Fields[at])
	}
	if len(fields) == 1 {
		return fmt.Sprintf("%s: it has one field; write %[2]s:%[3]s:%[4]s instead", c, fields[0].Name, fields[0].Kind, c.Kind)
	}
	for _, f := range fields {
		if !f.Kind.composes() {
			return fmt.Sprintf("%s: %s is %s, which cannot be one of several fields with an index", c, f.Name, f.Kind)
		}
	}
	return r.repeats(c, fields)
}

// composes reports whether a field of the kind may be one of several fields
// with an index.
func (k Kind) composes() bool {
	return slices.Contains(indexed, k) || k == Enum || k == Bool || k == Ref || k == Owner
}

// repeats says which other index makes a constraint useless, or returns "".
func (r Resource) repeats(c Constraint, fields []Field) string {
	identifying := func(f Field) bool { return f.Kind != Enum && f.Kind != Bool && f.Kind != Owner }
	for _, f := range fields {
		if c.Kind == Unique && f.Unique {
			return fmt.Sprintf("%s: %s is unique by itself, so that the others add nothing", c, f.Name)
		}
	}
	if c.Kind == Unique && !slices.ContainsFunc(fields, identifying) {
		return fmt.Sprintf("%s: it would allow only one row for each combination of these values", c)
	}
	if c.Kind == Index && fields[0].Unique {
		return fmt.Sprintf("%s: %s is unique, so that its own index finds the one row", c, fields[0].Name)
	}
	same := func(other Constraint) bool {
		if other.Kind == Unique && c.Kind == Unique { // in any order
			a, b := slices.Sorted(slices.Values(other.Fields())), slices.Sorted(slices.Values(c.Fields()))
			return slices.Equal(a, b)
		}
		return other.Value == c.Value
	}
	for _, other := range r.Constraints() {
		switch {
		case other == c || !same(other) || other.Kind == Index && c.Kind == Unique:
		case other.Kind == c.Kind:
			return fmt.Sprintf("%s: %s says the same", c, other)
		default:
			return fmt.Sprintf("%s: %s includes an index", c, other)
		}
	}
	return ""
}

// maxConstraints is the number of constraints that a resource may have.
const maxConstraints = 32

// validateConstraints checks the constraints of a resource.
func validateConstraints(path string, r Resource, ps *Problems) {
	all := r.Constraints()
	if len(all) > maxConstraints {
		ps.Add(path, "has %d constraints; at most %d are allowed", len(all), maxConstraints)
		return
	}
	seen := map[string]int{} // the number of those of a kind
	for i, c := range all {
		at := fmt.Sprintf("%s.%s[%d]", path, settingOf(c.Kind), seen[c.Kind])
		seen[c.Kind]++
		switch msg := r.checkConstraint(c); {
		case slices.Contains(all[:i], c):
			ps.Add(at, "%s is listed twice", c)
		case msg != "":
			ps.Add(at, "%s", msg)
		}
	}
}

// settingOf returns the key in gen.yaml of a kind of constraint.
func settingOf(kind string) string {
	i := slices.IndexFunc(ResourceSettings, func(s Setting) bool { return s.Word == kind })
	return ResourceSettings[i].Name
}

// CheckConstraints returns the problems of the constraints of a resource whose
// fields are valid.
func (r Resource) CheckConstraints() []string {
	var ps Problems
	validateConstraints("", r, &ps)
	var bad []string
	for _, p := range ps {
		bad = append(bad, p.Message)
	}
	return bad
}

// room returns the number of characters that a field takes in an index.
func (f Field) room(limits layer.Limits) int {
	switch f.Kind {
	case String:
		return max(f.Length(), limits.Short)
	case Enum:
		return 64
	case UUID, Ref, Owner:
		return 9 // 36 bytes
	}
	return 2 // 8 bytes
}

// NameIn returns the name of a constraint of r in a database.
func (c Constraint) NameIn(db layer.Dialect, r Resource) string {
	if check, ok := c.Check(); ok {
		names := r.columns(c)
		names = slices.Insert(names, min(1, len(names)), checkOps[check.Op]) // none if they are unknown
		return db.NameOf(r.PluralName(), strings.Join(names, "_"), layer.RuleName)
	}
	kind := layer.IndexName
	if c.Kind == Unique {
		kind = layer.UniqueName
	}
	return db.NameOf(r.PluralName(), strings.Join(r.columns(c), "_"), kind)
}

// columns returns the columns of the fields of a constraint.
func (r Resource) columns(c Constraint) []string {
	var names []string
	for _, name := range c.Fields() {
		if i := r.field(name); i >= 0 {
			names = append(names, r.Fields[i].Key())
		}
	}
	return names
}
