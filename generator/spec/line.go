package spec

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// ParseResource parses a resource in the form NAME[/PLURAL]
// field:type[:modifier,…] … Settings may stand between the fields, as in
// timestamps=false and unique(author,slug). The error has a line for each problem.
func ParseResource(line string) (Resource, error) {
	words, err := splitWords(line)
	if err != nil {
		return Resource{}, err
	}
	if len(words) == 0 {
		return Resource{}, fmt.Errorf("is empty; the form is 'book title:string:required'")
	}
	return parseResource(words)
}

func parseResource(words []string) (Resource, error) {
	name, plural, given := strings.Cut(words[0], "/")
	if given && plural == "" {
		return Resource{}, fmt.Errorf("%q: the plural after / is empty", words[0])
	}
	r := Resource{Name: name, Plural: plural}
	seen := map[string]bool{}
	var problems []error
	for _, word := range words[1:] {
		if s, value, ok := settingWord(word); ok {
			problems = append(problems, r.put(s, value, seen[s.Name]))
			seen[s.Name] = true
			continue
		}
		f, err := ParseField(word)
		problems = append(problems, err)
		r.Fields = append(r.Fields, f)
	}
	if err := errors.Join(problems...); err != nil {
		return Resource{}, err
	}
	return r, nil
}

// put sets a setting. Again is true if that has been done before.
func (r *Resource) put(s Setting, value string, again bool) error {
	if again && s.Values != nil {
		return fmt.Errorf("%s is given twice", s.Name)
	}
	if msg := s.check(value); msg != "" {
		return fmt.Errorf("%s", msg)
	}
	s.set(&r.Settings, value)
	return nil
}

var enumForm = regexp.MustCompile(`^enum\(([^()]*)\)$`)

// ParseField parses a field in the form name:type[:modifier,…]. An enum has
// its values in parentheses, as in status:enum(draft|published), and a
// reference its resource, as in author:ref=author. The value of a modifier may
// be quoted, as in note:string:default="a, b".
func ParseField(s string) (Field, error) {
	name, rest, ok := strings.Cut(s, ":")
	if !ok {
		return Field{}, fmt.Errorf("field %q: missing type, as in %s:string", s, s)
	}
	kind, modifiers, colon, err := cutKind(rest)
	if err != nil {
		return Field{}, fmt.Errorf("field %q: %w", name, err)
	}
	f, err := parseKind(name, kind)
	if err != nil {
		return Field{}, err
	}
	if colon && modifiers == "" {
		return Field{}, fmt.Errorf("field %q: missing modifier after the last colon", name)
	}
	if modifiers == "" {
		return f, nil
	}
	texts, err := splitModifiers(modifiers)
	if err != nil {
		return Field{}, fmt.Errorf("field %q: %w", name, err)
	}
	seen := map[string]bool{}
	for _, text := range texts {
		key, _, _ := strings.Cut(text, "=")
		if seen[key] {
			return Field{}, fmt.Errorf("field %q: duplicate modifier %s", name, key)
		}
		seen[key] = true
		if err := f.modify(text); err != nil {
			return Field{}, fmt.Errorf("field %q: %w", name, err)
		}
	}
	if f.OnDelete == Restrict {
		f.OnDelete = ""
	}
	return f, nil
}

// parseKind returns a field of the type that is written as text.
func parseKind(name, text string) (Field, error) {
	if items, ok := strings.CutSuffix(text, listEnd); ok {
		return parseList(name, items)
	}
	f := Field{Name: name, Kind: Kind(text)}
	if m := enumForm.FindStringSubmatch(text); m != nil {
		f.Kind, f.Values = Enum, strings.Split(m[1], "|")
	}
	if kind, target, ok := strings.Cut(text, "="); ok && (kind == string(Ref) || kind == string(Refs)) {
		f.Kind, f.Ref = Kind(kind), target
	}
	if text == string(Enum) {
		return Field{}, fmt.Errorf("field %q: missing values, as in %s:enum(draft|published)", name, name)
	}
	if (f.Kind == Ref || f.Kind == Refs) && f.Ref == "" {
		return Field{}, fmt.Errorf("field %q: missing resource, as in %s:%s=author", name, name, f.Kind)
	}
	if !slices.Contains(Kinds, f.Kind) || f.Kind == List {
		return Field{}, fmt.Errorf("field %q: %q is not one of %s%s", name, text, words(Kinds), nearest(text, strings.Split(words(Kinds), ", ")))
	}
	return f, nil
}

// String returns the canonical form of the field.
func (f Field) String() string {
	kind := string(f.Kind)
	if f.Kind == Enum {
		kind = "enum(" + strings.Join(f.Values, "|") + ")"
	}
	if f.Ref != "" {
		kind += "=" + f.Ref
	}
	if f.Kind == List {
		kind = f.listKind()
	}
	modifiers := f.modifiers()
	if len(modifiers) == 0 {
		return f.Name + ":" + kind
	}
	return f.Name + ":" + kind + ":" + strings.Join(modifiers, ",")
}

// String returns the resource in the form that ParseResource parses.
func (r Resource) String() string {
	words := []string{r.Name}
	if r.Plural != "" {
		words[0] += "/" + r.Plural
	}
	var lists []string
	for _, s := range settings {
		if s.Values == nil {
			lists = append(lists, s.words(r.Settings)...)
		} else {
			words = append(words, s.words(r.Settings)...)
		}
	}
	for _, f := range r.Fields {
		words = append(words, f.String())
	}
	return strings.Join(append(words, lists...), " ")
}
