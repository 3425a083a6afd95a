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

// Bounds of a gen.yaml: far above what a project needs, low enough that a
// hostile file costs nothing.
const (
	maxBytes = 1 << 20
	maxDepth = 8
)

// Load reads gen.yaml strictly: unknown and duplicate keys, anchors, wrong
// types and more than one document are problems, each with its line. The
// spec is neither filled nor validated.
func Load(r io.Reader, cat *layer.Catalog) (Spec, Lines, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return Spec{}, nil, err
	}
	if len(data) > maxBytes {
		return Spec{}, nil, Problems{{Path: "file", Message: fmt.Sprintf("is larger than %d bytes", maxBytes)}}
	}
	var doc yaml.Node
	loader, err := yaml.NewLoader(strings.NewReader(string(data)))
	if err != nil {
		return Spec{}, nil, err
	}
	if err := loader.Load(&doc); err != nil && !errors.Is(err, io.EOF) {
		return Spec{}, nil, Problems{syntaxProblem(err)}
	}
	l := decoder{cat: cat, lines: Lines{}}
	if err := loader.Load(new(yaml.Node)); !errors.Is(err, io.EOF) {
		l.problem(&doc, "file", "holds more than one document, or text after it")
	}
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 && l.bounded(doc.Content[0], 0) {
		l.spec(doc.Content[0])
	}
	return l.out, l.lines, l.problems.Err()
}

// Lines maps the path of a value, as in a Problem, to its line.
type Lines map[string]int

// Locate fills in the line of each problem that came from the file, taking
// the nearest enclosing path.
func (l Lines) Locate(ps Problems) {
	for i, p := range ps {
		for path := p.Path; p.Line == 0 && path != ""; path = path[:max(strings.LastIndexAny(path, ".["), 0)] {
			ps[i].Line = l[path]
			p.Line = l[path]
		}
	}
}

// Drop forgets the lines of everything below path.
func (l Lines) Drop(path string) {
	for at := range l {
		if strings.HasPrefix(at, path) {
			delete(l, at)
		}
	}
}

var yamlLine = regexp.MustCompile(`line (\d+)(?:, column \d+)?: `)

func syntaxProblem(err error) Problem {
	msg, _, _ := strings.Cut(err.Error(), "\n")
	msg = strings.TrimPrefix(strings.TrimPrefix(msg, "yaml: "), "go-yaml ")
	line := 0
	if m := yamlLine.FindStringSubmatchIndex(msg); m != nil {
		line, _ = strconv.Atoi(msg[m[2]:m[3]])
		msg = msg[:m[0]] + msg[m[1]:]
	}
	return Problem{Path: "file", Line: line, Message: "is not YAML: " + msg}
}

type decoder struct {
	cat      *layer.Catalog
	out      Spec
	lines    Lines
	problems Problems
}

func (l *decoder) problem(n *yaml.Node, path, format string, args ...any) {
	l.problems = append(l.problems, Problem{Path: path, Line: n.Line, Message: fmt.Sprintf(format, args...)})
}

// bounded refuses depth and aliases before anything is read.
func (l *decoder) bounded(n *yaml.Node, depth int) bool {
	switch {
	case depth > maxDepth:
		l.problem(n, "file", "is nested deeper than %d levels", maxDepth)
		return false
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		l.problem(n, "file", "anchors and aliases are not allowed")
		return false
	}
	return !slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return !l.bounded(c, depth+1) })
}

func (l *decoder) spec(n *yaml.Node) {
	l.out.Options = map[string]string{}
	keys := Keys(l.cat)
	l.mapping(n, "", keys, func(key string, v *yaml.Node) {
		switch key {
		case "name":
			l.out.Name = l.text(v, key)
		case "module":
			l.out.Module = l.text(v, key)
		case "resources":
			l.sequence(v, key, func(path string, item *yaml.Node) {
				l.out.Resources = append(l.out.Resources, l.resource(path, item))
			})
		default:
			l.out.Options[key] = l.text(v, key)
		}
	})
}

func (l *decoder) resource(path string, n *yaml.Node) Resource {
	var r Resource
	l.mapping(n, path, []string{"name", "plural", "fields"}, func(key string, v *yaml.Node) {
		at := path + "." + key
		switch key {
		case "name":
			r.Name = l.text(v, at)
		case "plural":
			r.Plural = l.text(v, at)
		case "fields":
			l.sequence(v, at, func(at string, item *yaml.Node) {
				f := Field{unread: true}
				if text := l.text(item, at); text != "" {
					var err error
					if f, err = ParseField(text); err != nil {
						l.problem(item, at, "%v", err)
						f = Field{unread: true}
					}
				}
				r.Fields = append(r.Fields, f)
			})
		}
	})
	return r
}

// mapping visits the values of a mapping whose keys are all allowed.
func (l *decoder) mapping(n *yaml.Node, path string, allowed []string, visit func(string, *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		l.problem(n, orFile(path), "must be a mapping with the keys %s", strings.Join(allowed, ", "))
		return
	}
	l.lines[path] = n.Line
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := strings.TrimPrefix(path+"."+key.Value, ".")
		switch {
		case key.Kind != yaml.ScalarNode || !slices.Contains(allowed, key.Value):
			l.problem(key, orFile(path), "unknown key %q; allowed are %s%s", key.Value, strings.Join(allowed, ", "), nearest(key.Value, allowed))
		case seen[key.Value]:
			l.problem(key, at, "is there twice")
		default:
			l.lines[at] = key.Line
			visit(key.Value, value)
		}
		seen[key.Value] = true
	}
}

func (l *decoder) sequence(n *yaml.Node, path string, visit func(string, *yaml.Node)) {
	if n.Kind != yaml.SequenceNode {
		l.problem(n, path, "must be a list")
		return
	}
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		l.lines[at] = item.Line
		visit(at, item)
	}
}

func (l *decoder) text(n *yaml.Node, path string) string {
	if n.Kind != yaml.ScalarNode || n.ShortTag() == "!!null" || n.Value == "" {
		l.problem(n, path, "must be a text that is not empty")
		return ""
	}
	return n.Value
}

func orFile(path string) string {
	if path == "" {
		return "file"
	}
	return path
}

// Marshal writes the canonical gen.yaml of a filled spec.
func (s *Spec) Marshal(cat *layer.Catalog) ([]byte, error) {
	doc := &yaml.Node{Kind: yaml.MappingNode}
	put(doc, "name", scalar(s.Name))
	put(doc, "module", scalar(s.Module))
	for _, k := range cat.Categories {
		if v := s.Options[k.Name]; v != "" {
			put(doc, k.Name, scalar(v))
		}
	}
	if len(s.Resources) > 0 {
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, r := range s.Resources {
			item := &yaml.Node{Kind: yaml.MappingNode}
			put(item, "name", scalar(r.Name))
			if r.Plural != "" {
				put(item, "plural", scalar(r.Plural))
			}
			fields := &yaml.Node{Kind: yaml.SequenceNode}
			for _, f := range r.Fields {
				fields.Content = append(fields.Content, scalar(f.String()))
			}
			put(item, "fields", fields)
			list.Content = append(list.Content, item)
		}
		put(doc, "resources", list)
	}
	data, err := yaml.Dump(doc, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, fmt.Errorf("write gen.yaml: %w", err)
	}
	return append([]byte("# What this project was made from.\n"), data...), nil
}

func put(n *yaml.Node, key string, value *yaml.Node) {
	n.Content = append(n.Content, scalar(key), value)
}

func scalar(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	return n
}
