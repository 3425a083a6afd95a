package spec

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Kind is the type of a field, independent of the database.
type Kind string

// The kinds of fields.
const (
	String  Kind = "string" // limited length: max characters, or DefaultMax
	Text    Kind = "text"   // unlimited length
	Int     Kind = "int"    // 32 bits
	BigInt  Kind = "bigint" // 64 bits
	Float   Kind = "float"
	Decimal Kind = "decimal" // exact; a string in JSON
	Bool    Kind = "bool"
	Time    Kind = "time" // RFC 3339 in UTC
	Date    Kind = "date" // YYYY-MM-DD
	UUID    Kind = "uuid"
	Enum    Kind = "enum"
	JSON    Kind = "json"
	Ref     Kind = "ref" // ID of another resource
)

// Kinds lists all kinds in the order of the help.
var Kinds = []Kind{String, Text, Int, BigInt, Float, Decimal, Bool, Time, Date, UUID, Enum, JSON, Ref}

// abilities are the modifiers that a kind allows in addition to required: min
// and max (bounds), unique and index (key), default (preset).
var abilities = map[Kind]struct{ bounds, key, preset bool }{
	String:  {bounds: true, key: true, preset: true},
	Text:    {bounds: true, preset: true},
	Int:     {bounds: true, key: true, preset: true},
	BigInt:  {bounds: true, key: true, preset: true},
	Float:   {bounds: true, preset: true},
	Decimal: {bounds: true, preset: true},
	Bool:    {preset: true},
	Time:    {key: true},
	Date:    {key: true},
	UUID:    {key: true},
	Enum:    {key: true, preset: true}, // but not unique, see Check
	JSON:    {},
	Ref:     {key: true}, // but not index, see checkReference
}

// ParseResource parses a resource in the form NAME[/PLURAL]
// field:type[:modifier,…] …
func ParseResource(line string) (Resource, error) {
	words := strings.Fields(line)
	if len(words) == 0 {
		return Resource{}, fmt.Errorf("is empty; the form is 'book title:string:required'")
	}
	name, plural, given := strings.Cut(words[0], "/")
	if given && plural == "" {
		return Resource{}, fmt.Errorf("%q: the plural after / is empty", words[0])
	}
	r := Resource{Name: name, Plural: plural}
	for _, word := range words[1:] {
		f, err := ParseField(word)
		if err != nil {
			return Resource{}, err
		}
		r.Fields = append(r.Fields, f)
	}
	return r, nil
}

var enumForm = regexp.MustCompile(`^enum\(([^()]*)\)$`)

// ParseField parses a field in the form name:type[:modifier,…]. An enum has
// its values in parentheses, as in status:enum(draft|published), and a
// reference its resource, as in author:ref=author.
func ParseField(s string) (Field, error) {
	name, rest, ok := strings.Cut(s, ":")
	if !ok {
		return Field{}, fmt.Errorf("field %q: missing type, as in %s:string", s, s)
	}
	kind, modifiers, _ := strings.Cut(rest, ":")
	f := Field{Name: name, Kind: Kind(kind)}
	if m := enumForm.FindStringSubmatch(kind); m != nil {
		f.Kind, f.Values = Enum, strings.Split(m[1], "|")
	}
	if target, ok := strings.CutPrefix(kind, "ref="); ok {
		f.Kind, f.Ref = Ref, target
	}
	if f.Kind == Ref && f.Ref == "" {
		return Field{}, fmt.Errorf("field %q: missing resource, as in %s:ref=author", name, name)
	}
	if !slices.Contains(Kinds, f.Kind) {
		return Field{}, fmt.Errorf("field %q: %q is not one of %s%s", name, kind, words(Kinds), nearest(kind, strings.Split(words(Kinds), ", ")))
	}
	if strings.HasSuffix(rest, ":") {
		return Field{}, fmt.Errorf("field %q: missing modifier after the last colon", name)
	}
	if modifiers == "" {
		return f, nil
	}
	seen := map[string]bool{}
	for m := range strings.SplitSeq(modifiers, ",") {
		key, _, _ := strings.Cut(m, "=")
		if seen[key] {
			return Field{}, fmt.Errorf("field %q: duplicate modifier %s", name, key)
		}
		seen[key] = true
		if err := f.modify(m); err != nil {
			return Field{}, fmt.Errorf("field %q: %w", name, err)
		}
	}
	return f, nil
}

func (f *Field) modify(m string) error {
	key, value, hasValue := strings.Cut(m, "=")
	flags := map[string]*bool{"required": &f.Required, "unique": &f.Unique, "index": &f.Index}
	values := map[string]*string{"min": &f.Min, "max": &f.Max, "default": &f.Default}
	switch {
	case flags[key] != nil && hasValue:
		return fmt.Errorf("%s takes no value", key)
	case flags[key] != nil:
		*flags[key] = true
	case values[key] != nil && value == "":
		return fmt.Errorf("%s needs a value, as in %s=1", key, key)
	case values[key] != nil:
		*values[key] = value
	default:
		modifiers := []string{"required", "unique", "index", "max", "min", "default"}
		return fmt.Errorf("%q is not one of %s%s", key, strings.Join(modifiers, ", "), nearest(key, modifiers))
	}
	return nil
}

// String returns the canonical form of the field.
func (f Field) String() string {
	kind := string(f.Kind)
	if f.Kind == Enum {
		kind = "enum(" + strings.Join(f.Values, "|") + ")"
	}
	if f.Kind == Ref {
		kind = "ref=" + f.Ref
	}
	var modifiers []string
	for _, m := range []struct {
		on   bool
		text string
	}{
		{f.Required, "required"}, {f.Unique, "unique"}, {f.Index, "index"},
		{f.Min != "", "min=" + f.Min}, {f.Max != "", "max=" + f.Max}, {f.Default != "", "default=" + f.Default},
	} {
		if m.on {
			modifiers = append(modifiers, m.text)
		}
	}
	if len(modifiers) == 0 {
		return f.Name + ":" + kind
	}
	return f.Name + ":" + kind + ":" + strings.Join(modifiers, ",")
}

// DefaultMax is the maximum length of a string without max, in characters.
const DefaultMax = 255

// Length returns the maximum length of a string, in characters.
func (f Field) Length() int {
	if n, err := strconv.Atoi(f.Max); err == nil {
		return n
	}
	return DefaultMax
}

// IsKey reports whether the database has an index on the field.
func (f Field) IsKey() bool { return f.Unique || f.Index || f.Kind == Ref }

// Nullable reports whether the field can be null: it is not required and has
// no default.
func (f Field) Nullable() bool { return !f.Required && f.Default == "" }

// Key returns the name of the field in JSON, which is also that of its column.
func (f Field) Key() string {
	if f.Kind == Ref {
		return f.Name + "_id"
	}
	return f.Name
}

// Check returns the problems of the field.
func (f Field) Check() []string {
	var bad []string
	if msg := checkFieldName(f.Name); msg != "" {
		bad = append(bad, msg)
	}
	can := abilities[f.Kind]
	if (f.Min != "" || f.Max != "") && !can.bounds {
		bad = append(bad, fmt.Sprintf("%s takes no min or max", f.Kind))
	}
	if (f.Unique || f.Index) && !can.key {
		bad = append(bad, fmt.Sprintf("%s takes no unique or index", f.Kind))
	}
	if f.Unique && f.Kind == Enum {
		bad = append(bad, "a unique enum would allow only one row for each value")
	}
	if f.Unique && f.Index {
		bad = append(bad, "unique includes an index; leave out index")
	}
	if f.Default != "" && !can.preset {
		bad = append(bad, fmt.Sprintf("%s takes no default", f.Kind))
	}
	if f.Default != "" && f.Required {
		bad = append(bad, "required and default exclude each other")
	}
	if f.Default != "" && f.Unique {
		bad = append(bad, "unique and default exclude each other")
	}
	bad = append(bad, f.checkReference()...)
	bad = append(bad, f.checkValues()...)
	if len(bad) == 0 {
		bad = f.checkBounds()
	}
	return bad
}

func (f Field) checkReference() []string {
	var bad []string
	if f.Kind == Ref && f.Index {
		bad = append(bad, "a reference already has an index; leave out index")
	}
	if name, ok := strings.CutSuffix(f.Name, "_id"); ok && f.Kind == Ref {
		bad = append(bad, fmt.Sprintf("_id is added to the name of a reference; call it %s", name))
	}
	return bad
}

var enumValue = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)

func (f Field) checkValues() []string {
	if f.Kind != Enum {
		return nil
	}
	if len(f.Values) == 0 {
		return []string{"missing values, as in enum(draft|published)"}
	}
	seen := map[string]bool{}
	for _, v := range f.Values {
		if !enumValue.MatchString(v) {
			return []string{fmt.Sprintf("enum value %q: use at most 63 lower-case letters, digits, - and _", v)}
		}
		if seen[v] {
			return []string{fmt.Sprintf("duplicate enum value %q", v)}
		}
		seen[v] = true
	}
	if f.Default != "" && !seen[f.Default] {
		return []string{fmt.Sprintf("default %q is not one of %s", f.Default, strings.Join(f.Values, ", "))}
	}
	return nil
}

// maxLength is the highest max of a string, in characters.
const maxLength = 1 << 20

// checkBounds checks min, max and default against the kind and each other.
func (f Field) checkBounds() []string {
	if f.Kind == Enum {
		return nil
	}
	minimum, err := f.number("min", f.Min)
	if err != nil {
		return []string{err.Error()}
	}
	maximum, err := f.number("max", f.Max)
	if err != nil {
		return []string{err.Error()}
	}
	if minimum != nil && maximum != nil && minimum.Cmp(maximum) > 0 {
		return []string{fmt.Sprintf("min %s is above max %s", f.Min, f.Max)}
	}
	value, err := f.defaultNumber()
	switch {
	case err != nil:
		return []string{err.Error()}
	case value == nil:
	case minimum != nil && value.Cmp(minimum) < 0:
		return []string{fmt.Sprintf("default %s is below min %s", f.Default, f.Min)}
	case maximum != nil && value.Cmp(maximum) > 0:
		return []string{fmt.Sprintf("default %s is above max %s", f.Default, f.Max)}
	}
	return nil
}

var (
	decimalForm = regexp.MustCompile(`^-?[0-9]{1,18}(\.[0-9]{1,18})?$`)
	floatForm   = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,15})?$`)
)

// number parses min, max or default: a length for strings, a value for
// numbers.
func (f Field) number(what, s string) (*big.Rat, error) {
	if s == "" {
		return nil, nil
	}
	ok := false
	switch f.Kind {
	case String, Text:
		n, err := strconv.Atoi(s)
		ok = err == nil && n >= 0 && n <= maxLength && strconv.Itoa(n) == s
		if ok && what == "max" {
			ok = n > 0
		}
	case Int:
		n, err := strconv.ParseInt(s, 10, 32)
		ok = err == nil && strconv.FormatInt(n, 10) == s
	case BigInt:
		n, err := strconv.ParseInt(s, 10, 64)
		ok = err == nil && strconv.FormatInt(n, 10) == s
	case Float:
		ok = floatForm.MatchString(s)
	case Decimal:
		ok = decimalForm.MatchString(s)
	}
	value, valid := new(big.Rat).SetString(s)
	if !ok || !valid {
		return nil, fmt.Errorf("%s %q is not a value for %s: use %s", what, s, f.Kind, f.allowed(what))
	}
	return value, nil
}

// allowed says which min, max or default a field may have.
func (f Field) allowed(what string) string {
	switch f.Kind {
	case Int:
		return fmt.Sprintf("a whole number from %d to %d", math.MinInt32, math.MaxInt32)
	case BigInt:
		return fmt.Sprintf("a whole number from %d to %d", math.MinInt64, math.MaxInt64)
	case Float:
		return "a number with at most 15 digits before and after the point"
	case Decimal:
		return "a number with at most 18 digits before and after the point"
	}
	if what == "max" {
		return fmt.Sprintf("a whole number from 1 to %d", maxLength)
	}
	return fmt.Sprintf("a whole number from 0 to %d", maxLength)
}

// defaultNumber returns the quantity of the default that min and max limit:
// the length of a string or the value of a number.
func (f Field) defaultNumber() (*big.Rat, error) {
	switch {
	case f.Default == "":
		return nil, nil
	case f.Kind == Bool:
		if f.Default != "true" && f.Default != "false" {
			return nil, fmt.Errorf("default %q is not true or false", f.Default)
		}
		return nil, nil
	case f.Kind == String || f.Kind == Text:
		if msg := checkText(f.Default); msg != "" {
			return nil, fmt.Errorf("default: %s", msg)
		}
		return new(big.Rat).SetInt64(int64(utf8.RuneCountInString(f.Default))), nil
	}
	return f.number("default", f.Default)
}

func words(kinds []Kind) string {
	list := make([]string, len(kinds))
	for i, k := range kinds {
		list[i] = string(k)
	}
	return strings.Join(list, ", ")
}

// String returns the resource in the form that ParseResource parses.
func (r Resource) String() string {
	line := r.Name
	if r.Plural != "" {
		line += "/" + r.Plural
	}
	for _, f := range r.Fields {
		line += " " + f.String()
	}
	return line
}
