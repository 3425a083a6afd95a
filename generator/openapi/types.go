package openapi

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/tree"
)

// types finds the Go types of a project and converts them to schemas.
type types struct {
	tree     tree.Tree
	files    map[string][]string // directory name → paths
	packages map[string]*pkg     // by name, a cache
}

// pkg has the types of a package. It has none if the package does not exist.
type pkg struct {
	name    string
	types   map[string]*ast.TypeSpec
	folders map[string][]string // in which each of them is declared
}

// AmbiguousError is returned for a type in the API that packages of the same name
// declare, in different folders: the documents name types by their packages.
type AmbiguousError struct {
	Package, Type string

	Folders []string
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("type %s.%s is in several folders: %s", e.Package, e.Type, strings.Join(e.Folders, ", "))
}

// pkg parses the package with the given name, which is also the name of its
// directory.
func (t *types) pkg(name string) (*pkg, error) {
	if p, ok := t.packages[name]; ok {
		return p, nil
	}
	p := &pkg{name: name, types: map[string]*ast.TypeSpec{}, folders: map[string][]string{}}
	for _, at := range slices.Sorted(slices.Values(t.files[name])) {
		file, err := parse(at, t.tree[at].Data)
		if err != nil {
			return nil, err
		}
		if err := p.add(path.Dir(at), file); err != nil {
			return nil, fmt.Errorf("%s: %w", at, err)
		}
	}
	t.packages[name] = p
	return p, nil
}

// add adds the types in a file of a folder.
func (p *pkg) add(folder string, file *ast.File) error {
	if file.Name.Name != p.name {
		return nil // another package in a directory of that name, such as main in cmd/server
	}
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.TYPE {
			continue
		}
		for _, spec := range gen.Specs {
			spec := spec.(*ast.TypeSpec)
			if slices.Contains(p.folders[spec.Name.Name], folder) {
				return fmt.Errorf("duplicate type %s", spec.Name.Name)
			}
			for _, comment := range []*ast.CommentGroup{gen.Doc, spec.Doc, spec.Comment} {
				if comment != nil && len(annotations(comment)) > 0 {
					return fmt.Errorf("annotations of type %s are not supported", spec.Name.Name)
				}
			}
			p.types[spec.Name.Name] = spec
			p.folders[spec.Name.Name] = append(p.folders[spec.Name.Name], folder)
		}
	}
	return nil
}

// bodySchema returns the schema for the type of a body in an annotation, such
// as {object} resp.Body{data=book.Book}.
func (t *types) bodySchema(d *Document, kind, name string) (*Schema, error) {
	switch kind {
	case "{object}":
		return t.named(d, name)
	case "{array}":
		items, err := t.named(d, name)
		return &Schema{Type: "array", Items: items}, err
	case "{string}", "{integer}", "{number}", "{boolean}":
		return &Schema{Type: strings.Trim(kind, "{}")}, nil
	}
	return nil, fmt.Errorf("%q is not supported", kind)
}

// named returns the schema for a type in an annotation.
func (t *types) named(d *Document, name string) (*Schema, error) {
	if items, ok := strings.CutPrefix(name, "[]"); ok {
		schema, err := t.named(d, items)
		return &Schema{Type: "array", Items: schema}, err
	}
	if base, fields, ok := strings.Cut(name, "{"); ok {
		return t.composed(d, base, strings.TrimSuffix(fields, "}"))
	}
	if name == "object" {
		return &Schema{Type: "object"}, nil
	}
	return t.reference(d, "", name)
}

// composed returns the schema for a type in which some fields have other types
// than in the Go code, such as resp.Body{data=book.Book}.
func (t *types) composed(d *Document, base, fields string) (*Schema, error) {
	schema, err := t.named(d, base)
	if err != nil {
		return nil, err
	}
	properties := map[string]*Schema{}
	for _, field := range splitFields(fields) {
		name, of, ok := strings.Cut(field, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not of the form name=type", field)
		}
		if properties[name], err = t.named(d, of); err != nil {
			return nil, err
		}
	}
	if schema.bareObject() {
		schema.Properties = properties
		return schema, nil
	}
	return &Schema{AllOf: []*Schema{schema, {Type: "object", Properties: properties}}}, nil
}

// splitFields splits at commas outside of braces.
func splitFields(text string) []string {
	depth := 0
	return strings.FieldsFunc(text, func(r rune) bool {
		switch r {
		case '{':
			depth++
		case '}':
			depth--
		}
		return r == ',' && depth == 0
	})
}

// reference returns the schema for a type, which is a reference if the type is
// a struct. A name without package belongs to package in.
func (t *types) reference(d *Document, in, name string) (*Schema, error) {
	if name == "any" {
		return &Schema{}, nil
	}
	if s := basicSchema(name); s != nil {
		return s, nil
	}
	packageName, typeName, qualified := strings.Cut(name, ".")
	if !qualified {
		packageName, typeName = in, name
	}
	switch strings.ToUpper(typeName) { // like swag, regardless of the package
	case "TIME", "OBJECTID", "UUID":
		return &Schema{Type: "string"}, nil
	case "DECIMAL":
		return &Schema{Type: "number"}, nil
	}
	p, err := t.pkg(packageName)
	if err != nil {
		return nil, err
	}
	spec := p.types[typeName]
	if spec == nil {
		return nil, fmt.Errorf("type %s does not exist", name)
	}
	full := packageName + "." + typeName
	if folders := p.folders[typeName]; len(folders) > 1 {
		return nil, &AmbiguousError{Package: packageName, Type: typeName, Folders: folders}
	}
	if _, done := d.Schemas[full]; !done {
		d.Schemas[full] = nil // ends the recursion for a type that contains itself
		if d.Schemas[full], err = t.structSchema(d, p, spec); err != nil {
			return nil, fmt.Errorf("%s: %w", full, err)
		}
	}
	return &Schema{Ref: full}, nil
}

func (t *types) structSchema(d *Document, p *pkg, spec *ast.TypeSpec) (*Schema, error) {
	of, ok := spec.Type.(*ast.StructType)
	if !ok || spec.TypeParams != nil {
		return nil, errors.New("only structs are supported")
	}
	s := &Schema{Type: "object", Properties: map[string]*Schema{}}
	for _, field := range of.Fields.List {
		if len(field.Names) != 1 {
			return nil, errors.New("only fields with one name are supported")
		}
		if !field.Names[0].IsExported() {
			continue
		}
		if err := t.field(d, p, s, field); err != nil {
			return nil, fmt.Errorf("%s: %w", field.Names[0].Name, err)
		}
	}
	slices.Sort(s.Required)
	return s, nil
}

// of returns the schema for the type of a field.
func (t *types) of(d *Document, p *pkg, expr ast.Expr) (*Schema, error) {
	switch x := expr.(type) {
	case *ast.StarExpr:
		return t.of(d, p, x.X)
	case *ast.Ident:
		return t.reference(d, p.name, x.Name)
	case *ast.SelectorExpr:
		if from, ok := x.X.(*ast.Ident); ok {
			return t.reference(d, p.name, from.Name+"."+x.Sel.Name)
		}
	case *ast.ArrayType:
		items, err := t.of(d, p, x.Elt)
		return &Schema{Type: "array", Items: items}, err
	case *ast.MapType:
		values, err := t.of(d, p, x.Value)
		return &Schema{Type: "object", AdditionalProperties: values}, err
	}
	return nil, errors.New("the type is not supported")
}
