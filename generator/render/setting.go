package render

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// addDeclared adds to the view what the layers declare in the catalogue.
func (v *View) addDeclared(layers []layer.Layer) error {
	words := newWords(v.Name, collect(layers, func(l layer.Layer) []layer.Service { return l.Services }))
	v.Groups, v.Services, v.Codes = newGroups(layers, words), newServices(words), newCodes(layers)
	v.Sections = collect(layers, func(l layer.Layer) []layer.Section { return l.Sections })
	v.Commands = collect(layers, func(l layer.Layer) []layer.Command { return l.Commands })
	v.Dashboard = newPanelRows(collect(layers, func(l layer.Layer) []layer.Panel { return l.Panels }))
	for _, l := range layers {
		v.Volume = cmp.Or(v.Volume, l.Volume)
	}
	if err := v.checkVariables(); err != nil {
		return err
	}
	for _, s := range v.all(func(Setting) bool { return true }) {
		for _, value := range s.Values() {
			if strings.ContainsAny(value, "<>") {
				return fmt.Errorf("setting %s: the project has no service for %s", s.Name, value)
			}
		}
	}
	return nil
}

// Group is a group of settings with a common title.
type Group struct {
	Title    string
	Settings []Setting
}

// Setting is a setting of the project, with its values in this project.
type Setting struct {
	layer.Setting
	services []string // services that it connects to
	inside   string   // value in dev within compose.yaml, where services have other addresses
	dev      string   // value in dev, with the variables of published ports and their defaults
	example  string   // value in dev, with the variables of published ports
}

// Example returns the value shown in .env.example.
func (s Setting) Example() string {
	if s.Required {
		return dotenv(s.example)
	}
	return dotenv(s.Default)
}

// Assignment returns NAME=value with the value for dev.
func (s Setting) Assignment() string { return s.Name + "=" + s.Dev }

// Comment returns the description as a comment of .env.example.
func (s Setting) Comment() string {
	about := s.About
	switch {
	case s.Required && s.Secret:
		about += " Required; secret."
	case s.Required:
		about += " Required."
	case s.Secret:
		about += " Secret."
	}
	return comment(about, 80)
}

// Cell returns the default as a cell of a Markdown table.
func (s Setting) Cell() string {
	switch {
	case s.Required && s.Secret:
		return "required, secret"
	case s.Required:
		return "required"
	case s.Secret:
		return "none, secret"
	case s.Default == "":
		return "none"
	}
	return "`" + s.Default + "`"
}

// all returns the settings of all groups for which keep returns true.
func (v *View) all(keep func(Setting) bool) []Setting {
	var kept []Setting
	for _, g := range v.Groups {
		for _, s := range g.Settings {
			if keep(s) {
				kept = append(kept, s)
			}
		}
	}
	return kept
}

// Required returns the settings that must be set.
func (v *View) Required() []Setting { return v.all(func(s Setting) bool { return s.Required }) }

// Secrets returns the settings that only the owner of a project sets in
// production.
func (v *View) Secrets() []Setting { return v.all(func(s Setting) bool { return s.Secret }) }

// NeededSecrets returns those without which the project does not start in production.
func (v *View) NeededSecrets() []Setting {
	return v.all(func(s Setting) bool { return s.Secret && (s.Required || s.Deployed) })
}

// OtherSecrets returns the rest of them.
func (v *View) OtherSecrets() []Setting {
	return v.all(func(s Setting) bool { return s.Secret && !s.Required && !s.Deployed })
}

// Configured returns the settings that have a specific value in dev, test,
// production or image. For compose it returns the settings that connect the
// project to services in compose.yaml, and for cluster those of them that are not
// secret, with services of the same names.
func (v *View) Configured(where string) ([]Var, error) {
	value, ok := map[string]func(Setting) string{
		"dev":        func(s Setting) string { return s.dev },
		"test":       func(s Setting) string { return s.Test },
		"production": func(s Setting) string { return s.Production },
		"image":      func(s Setting) string { return s.Image },
		"compose":    func(s Setting) string { return s.inside },
		"cluster":    Setting.cluster,
	}[where]
	if !ok {
		return nil, fmt.Errorf("unknown environment %q", where)
	}
	var vars []Var
	for _, s := range v.all(func(s Setting) bool { return value(s) != "" }) {
		vars = append(vars, Var{s.Name, value(s)})
	}
	return vars, nil
}

// cluster returns the value in a cluster in which services have the names that they
// have in compose.yaml, or "" if the setting does not connect to a service or is
// secret.
func (s Setting) cluster() string {
	if s.Secret {
		return ""
	}
	return s.inside
}

// Var is an environment variable.
type Var struct{ Name, Value string }

// Entry returns the variable as an entry of a YAML mapping.
func (v Var) Entry() string { return v.Name + ": " + yamlString(v.Value) }

// String returns the variable in the form NAME=value.
func (v Var) String() string { return v.Name + "=" + v.Value }

// newGroups returns the settings of the layers, with groups of the same title
// merged.
func newGroups(layers []layer.Layer, w words) []Group {
	var groups []Group
	for _, g := range collect(layers, func(l layer.Layer) []layer.Group { return l.Settings }) {
		i := slices.IndexFunc(groups, func(have Group) bool { return have.Title == g.Title })
		if i < 0 {
			i = len(groups)
			groups = append(groups, Group{Title: g.Title})
		}
		for _, s := range g.Settings {
			if s := w.setting(s); !slices.ContainsFunc(groups[i].Settings, func(have Setting) bool { return have.Name == s.Name }) {
				groups[i].Settings = append(groups[i].Settings, s)
			}
		}
	}
	return groups
}

// words replaces the placeholders in the values of the catalogue.
type words struct {
	services []layer.Service
	host     *strings.Replacer // on the developer's machine
	dev      *strings.Replacer // the same, with ${DB_PORT:-5432} for a port
	example  *strings.Replacer // the same, with ${DB_PORT}
	running  *strings.Replacer // in the Makefile, where the address is in a variable
	beside   *strings.Replacer // within compose.yaml
}

func newWords(name string, services []layer.Service) words {
	replacer := func(address func(layer.Service) string) *strings.Replacer {
		pairs := []string{"<name>", name}
		for _, s := range services {
			pairs = append(pairs, "<"+s.Name+">", address(s))
		}
		return strings.NewReplacer(pairs...)
	}
	return words{
		services: services,
		host:     replacer(func(s layer.Service) string { return fmt.Sprintf("127.0.0.1:%d", s.Port) }),
		dev: replacer(func(s layer.Service) string {
			return fmt.Sprintf("127.0.0.1:${%s:-%d}", s.PortVariable(s.Port), s.Port)
		}),
		example: replacer(func(s layer.Service) string { return fmt.Sprintf("127.0.0.1:${%s}", s.PortVariable(s.Port)) }),
		running: replacer(func(layer.Service) string { return "$(address)" }),
		beside:  replacer(func(s layer.Service) string { return fmt.Sprintf("%s:%d", s.Name, s.Port) }),
	}
}

func (w words) setting(s layer.Setting) Setting {
	setting := Setting{Setting: s, dev: w.dev.Replace(s.Dev), example: w.example.Replace(s.Dev)}
	for _, service := range w.services {
		if s.Connects(service.Name) {
			setting.services = append(setting.services, service.Name)
			setting.inside = cmp.Or(s.Beside, w.beside.Replace(s.Dev))
		}
	}
	for _, value := range []*string{&setting.Default, &setting.Dev, &setting.Test, &setting.Production, &setting.Image} {
		*value = w.host.Replace(*value)
	}
	return setting
}

// collect returns one kind of declarations of all layers, without duplicates.
func collect[T any](layers []layer.Layer, of func(layer.Layer) []T) []T {
	var all []T
	for _, l := range layers {
		for _, item := range of(l) {
			if !slices.ContainsFunc(all, func(have T) bool { return reflect.DeepEqual(have, item) }) {
				all = append(all, item)
			}
		}
	}
	return all
}

// comment formats a sentence as lines that start with # and have at most width
// characters. Backticks are removed, and the text between them is not broken.
func comment(sentence string, width int) string {
	for i, part := range strings.Split(sentence, "`") {
		if i%2 == 1 {
			sentence = strings.Replace(sentence, "`"+part+"`", strings.ReplaceAll(part, " ", noBreak), 1)
		}
	}
	var b strings.Builder
	length := width // of the current line
	for word := range strings.FieldsFuncSeq(sentence, func(r rune) bool { return r == ' ' }) {
		if length+1+len(word) > width {
			b.WriteString("\n#")
			length = 1
		}
		b.WriteString(" " + word)
		length += 1 + len(word)
	}
	return strings.ReplaceAll(strings.TrimPrefix(b.String(), "\n"), noBreak, " ")
}

// noBreak stands for a space that must not become a line break.
const noBreak = "\x00"

// dotenv formats a value for a .env file.
func dotenv(value string) string {
	if strings.ContainsAny(value, " #\"") {
		return "'" + value + "'"
	}
	return value
}

// yamlString formats a value so that every YAML parser returns it as it is,
// whether as a string or as a number.
func yamlString(value string) string {
	plain := value != "" && !isYAMLWord(value) && !strings.ContainsAny(value[:1], "-?:,[]{}&*!|>'\"%@`# ") &&
		!strings.Contains(value, ": ") && !strings.Contains(value, " #") && !strings.HasSuffix(value, ":") && !strings.HasSuffix(value, " ")
	if plain {
		return value
	}
	return strconv.Quote(value)
}

var (
	plainNumber = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$`)
	yamlDate    = regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}`)
)

// isYAMLWord reports whether YAML, in one of its versions, takes a plain value
// for something that is written in another way.
func isYAMLWord(value string) bool {
	if spec.IsYAMLWord(value) || yamlDate.MatchString(value) {
		return true
	}
	if plainNumber.MatchString(value) {
		return false
	}
	_, notInt := strconv.ParseInt(value, 0, 64)
	_, notFloat := strconv.ParseFloat(value, 64)
	return notInt == nil || notFloat == nil
}
