package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/tree"
)

// Read returns the API of the project in t as described by its annotations.
func Read(t tree.Tree) (*Document, error) {
	r := &reader{
		doc:   &Document{Schemas: map[string]*Schema{}, Security: map[string]SecurityScheme{}},
		types: types{tree: t, files: map[string][]string{}, packages: map[string]*pkg{}},
	}
	if err := r.general(t[mainFile].Data); err != nil {
		return nil, fmt.Errorf("%s: %w", mainFile, err)
	}
	var routed []string
	for name, f := range t {
		if !isSource(name) {
			continue
		}
		folder := path.Base(path.Dir(name))
		r.types.files[folder] = append(r.types.files[folder], name)
		if bytes.Contains(f.Data, []byte("@Router")) {
			routed = append(routed, name)
		}
	}
	slices.Sort(routed)
	for _, name := range routed {
		if err := r.handlers(name, t[name].Data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return r.doc, nil
}

// reader builds a document.
type reader struct {
	doc   *Document
	types types
}

// isSource reports whether swag parses a file.
func isSource(name string) bool {
	return path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") && path.Dir(name) != "docs"
}

func parse(name string, data []byte) (*ast.File, error) {
	return parser.ParseFile(token.NewFileSet(), name, data, parser.ParseComments|parser.SkipObjectResolution)
}

// handlers parses the annotations of the functions in a file.
func (r *reader) handlers(name string, data []byte) error {
	file, err := parse(name, data)
	if err != nil {
		return err
	}
	ofFunction := map[*ast.CommentGroup]bool{}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Doc == nil {
			continue
		}
		ofFunction[f.Doc] = true
		if err := r.operation(annotations(f.Doc)); err != nil {
			return fmt.Errorf("%s: %w", f.Name.Name, err)
		}
	}
	for _, group := range file.Comments {
		if !ofFunction[group] && len(annotations(group)) > 0 {
			return errors.New("annotation without a function")
		}
	}
	return nil
}

// annotation is a line of a comment such as
//
//	@Summary	List books
type annotation struct{ name, value string }

func (a annotation) String() string { return a.name + " " + a.value }

// annotations returns the annotations in a comment. Their names are in lower
// case, because swag ignores case.
func annotations(group *ast.CommentGroup) []annotation {
	var list []annotation
	for _, comment := range group.List {
		text := strings.TrimSpace(strings.TrimLeft(comment.Text, "/"))
		if strings.HasPrefix(text, "@") {
			name, value := word(text)
			list = append(list, annotation{strings.ToLower(name), value})
		}
	}
	return list
}

// word splits text at the first whitespace.
func word(text string) (first, rest string) {
	end := strings.IndexAny(text, " \t")
	if end < 0 {
		return text, ""
	}
	return text[:end], strings.TrimLeft(text[end:], " \t")
}

// general parses the annotations about the API as a whole.
func (r *reader) general(data []byte) error {
	file, err := parse(mainFile, data)
	if err != nil {
		return err
	}
	var list []annotation
	for _, group := range file.Comments {
		list = append(list, annotations(group)...)
	}
	for i, a := range list {
		switch a.name {
		case "@title":
			r.doc.Title = a.value
		case "@version":
			r.doc.Version = a.value
		case "@basepath":
			r.doc.BasePath = a.value
		case "@description":
			r.doc.Description, err = addLine(r.doc.Description, a.value)
		case "@securitydefinitions.apikey":
			return r.securitySchemes(list[i:])
		default:
			err = errNotUnderstood
		}
		if err != nil {
			return fmt.Errorf("%s: %w", a, err)
		}
	}
	return nil
}

// securitySchemes parses the annotations from the first security scheme on.
// After it, swag accepts no others.
func (r *reader) securitySchemes(list []annotation) error {
	name := ""
	for _, a := range list {
		s, err := r.doc.Security[name], error(nil)
		switch a.name {
		case "@securitydefinitions.apikey":
			name, s = a.value, SecurityScheme{}
		case "@in":
			s.In = a.value
		case "@name":
			s.Name = a.value
		case "@description":
			s.Description, err = addLine(s.Description, a.value)
		default:
			err = errNotUnderstood
		}
		if err != nil {
			return fmt.Errorf("%s: %w", a, err)
		}
		r.doc.Security[name] = s
	}
	return nil
}

var errNotUnderstood = errors.New("is not supported")

// addLine appends a line to a description.
func addLine(text, line string) (string, error) {
	if line == "" || strings.HasSuffix(line, `\`) {
		return "", errors.New("empty and continued lines are not supported")
	}
	if text == "" {
		return line, nil
	}
	return text + "\n" + line, nil
}
