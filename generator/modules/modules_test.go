package modules

import (
	"errors"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
	"github.com/gen-go/gen/templates"
)

const depsDir = "../../internal/deps"

func mustDefault(t testing.TB) *Atlas {
	t.Helper()
	a, err := Decode(templates.Catalog().Atlas)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// importable returns all packages that a project may import. They include
// commands and internal packages, which tidy accepts.
func importable(a *Atlas) []string {
	var list []string
	for i, path := range a.data.Imports {
		if a.importable(int32(i)) {
			list = append(list, path)
		}
	}
	return list
}

// union returns the imports and tools of the union module.
func union(t *testing.T) (imports, tools []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(depsDir, "all.go"), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		imports = append(imports, path)
	}
	data, err := os.ReadFile(filepath.Join(depsDir, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := modfile.Parse("go.mod", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range mod.Tool {
		tools = append(tools, tool.Path)
	}
	return imports, tools
}

func TestAtlasIsCurrent(t *testing.T) {
	sum, err := atlas.SumDeps(os.DirFS(depsDir))
	if err != nil {
		t.Fatal(err)
	}
	if mustDefault(t).data.DepsSum != sum {
		t.Error("internal/deps has changed since the module atlas was built: run make generate")
	}
}

// TestNoGaps solves every import and every pair of imports that templates may
// use, and thus tests that the atlas has all facts this needs.
func TestNoGaps(t *testing.T) {
	a := mustDefault(t)
	all := importable(a)
	if !testing.Short() {
		solveAll(t, a, all)
	}
	imports, tools := union(t)
	for i, first := range imports {
		for _, second := range imports[:i] {
			solve(t, a, MainModule{Imports: []string{first}, TestImports: []string{second}})
			solve(t, a, MainModule{Imports: []string{first, second}, Tools: tools})
		}
	}
}

// solveAll solves a project for every package of the atlas.
func solveAll(t *testing.T, a *Atlas, all []string) {
	for _, path := range all {
		solve(t, a, MainModule{Imports: []string{path}})
		solve(t, a, MainModule{TestImports: []string{path}})
	}
	solve(t, a, MainModule{Imports: all})
}

func solve(t testing.TB, a *Atlas, p MainModule) Files {
	t.Helper()
	p.Path, p.Go = "example.com/acme/project", "1.26.0"
	files, err := a.Solve(p)
	if err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
	return files
}

func TestSolveLayout(t *testing.T) {
	files := solve(t, mustDefault(t), MainModule{
		Imports:     []string{"fmt", "example.com/acme/project/internal/a", "github.com/joho/godotenv"},
		TestImports: []string{"testing", "github.com/google/uuid"},
	})
	want := []string{
		"module example.com/acme/project", "", "go 1.26.0", "",
		"require (", "\tgithub.com/google/uuid ", "\tgithub.com/joho/godotenv ", ")", "",
	}
	got := strings.Split(string(files.GoMod), "\n")
	if !slices.EqualFunc(got, want, strings.HasPrefix) {
		t.Errorf("go.mod:\n%s", files.GoMod)
	}
	for _, part := range []string{"github.com/google/uuid v1", "/go.mod h1:"} {
		if !strings.Contains(string(files.GoSum), part) {
			t.Errorf("go.sum lacks %q:\n%s", part, files.GoSum)
		}
	}
}

func TestSolveIgnoresOrderAndRepetition(t *testing.T) {
	a := mustDefault(t)
	one := solve(t, a, MainModule{Imports: []string{"github.com/google/uuid", "modernc.org/sqlite"}})
	two := solve(t, a, MainModule{Imports: []string{"modernc.org/sqlite", "os", "github.com/google/uuid", "modernc.org/sqlite"}})
	if string(one.GoMod) != string(two.GoMod) || string(one.GoSum) != string(two.GoSum) {
		t.Errorf("differ:\n%s\n%s", one.GoMod, two.GoMod)
	}
}

func TestSolveErrors(t *testing.T) {
	tests := map[string]struct {
		project MainModule
		want    string
	}{
		"unknown import":   {MainModule{Imports: []string{"example.org/other"}}, `"example.org/other" is not in the module atlas: add it to the union module`},
		"unknown tool":     {MainModule{Tools: []string{"example.org/tool"}}, `"example.org/tool" is not in the module atlas`},
		"test-only import": {MainModule{Imports: []string{"github.com/stretchr/testify/assert"}}, "add it to the union module"},
		"old go line":      {MainModule{Go: "1.16"}, "below 1.21"},
		"bad go line":      {MainModule{Go: "next"}, `"next" is not a Go version`},
		"bad path":         {MainModule{Path: "a b"}, "malformed"},
		"taken path":       {MainModule{Path: "github.com/google/uuid"}, "belongs to a module"},
	}
	a := mustDefault(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := test.project
			if p.Path == "" {
				p.Path = "example.com/p"
			}
			if p.Go == "" {
				p.Go = "1.26.0"
			}
			_, err := a.Solve(p)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// TestGapIsLoud tests that a missing fact is an error, not a wrong result.
func TestGapIsLoud(t *testing.T) {
	tests := map[string]func(m *atlas.Module){
		"the go.mod":     func(m *atlas.Module) { m.HasMod = false },
		"the packages":   func(m *atlas.Module) { m.HasPackages = false },
		"the imports of": func(m *atlas.Module) { m.Packages[0].Imports = nil },
	}
	for fact, remove := range tests {
		t.Run(fact, func(t *testing.T) {
			data, err := atlas.Decode(templates.Catalog().Atlas)
			if err != nil {
				t.Fatal(err)
			}
			i, _ := data.Import("github.com/joho/godotenv")
			remove(&data.Modules[data.Homes[i]])
			a := &Atlas{data: data}
			_, err = a.Solve(MainModule{Path: "example.com/p", Go: "1.26.0", Imports: []string{"github.com/joho/godotenv"}})
			var gap *FactError
			if !errors.As(err, &gap) || !strings.HasPrefix(gap.Fact, fact) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	for b.Loop() {
		if _, err := atlas.Decode(templates.Catalog().Atlas); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSolve(b *testing.B) {
	a := mustDefault(b)
	p := MainModule{
		Imports: []string{"github.com/gin-gonic/gin", "github.com/swaggo/http-swagger/v2", "modernc.org/sqlite", "github.com/libtnb/sqlite"},
		Tools:   []string{"github.com/swaggo/swag/cmd/swag"},
	}
	for b.Loop() {
		solve(b, a, p)
	}
}

// A catalogue without dependencies needs no atlas.
func TestNoAtlas(t *testing.T) {
	a, err := Decode("")
	if err != nil {
		t.Fatal(err)
	}
	if files := solve(t, a, MainModule{Imports: []string{"fmt", "example.com/acme/project/internal/a"}}); len(files.GoSum) > 0 {
		t.Errorf("go.sum:\n%s", files.GoSum)
	}
	var unknown *ImportError
	if _, err := a.Solve(MainModule{Path: "example.com/p", Go: "1.26.0", Imports: []string{"example.org/other"}}); !errors.As(err, &unknown) {
		t.Errorf("got %v", err)
	}
}
