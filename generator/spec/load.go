package spec

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/layer"
)

// Limits on gen.yaml: far above what a project needs, and low enough to make
// malicious files harmless.
const (
	maxBytes = 1 << 20
	maxDepth = 8
)

// Load parses gen.yaml strictly: unknown and duplicate keys, anchors, wrong
// types and more than one document are errors. The error is of type
// [Problems], with line numbers, unless reading fails. The returned spec is
// neither filled in nor validated.
func Load(r io.Reader, cat *layer.Catalog) (Spec, Lines, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return Spec{}, nil, err
	}
	if len(data) > maxBytes {
		return Spec{}, nil, Problems{{Path: wholeFile, Message: fmt.Sprintf("larger than %d bytes", maxBytes)}}
	}
	var doc yaml.Node
	loader, err := yaml.NewLoader(strings.NewReader(string(data)))
	if err != nil {
		return Spec{}, nil, err
	}
	if err := loader.Load(&doc); err != nil && !errors.Is(err, io.EOF) {
		return Spec{}, nil, Problems{syntaxProblem(err)}
	}
	d := decoder{cat: cat, lines: Lines{}}
	if err := loader.Load(new(yaml.Node)); !errors.Is(err, io.EOF) {
		d.problem(&doc, wholeFile, "more than one document, or trailing content")
	}
	if doc.Kind == 0 {
		d.problem(&doc, wholeFile, "is empty")
	}
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 && d.bounded(doc.Content[0], 0) {
		d.spec(doc.Content[0])
	}
	return d.out, d.lines, d.problems.Err()
}

// wholeFile is the path of problems that do not concern a single value.
const wholeFile = ""

// Lines maps the path of a value, as in [Problem], to its line.
type Lines map[string]int

// Locate sets the line of each problem that has none to that of the value, or
// else of the innermost value around it.
func (l Lines) Locate(ps Problems) {
	for i, p := range ps {
		for path := p.Path; p.Line == 0 && path != ""; path = path[:max(strings.LastIndexAny(path, ".["), 0)] {
			ps[i].Line = l[path]
			p.Line = l[path]
		}
	}
}

// Drop removes path and everything below it.
func (l Lines) Drop(path string) {
	for at := range l {
		if strings.HasPrefix(at, path) {
			delete(l, at)
		}
	}
}

// yamlLine matches the position in an error of the YAML library, such as L2.C4
// or line 2.
var yamlLine = regexp.MustCompile(`(?:in \w+ )?(?:\([^()]*\) )?(?:at )?(?:L(\d+)(?:[.,]C\d+)?(?:-(?:L\d+[.,])?C\d+)?|line (\d+)(?:, column \d+)?|<unknown position>): `)

func syntaxProblem(err error) Problem {
	msg, _, _ := strings.Cut(err.Error(), "\n")
	msg = strings.TrimPrefix(strings.TrimPrefix(msg, "yaml: "), "go-yaml ")
	line := 0
	if m := yamlLine.FindStringSubmatchIndex(msg); m != nil {
		if from := max(m[2], m[4]); from >= 0 {
			line, _ = strconv.Atoi(msg[from:max(m[3], m[5])])
		}
		msg = msg[m[1]:]
	}
	return Problem{Path: wholeFile, Line: line, Message: "not YAML: " + msg}
}

type decoder struct {
	cat      *layer.Catalog
	out      Spec
	lines    Lines
	problems Problems
}

// unread adds a problem with a value that is not what it must be, and that is
// taken for empty.
func (d *decoder) unread(n *yaml.Node, path, format string, args ...any) {
	d.problem(n, path, format, args...)
	d.problems[len(d.problems)-1].unread = true
}

func (d *decoder) problem(n *yaml.Node, path, format string, args ...any) {
	d.problems = append(d.problems, Problem{Path: path, Line: n.Line, Message: fmt.Sprintf(format, args...)})
}

// bounded rejects deep nesting, anchors and aliases before anything is
// decoded.
func (d *decoder) bounded(n *yaml.Node, depth int) bool {
	switch {
	case depth > maxDepth:
		d.problem(n, wholeFile, "nested deeper than %d levels", maxDepth)
		return false
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		d.problem(n, wholeFile, "anchors and aliases are not allowed")
		return false
	case n.Style&yaml.TaggedStyle != 0:
		d.problem(n, wholeFile, "tags such as %s are not allowed", n.Tag)
		return false
	}
	return !slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return !d.bounded(c, depth+1) })
}

func (d *decoder) spec(n *yaml.Node) {
	d.out.Options = layer.Choices{}
	keys := Keys(d.cat)
	d.mapping(n, "", keys, func(key string, v *yaml.Node) {
		switch key {
		case "name":
			d.out.Name = d.text(v, key)
		case "module":
			d.out.Module = d.text(v, key)
		case clientsKey:
			d.sequence(v, key, func(path string, item *yaml.Node) {
				d.out.Clients = append(d.out.Clients, d.client(path, item))
			})
		case "resources":
			d.sequence(v, key, func(path string, item *yaml.Node) {
				d.out.Resources = append(d.out.Resources, d.resource(path, item))
			})
		case "migrations":
			d.out.Migrations = []Migration{} // an empty list is different from nil
			d.sequence(v, key, func(path string, item *yaml.Node) {
				d.out.Migrations = append(d.out.Migrations, d.migration(path, item))
			})
		default:
			d.out.Options[key] = d.answer(key, v)
		}
	})
}

// answer decodes the options chosen for a category: a single one, or a list if
// the category allows several.
func (d *decoder) answer(category string, n *yaml.Node) []string {
	k, _ := d.cat.Category(category)
	if !k.Many || n.Kind == yaml.ScalarNode && n.Value == layer.None {
		return []string{d.text(n, category)}
	}
	var names []string
	d.sequence(n, category, func(path string, item *yaml.Node) {
		names = append(names, d.text(item, path))
	})
	return names
}

func (d *decoder) resource(path string, n *yaml.Node) Resource {
	var r Resource
	d.mapping(n, path, resourceKeys(d.cat), func(key string, v *yaml.Node) {
		at := path + "." + key
		switch key {
		case "name":
			r.Name = d.text(v, at)
		case "plural":
			r.Plural = d.text(v, at)
		case "access":
			r.Access = d.access(v, at)
		case "fields":
			d.sequence(v, at, func(at string, item *yaml.Node) {
				f := Field{unread: true}
				if text := d.field(item, at); text != "" {
					var err error
					if f, err = ParseField(text); err != nil {
						d.problem(item, at, "%v", err)
						f = Field{unread: true}
					}
				}
				r.Fields = append(r.Fields, f)
			})
		default:
			for _, s := range ResourceSettings {
				if s.Name == key {
					d.setting(s, &r.Settings, v, at)
				}
			}
		}
	})
	return r
}

func (d *decoder) migration(path string, n *yaml.Node) Migration {
	text := d.text(n, path)
	if text == "" {
		return Migration{}
	}
	m, err := ParseMigration(d.cat, text)
	if err != nil {
		d.problem(n, path, "%v", err)
		return Migration{}
	}
	return m
}

// mapping calls visit for each allowed key of a mapping.
func (d *decoder) mapping(n *yaml.Node, path string, allowed []string, visit func(string, *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.unread(n, path, "must be a mapping with the %s %s", plural(allowed, "key", "keys"), strings.Join(allowed, ", "))
		return
	}
	d.lines[path] = n.Line
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := strings.TrimPrefix(path+"."+key.Value, ".")
		switch {
		case key.Kind != yaml.ScalarNode || !slices.Contains(allowed, key.Value):
			d.problem(key, path, "unknown key %q; allowed %s %s%s", key.Value, plural(allowed, "is", "are"), strings.Join(allowed, ", "), nearest(key.Value, allowed))
		case seen[key.Value]:
			d.problem(key, at, "duplicate key")
		default:
			d.lines[at] = key.Line
			visit(key.Value, value)
		}
		seen[key.Value] = true
	}
}

// plural returns the word for one or for several items.
func plural(items []string, one, several string) string {
	if len(items) == 1 {
		return one
	}
	return several
}

func (d *decoder) sequence(n *yaml.Node, path string, visit func(string, *yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		d.unread(n, path, "must be a list")
		return
	}
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		d.lines[at] = item.Line
		visit(at, item)
	}
}

// field decodes the string of a field. With a space after a colon, YAML parses
// it as a mapping.
func (d *decoder) field(n *yaml.Node, path string) string {
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 {
		d.problem(n, path, "must be a string: write %s:%s, without a space", n.Content[0].Value, n.Content[1].Value)
		return ""
	}
	return d.text(n, path)
}

func (d *decoder) text(n *yaml.Node, path string) string {
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" || n.Value == "" {
		d.unread(n, path, "must be a non-empty string")
		return ""
	}
	return n.Value
}

// Marshal returns the canonical gen.yaml of a filled spec.
func (s *Spec) Marshal(cat *layer.Catalog) ([]byte, error) {
	data, err := dump(s.document(cat))
	if err != nil {
		return nil, err
	}
	return append([]byte("# What this project was made from.\n"), data...), nil
}

func dump(n *yaml.Node) ([]byte, error) {
	data, err := yaml.Dump(n, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, fmt.Errorf("write gen.yaml: %w", err)
	}
	return data, nil
}

// document returns the canonical gen.yaml as a node.
func (s *Spec) document(cat *layer.Catalog) *yaml.Node {
	doc := &yaml.Node{Kind: yaml.MappingNode}
	put(doc, "name", scalar(s.Name))
	put(doc, "module", scalar(s.Module))
	for _, k := range cat.Categories {
		switch names := s.Options[k.Name]; {
		case len(names) == 0, k.Implies(names):
		case k.Many:
			put(doc, k.Name, sequence(names))
		default:
			put(doc, k.Name, scalar(names[0]))
		}
	}
	if len(s.Clients) > 0 {
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, c := range s.Clients {
			list.Content = append(list.Content, c.document())
		}
		put(doc, clientsKey, list)
	}
	if len(s.Resources) > 0 {
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, r := range s.Resources {
			list.Content = append(list.Content, r.document())
		}
		put(doc, "resources", list)
	}
	if !s.isFirst(cat) {
		var history []string
		for _, m := range s.Migrations {
			history = append(history, m.String())
		}
		put(doc, "migrations", sequence(history))
	}
	return doc
}

// document returns the resource as a node of gen.yaml. What the fields are part
// of comes after them.
func (r Resource) document() *yaml.Node {
	item := &yaml.Node{Kind: yaml.MappingNode}
	put(item, "name", scalar(r.Name))
	if r.Plural != "" {
		put(item, "plural", scalar(r.Plural))
	}
	if r.Access != (Access{}) {
		put(item, "access", r.Access.document())
	}
	for _, s := range ResourceSettings {
		if s.Values != nil {
			s.document(item, r.Settings)
		}
	}
	var fields []string
	for _, f := range r.Fields {
		fields = append(fields, f.String())
	}
	put(item, "fields", sequence(fields))
	for _, s := range ResourceSettings {
		if s.Values == nil {
			s.document(item, r.Settings)
		}
	}
	return item
}

func put(n *yaml.Node, key string, value *yaml.Node) {
	n.Content = append(n.Content, scalar(key), value)
}

func sequence(items []string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode}
	for _, item := range items {
		n.Content = append(n.Content, scalar(item))
	}
	return n
}

func scalar(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	if IsYAMLWord(s) {
		n.Style = yaml.SingleQuotedStyle
	}
	return n
}

// IsYAMLWord reports whether a plain word is not a string in YAML 1.1 or 1.2.
func IsYAMLWord(s string) bool {
	return slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "null", "y", "n", "~"}, strings.ToLower(s))
}
