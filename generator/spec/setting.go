package spec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/layer"
)

// Settings are the properties of a resource besides its names and its fields.
type Settings struct {
	Access  Access
	ID      string // type of the id: int, uuid, or "" for that of the project
	Untimed bool   // no created_at and no updated_at
	// SoftDelete is set if rows stay when they are deleted, with deleted_at.
	SoftDelete bool
	Bulk       bool // routes that create and delete several rows
	// Cache is how long rows are cached: a time, layer.None, or "" for that of the
	// project.
	Cache  string
	Silent bool // no events of its rows
	Unique [][]string
	Index  [][]string
	Checks []string
}

// Setting is a setting of a resource: its key in gen.yaml, and a word of the
// line that describes a resource.
type Setting struct {
	Name  string // in gen.yaml
	Word  string // in a line: Word=VALUE or Word(VALUE), and Word for true
	About string
	// Values are the possible values of a setting that has one, first the
	// default, which is all if the others depend on the catalogue. It is nil for a
	// list.
	Values []string

	// get returns the values that differ from the default. Those of a list are
	// as in parentheses.
	get func(*Settings) []string
	set func(s *Settings, value string)
	// names is set if each value is a list of fields.
	names bool
	// Pattern is a regular expression for values that depend on the catalogue.
	Pattern string
	// known reports whether a catalogue has the setting. It is nil if all have.
	known func(*layer.Catalog) bool
}

// byDefault stands for the value that a setting has if gen.yaml does not mention it.
const byDefault = "default"

// settings are all settings of resources in canonical order.
var settings = slices.Concat(accessSettings, ResourceSettings)

// ResourceSettings are those with a key of their own in gen.yaml.
var ResourceSettings = []Setting{
	{
		Name: "id", Word: "id", About: "type of the id", Values: []string{"", "int", "uuid"},
		get: func(s *Settings) []string { return unless(s.ID == "", s.ID) },
		set: func(s *Settings, value string) { s.ID = value },
	},
	{
		Name: "timestamps", Word: "timestamps", About: "whether rows have created_at and updated_at", Values: []string{"true", "false"},
		get: func(s *Settings) []string { return unless(!s.Untimed, "false") },
		set: func(s *Settings, value string) { s.Untimed = value == "false" },
	},
	{
		Name: "softdelete", Word: "softdelete", About: "whether deleted rows can be restored until they are purged", Values: []string{"false", "true"},
		get: func(s *Settings) []string { return unless(!s.SoftDelete, "true") },
		set: func(s *Settings, value string) { s.SoftDelete = value == "true" },
	},
	{
		Name: "bulk", Word: "bulk", About: "whether there are routes that create and delete several rows", Values: []string{"false", "true"},
		get: func(s *Settings) []string { return unless(!s.Bulk, "true") },
		set: func(s *Settings, value string) { s.Bulk = value == "true" },
	},
	cacheSetting,
	{
		Name: "events", Word: "events", About: "whether changes of its rows are published, with an option of messaging", Values: []string{"true", "false"},
		known: (*layer.Catalog).Publishing,
		get:   func(s *Settings) []string { return unless(!s.Silent, "false") },
		set:   func(s *Settings, value string) { s.Silent = value == "false" },
	},
	fieldLists("unique", "fields that together are unique", func(s *Settings) *[][]string { return &s.Unique }),
	fieldLists("index", "fields that have an index together", func(s *Settings) *[][]string { return &s.Index }),
	{
		Name: "checks", Word: "check", About: "conditions that every row meets",
		get: func(s *Settings) []string { return s.Checks },
		set: func(s *Settings, value string) { s.Checks = append(s.Checks, canonicalCheck(value)) },
	},
}

// knownSettings are the ResourceSettings that a catalogue has.
func knownSettings(cat *layer.Catalog) []Setting {
	return slices.DeleteFunc(slices.Clone(ResourceSettings), func(s Setting) bool { return s.known != nil && !s.known(cat) })
}

// columnSettings are the settings for which tables have columns, by default or not.
// A migration of its own adds or removes them later.
var columnSettings = []string{"timestamps", "softdelete"}

// ColumnSettings returns the settings in which two tables differ.
func ColumnSettings(a, b Settings) []string {
	return slices.DeleteFunc(slices.Clone(columnSettings), func(name string) bool { return a.On(name) == b.On(name) })
}

// On reports whether a setting that is true or false is true.
func (s Settings) On(name string) bool {
	i := slices.IndexFunc(ResourceSettings, func(setting Setting) bool { return setting.Name == name })
	setting := ResourceSettings[i]
	return slices.Equal(append(setting.get(&s), setting.Values[0])[:1], []string{"true"})
}

// Turn sets a setting that is true or false.
func (s *Settings) Turn(name string, on bool) {
	i := slices.IndexFunc(ResourceSettings, func(setting Setting) bool { return setting.Name == name })
	ResourceSettings[i].set(s, strconv.FormatBool(on))
}

// unless returns a value, or none if that is the default.
func unless(isDefault bool, value string) []string {
	if isDefault {
		return nil
	}
	return []string{value}
}

// fieldLists returns a setting whose values are lists of fields.
func fieldLists(name, about string, of func(*Settings) *[][]string) Setting {
	return Setting{
		Name: name, Word: name, About: about, names: true,
		get: func(s *Settings) []string {
			var values []string
			for _, names := range *of(s) {
				values = append(values, strings.Join(names, ","))
			}
			return values
		},
		set: func(s *Settings, value string) {
			names := strings.Split(value, ",")
			for i := range names {
				names[i] = strings.TrimSpace(names[i])
			}
			*of(s) = append(*of(s), names)
		},
	}
}

// listSetting reports whether a word of a line is that of a list.
func listSetting(word string) bool {
	return slices.ContainsFunc(ResourceSettings, func(s Setting) bool { return s.Word == word && s.Values == nil })
}

// words returns the setting as words of a line.
func (s Setting) words(of Settings) []string {
	var words []string
	for _, value := range s.get(&of) {
		word := s.Word + "=" + value
		if s.Values == nil {
			word = s.Word + "(" + value + ")"
		}
		words = append(words, word)
	}
	return words
}

// settingWord returns the setting that a word of a line belongs to and its
// value, or false if it is that of a field.
func settingWord(word string) (s Setting, value string, ok bool) {
	for _, s := range settings {
		rest, found := strings.CutPrefix(word, s.Word)
		switch {
		case !found:
		case s.Values == nil && strings.HasPrefix(rest, "(") && strings.HasSuffix(rest, ")"):
			return s, rest[1 : len(rest)-1], true
		case rest == "" && slices.Contains(s.Values, "true"):
			return s, "true", true
		case s.Values != nil && strings.HasPrefix(rest, "="):
			return s, rest[1:], true
		}
	}
	return Setting{}, "", false
}

// check returns the problem with a value, or "".
func (s Setting) check(value string) string {
	switch {
	case len(s.Values) < 2 && strings.TrimSpace(value) == "":
		return s.Name + " has an empty value"
	case len(s.Values) == 1: // for validateAccess and validateCache to check
	case s.Values != nil && (value == "" || !slices.Contains(s.Values, value)):
		allowed := slices.DeleteFunc(slices.Clone(s.Values), func(v string) bool { return v == "" })
		return fmt.Sprintf("%s %q is not one of %s%s", s.Name, value, strings.Join(allowed, ", "), nearest(value, allowed))
	}
	return ""
}

// SetSetting sets a setting that has one value, or has it say nothing if the value
// is [byDefault].
func (s *Settings) SetSetting(name, value string) error {
	for _, setting := range settings {
		if setting.Name != name || setting.Values == nil {
			continue
		}
		if value == byDefault {
			setting.set(s, setting.Values[0])
			return nil
		}
		if msg := setting.check(value); msg != "" {
			return fmt.Errorf("%s", msg)
		}
		setting.set(s, value)
		return nil
	}
	var names []string
	for _, setting := range settings {
		if setting.Values != nil {
			names = append(names, setting.Name)
		}
	}
	return fmt.Errorf("%q is not one of %s%s", name, strings.Join(names, ", "), nearest(name, names))
}

// clone returns a copy that can be changed.
func (s Settings) clone() Settings {
	s.Unique, s.Index, s.Checks = slices.Clone(s.Unique), slices.Clone(s.Index), slices.Clone(s.Checks)
	return s
}

// setting decodes a setting in gen.yaml.
func (d *decoder) setting(s Setting, to *Settings, n *yaml.Node, path string) {
	if s.Values != nil {
		d.oneSetting(s, to, d.text(n, path), n, path)
		return
	}
	d.sequence(n, path, func(at string, item *yaml.Node) {
		if !s.names {
			d.oneSetting(s, to, d.text(item, at), item, at)
			return
		}
		var names []string
		d.sequence(item, at, func(at string, name *yaml.Node) { names = append(names, d.text(name, at)) })
		d.oneSetting(s, to, strings.Join(names, ","), item, at)
	})
}

func (d *decoder) oneSetting(s Setting, to *Settings, value string, n *yaml.Node, path string) {
	if value == "" && s.Values != nil { // reported
		return
	}
	if msg := s.check(value); msg != "" {
		d.problem(n, path, "%s", msg)
		return
	}
	s.set(to, value)
}

// document adds the setting to a resource in gen.yaml.
func (s Setting) document(item *yaml.Node, of Settings) {
	values := s.get(&of)
	switch {
	case len(values) == 0:
	case s.Values != nil:
		n := scalar(values[0])
		if value := values[0]; value == "true" || value == "false" {
			n = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: value}
		}
		put(item, s.Name, n)
	case s.names:
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, value := range values {
			names := sequence(strings.Split(value, ","))
			names.Style = yaml.FlowStyle
			list.Content = append(list.Content, names)
		}
		put(item, s.Name, list)
	default:
		put(item, s.Name, sequence(values))
	}
}

// schema returns the JSON Schema of the setting.
func (s Setting) schema() map[string]any {
	switch {
	case slices.Contains(s.Values, "true"):
		return map[string]any{"type": "boolean", "description": about(s), "default": s.Values[0] == "true"}
	case s.Pattern != "":
		return text(about(s), s.Pattern)
	case s.Values != nil:
		return map[string]any{"enum": s.Values[1:], "description": about(s)}
	}
	item := map[string]any{"type": "string", "minLength": 1}
	if s.names {
		item = map[string]any{"type": "array", "minItems": 1, "items": map[string]any{"type": "string"}}
	}
	return map[string]any{"type": "array", "description": about(s), "items": item}
}

func about(s Setting) string { return strings.ToUpper(s.About[:1]) + s.About[1:] + "." }
