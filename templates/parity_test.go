package templates_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// own are the packages that are specific to a framework; glue are the exported
// names in them that are specific to how a framework works.
var (
	own  = []string{"internal/fibertest", "internal/handler", "internal/middleware", "internal/router", "internal/server"}
	glue = []string{
		"handler.Func", "handler.Errors", "handler.Fail", "middleware.Chain",
		// Fiber reads bodies before its middleware, and supports only some
		// methods.
		"fibertest.Do", "middleware.AnyMethod", "middleware.BodyLimit", "middleware.MeasureUnread", "middleware.OtherMethod", "middleware.Unread",
	}
)

// TestFrameworksAgree compares the projects of all frameworks: they have the
// same API documents, the same files except in packages that are specific to a
// framework, and the same exported names in these.
func TestFrameworksAgree(t *testing.T) {
	cat := templates.Catalog()
	frameworks := cat.Options("framework")
	for _, c := range combinations(t, cat, 2) {
		t.Run(c.name(), func(t *testing.T) {
			t.Parallel()
			c["framework"] = frameworks[0].Name
			want, err := c.project(cat)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range frameworks[1:] {
				c["framework"] = f.Name
				got, err := c.project(cat)
				if err != nil {
					t.Fatal(err)
				}
				agree(t, f.Name, got, want)
			}
		})
	}
}

func agree(t *testing.T, framework string, got, want tree.Tree) {
	t.Helper()
	differ := []string{"go.mod", "go.sum", "README.md", "gen.yaml", ".gen/base.tar.gz", ".gen/lock.yaml"}
	for _, pair := range [][2]tree.Tree{{got, want}, {want, got}} {
		for name, f := range pair[0].All() {
			if slices.Contains(differ, name) || slices.Contains(own, path.Dir(name)) {
				continue
			}
			if g, ok := pair[1][name]; !ok || !bytes.Equal(f.Data, g.Data) {
				t.Errorf("%s: %s differs", framework, name)
			}
		}
	}
	gotNames, wantNames := exportedNames(t, got), exportedNames(t, want)
	if !slices.Equal(gotNames, wantNames) {
		t.Errorf("%s: got exported names\n%v\nwant\n%v", framework, gotNames, wantNames)
	}
}

// exportedNames returns the exported names of the packages that are specific
// to a framework, without tests and glue.
func exportedNames(t *testing.T, project tree.Tree) []string {
	t.Helper()
	var names []string
	add := func(pkg string, idents ...string) {
		if name := pkg + "." + strings.Join(idents, "."); !slices.Contains(glue, name) && ast.IsExported(idents[len(idents)-1]) {
			names = append(names, name)
		}
	}
	for name, f := range project.All() {
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || !slices.Contains(own, path.Dir(name)) {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, f.Data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		pkg := file.Name.Name
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					add(pkg, d.Name.Name)
				} else if of := receiver(d.Recv.List[0].Type); ast.IsExported(of) {
					add(pkg, of, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						add(pkg, s.Name.Name)
					case *ast.ValueSpec:
						for _, n := range s.Names {
							add(pkg, n.Name)
						}
					}
				}
			}
		}
	}
	slices.Sort(names)
	return names
}

func receiver(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	if name, ok := e.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}
