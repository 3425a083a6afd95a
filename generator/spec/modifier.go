package spec

import (
	"fmt"
	"slices"
	"strings"
)

// Modifier is a property of a field in gen.yaml besides its name and type.
type Modifier struct {
	Name  string
	Value string // what follows the equals sign, such as a number, or ""
	About string
	Kinds []Kind // to which it applies

	// option is a value that a flag may have, which optional is set by.
	option   string
	optional func(*Field) *bool

	flag   func(*Field) *bool   // nil if there is a value
	value  func(*Field) *string // nil if there is none
	format Format               // that it stands for, or ""
}

// The kinds that modifiers apply to.
var (
	texts   = []Kind{String, Text}
	bounded = []Kind{String, Text, Int, BigInt, Float, Decimal}
	preset  = append(slices.Clone(bounded), Bool, Enum)
	indexed = []Kind{String, Int, BigInt, Time, Date, UUID}

	limited = append(slices.Clone(bounded), Money, Bytes)

	filterable = slices.DeleteFunc(slices.Clone(Kinds), func(k Kind) bool {
		return k == JSON || k == Bytes || k == Money || k == List || k == Refs || k == Owner
	})
	required = slices.DeleteFunc(slices.Clone(Kinds), func(k Kind) bool { return k == Refs || k == Owner })
)

// Modifiers are all modifiers in canonical order.
var Modifiers = []Modifier{
	{Name: "required", About: "neither null nor absent", Kinds: required, flag: func(f *Field) *bool { return &f.Required }},
	{
		Name: "unique", About: "no two rows have the same value; with =nocase not even one that differs in the case of the letters A to Z",
		Kinds: append(slices.Clone(indexed), Ref), flag: func(f *Field) *bool { return &f.Unique },
		option: "nocase", optional: func(f *Field) *bool { return &f.NoCase },
	},
	{Name: "index", About: "has an index in the database", Kinds: append(slices.Clone(indexed), Enum), flag: func(f *Field) *bool { return &f.Index }},
	{
		Name: "filter", About: "lists can be filtered by it, as by a field with an index", Kinds: filterable,
		flag: func(f *Field) *bool { return &f.Filter },
	},
	{
		Name: "search", About: "lists can be searched for a text in it; has an index for that on PostgreSQL", Kinds: texts,
		flag: func(f *Field) *bool { return &f.Search },
	},
	{
		Name: "upsert", About: "PUT /books/by-NAME/{NAME} replaces the row with that value or creates it; for fields that are required and unique",
		Kinds: []Kind{String, Int, BigInt, UUID}, flag: func(f *Field) *bool { return &f.Upsert },
	},
	{Name: "email", About: "email address", Kinds: texts[:1], format: Email},
	{Name: "url", About: "http or https URL without user and password", Kinds: texts, format: URL},
	{Name: "slug", About: "lower-case letters and digits, with single hyphens between them", Kinds: texts[:1], format: Slug},
	{Name: "hostname", About: "name of a host (RFC 1123)", Kinds: texts[:1], format: Hostname},
	{Name: "ip", About: "IPv4 or IPv6 address", Kinds: texts[:1], format: IP},
	{Name: "phone", About: "phone number with country code (E.164)", Kinds: texts[:1], format: Phone},
	{
		Name: "pattern", Value: "a regular expression", About: "regular expression (RE2) that the whole value matches", Kinds: texts,
		value: func(f *Field) *string { return &f.Pattern },
	},
	{Name: "notblank", About: "not only white space", Kinds: texts, flag: func(f *Field) *bool { return &f.NotBlank }},
	{Name: "trim", About: "white space around it is removed", Kinds: texts, flag: func(f *Field) *bool { return &f.Trim }},
	{Name: "lower", About: "changed to lower case", Kinds: texts, flag: func(f *Field) *bool { return &f.Lower }},
	{
		Name: "scale", Value: "a number", About: "digits after the point, which a decimal always has", Kinds: []Kind{Decimal},
		value: func(f *Field) *string { return &f.Scale },
	},
	{
		Name: "asstring", About: "a string in JSON, for clients such as JavaScript that round large numbers", Kinds: []Kind{BigInt},
		flag: func(f *Field) *bool { return &f.AsString },
	},
	{
		Name: "in", Value: "currencies", About: "currencies that are possible, as in EUR|USD", Kinds: []Kind{Money},
		value: func(f *Field) *string { return &f.In },
	},
	{Name: "min", Value: "a number", About: "lowest value, or least number of characters or bytes", Kinds: limited, value: func(f *Field) *string { return &f.Min }},
	{Name: "max", Value: "a number", About: "highest value, or largest number of characters or bytes", Kinds: append(slices.Clone(limited), List), value: func(f *Field) *string { return &f.Max }},
	{Name: "items", Value: "a number", About: "largest number of items in a list", Kinds: []Kind{List}, value: func(f *Field) *string { return &f.Items }},
	{Name: "default", Value: "a value", About: "value of an absent field", Kinds: preset, value: func(f *Field) *string { return &f.Default }},
	{Name: "self", About: "a row may refer to itself", Kinds: []Kind{Ref}, flag: func(f *Field) *bool { return &f.Self }},
	{
		Name: "on_delete", Value: "restrict, cascade or null", About: "what happens when the row that it refers to is deleted", Kinds: []Kind{Ref},
		value: func(f *Field) *string { return &f.OnDelete },
	},
}

func modifierNames() []string {
	var names []string
	for _, m := range Modifiers {
		names = append(names, m.Name)
	}
	return names
}

// modify applies a modifier as it is written, such as max=200.
func (f *Field) modify(text string) error {
	name, value, given := strings.Cut(text, "=")
	i := slices.IndexFunc(Modifiers, func(m Modifier) bool { return m.Name == name })
	if i < 0 {
		return fmt.Errorf("%q is not one of %s%s", name, strings.Join(modifierNames(), ", "), nearest(name, modifierNames()))
	}
	m := Modifiers[i]
	switch {
	case given && m.option != "" && value == m.option:
		*m.flag(f), *m.optional(f) = true, true
		return nil
	case given && m.option != "":
		return fmt.Errorf("%s takes no value but %s", name, m.option)
	case m.value == nil && given:
		return fmt.Errorf("%s takes no value", name)
	case m.format != "":
		f.Formats = append(f.Formats, m.format)
		return nil
	case m.flag != nil:
		*m.flag(f) = true
		return nil
	case value == "":
		return fmt.Errorf("%s needs a value, as in %s=1", name, name)
	}
	value, err := unquoteValue(value)
	*m.value(f) = value
	return err
}

// modifiers returns the modifiers of the field as they are written.
func (f Field) modifiers() []string {
	var texts []string
	for _, m := range Modifiers {
		switch {
		case !m.on(f):
		case m.value != nil:
			texts = append(texts, m.Name+"="+quoteValue(*m.value(&f)))
		case m.option != "" && *m.optional(&f):
			texts = append(texts, m.Name+"="+m.option)
		default:
			texts = append(texts, m.Name)
		}
	}
	return texts
}

// on reports whether a field has the modifier.
func (m Modifier) on(f Field) bool {
	switch {
	case m.flag != nil:
		return *m.flag(&f)
	case m.value != nil:
		return *m.value(&f) != ""
	}
	return slices.Contains(f.Formats, m.format)
}

// checkModifiers returns a problem for each modifier that does not apply to the
// kind of the field.
func (f Field) checkModifiers() []string {
	var bad []string
	for _, m := range Modifiers {
		switch {
		case !m.on(f) || slices.Contains(m.Kinds, f.Kind):
		case f.Kind == Enum && m.Name == "unique":
			bad = append(bad, "a unique enum would allow only one row for each value")
		case f.Kind == Ref && m.Name == "index":
			bad = append(bad, "a reference already has an index; leave out index")
		default:
			bad = append(bad, fmt.Sprintf("%s takes no %s", f.Kind.written(), m.Name))
		}
	}
	return bad
}
