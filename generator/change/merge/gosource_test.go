package merge

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/ast/astutil"
)

// gofmt restores the alignment of collapsed code, so alignment can be ignored
// when lines are compared.
func TestCollapsedIsFormattedBack(t *testing.T) {
	collapsed := 0
	for name, text := range golden(t, "*.go") {
		short := collapse(text)
		if short != text {
			collapsed++
		}
		if len(split(short)) != len(split(text)) {
			t.Errorf("%s: collapse changed the number of lines", name)
		}
		back, err := format.Source([]byte(short))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if string(back) != text {
			t.Errorf("%s: gofmt did not restore the alignment", name)
		}
	}
	if collapsed == 0 {
		t.Error("no file with aligned lines was tested")
	}
}

func TestCollapse(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"fields", "\ta   int    // x  y\n", "\ta int // x  y\n"},
		{"strings", "x  :=  \"a  b\"  + `c  d\n  e`  \n", "x := \"a  b\" + `c  d\n  e`  \n"},
		{"runes", "x  ==  ' '\n", "x == ' '\n"},
		{"comments", "  /* a   b\n   c */  x\n\n\n//  d  \n", "  /* a   b\n   c */ x\n\n\n//  d  \n"},
		{"no space", "a+b\n", "a+b\n"},
		{"not Go", "@  # \x80  `\n", "@ # \x80 `\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := collapse(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A goEditor makes random changes to Go files that keep them formatted and
// their imports complete.
type goEditor struct {
	*rand.Rand
	who string // part of new names
}

func (e goEditor) edit(t *testing.T, src string) string {
	t.Helper()
	for range 1 + e.IntN(4) {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "", src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		line := func(p token.Pos) int { return fset.Position(p).Line }
		lines := split(src)
		at, text := e.change(file, line)
		if at > 0 {
			lines = slices.Insert(lines, at-1, text...)
		} else if d := e.decl(file); d != nil && len(file.Decls) > 2 {
			lines = slices.Delete(lines, line(d.Pos())-1, line(d.End()))
		}
		out, err := format.Source([]byte(strings.Join(lines, "")))
		if err != nil {
			continue // no suitable place
		}
		src = tidy(t, string(out))
	}
	return src
}

// restyle rewrites the imports of a file: as one declaration each, or all in
// one group with comments.
func (e goEditor) restyle(t *testing.T, src string) string {
	t.Helper()
	f, ok := cut(src)
	if !ok {
		t.Fatal("cannot split:\n", src)
	}
	var imports strings.Builder
	alone := e.IntN(2) == 0
	for _, i := range f.imports.imports {
		text := strings.Join(f.imports.text(i), "")
		if alone {
			text = "import " + text
		} else if e.IntN(3) == 0 {
			text = "// " + e.who + " comment\n" + text
		}
		imports.WriteString(text)
	}
	block := imports.String()
	if !alone {
		block = "import (\n" + block + ")\n"
	}
	out, err := format.Source([]byte(f.head + "\n" + block + f.tail))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// packages maps the names that new code may use to import paths.
var packages = map[string]string{
	"strings": "strings", "errors": "errors", "fmt": "fmt", "sort": "sort", "uuid": "github.com/google/uuid", "cobra": "github.com/spf13/cobra",
	"yaml": "go.yaml.in/yaml/v4", "resp": "github.com/acme/library/internal/resp", "own": "github.com/acme/library/internal/own",
}

// change returns lines to insert and the line number to insert them at; 0
// means to delete something instead.
func (e goEditor) change(file *ast.File, line func(token.Pos) int) (int, []string) {
	var places []int
	id := fmt.Sprintf("%s%s%d", e.who, strings.Repeat("x", e.IntN(12)), e.IntN(20))
	pkg := []string{"strings", "errors", "fmt", "sort", "uuid", "cobra", "yaml", "resp", "own"}[e.IntN(9)]
	switch kind := e.IntN(5); kind {
	case 0: // a function
		if d := e.decl(file); d != nil {
			return line(d.Pos()), []string{"func " + id + "() {\n", "\t" + pkg + ".Do()\n", "}\n", "\n"}
		}
	case 1, 2: // a statement or a field
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BlockStmt:
				for _, s := range n.List {
					if kind == 1 {
						places = append(places, line(s.Pos()))
					}
				}
			case *ast.StructType:
				for _, f := range n.Fields.List {
					if kind == 2 {
						places = append(places, line(f.Pos()))
					}
				}
			}
			return true
		})
		if len(places) > 0 {
			text := map[int]string{1: pkg + ".Do(" + id + ")\n", 2: id + " " + pkg + ".T // of " + e.who + "\n"}[kind]
			return places[e.IntN(len(places))], []string{text}
		}
	case 3: // a comment
		for _, c := range file.Comments {
			places = append(places, line(c.Pos()))
		}
		if len(places) > 0 {
			return places[e.IntN(len(places))], []string{"// " + id + " says  more.\n"}
		}
	}
	return 0, nil
}

func (e goEditor) decl(file *ast.File) *ast.FuncDecl {
	var funcs []*ast.FuncDecl
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Doc == nil {
			funcs = append(funcs, f)
		}
	}
	if len(funcs) == 0 {
		return nil
	}
	return funcs[e.IntN(len(funcs))]
}

// tidy fixes the imports of a file.
func tidy(t *testing.T, src string) string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	used := uses(file)
	for _, i := range slices.Clone(file.Imports) {
		if s := specOf(i); !s.nameless() && !s.usedIn(used) {
			astutil.DeleteNamedImport(fset, file, s.name, s.path)
		}
	}
	has := provided(file)
	for name, path := range packages {
		if used[name] && !has[name] {
			astutil.AddImport(fset, file, path)
		}
	}
	var out strings.Builder
	if err := format.Node(&out, fset, file); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func specOf(i *ast.ImportSpec) importSpec {
	s := importSpec{path: strings.Trim(i.Path.Value, `"`)}
	if i.Name != nil {
		s.name = i.Name.Name
	}
	return s
}

func provided(file *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, i := range file.Imports {
		for _, name := range specOf(i).names() {
			names[name] = true
		}
	}
	return names
}

// Merges of real Go files are formatted, have the imports they need and keep
// what the owner wrote. Far fewer of them succeed when merged as text.
func TestGoMerges(t *testing.T) {
	files := newCorpus(t, "*.go")
	o := labels
	o.Module = "github.com/acme/library"
	clean, cleanText, kept := 0, 0, 0
	const merges = 400
	for seed := range uint64(merges) {
		r := rand.New(rand.NewPCG(8, seed))
		o.KeepBoth = seed%2 == 0
		base := tidy(t, files.files[files.names[r.IntN(len(files.names))]])
		ours, theirs := goEditor{r, "our"}.edit(t, base), goEditor{r, "their"}.edit(t, base)
		if seed%3 == 0 {
			ours = goEditor{r, "our"}.restyle(t, ours)
		}
		if seed%8 == 0 {
			checkLaws(t, "a.go", []byte(base), []byte(ours), []byte(theirs), o)
			checkEngineLaws(t, mergeGo, base, ours, theirs, o)
		}
		got := Go([]byte(base), []byte(ours), []byte(theirs), o)
		checkPlaces(t, got, o)
		checkOwnerLines(t, seed, withoutImports(base), withoutImports(ours), withoutImports(theirs), withoutImports(string(got.Data)))
		kept += len(got.Both)
		if len(Text([]byte(base), []byte(ours), []byte(theirs), o).Conflicts) == 0 {
			cleanText++
		}
		if len(got.Conflicts) == 0 {
			clean++
			checkGo(t, seed, ours, theirs, string(got.Data))
		}
		if t.Failed() {
			t.Fatalf("merge %d of\n%s\nand\n%s\ngave\n%s", seed, ours, theirs, got.Data)
		}
	}
	t.Logf("%d merges: %d without conflict, %d when merged as text; %d insertions kept", merges, clean, cleanText, kept)
	if clean <= cleanText {
		t.Error("merging as Go resolves no more than merging as text")
	}
}

// withoutImports returns the lines of src without imports and empty lines,
// some of which gofmt drops.
func withoutImports(src string) []string {
	var out []string
	for _, line := range bare(split(src)) {
		if !strings.HasPrefix(line, `"`) && !strings.HasPrefix(line, "import ") && line != ")" && line != "" {
			out = append(out, line)
		}
	}
	return out
}

func checkGo(t *testing.T, seed uint64, ours, theirs, got string) {
	t.Helper()
	if !isFormatted(got) {
		t.Errorf("merge %d is not formatted", seed)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", got, 0)
	if err != nil {
		t.Errorf("merge %d: %v", seed, err)
		return
	}
	used, has := uses(file), provided(file)
	seen := map[importSpec]bool{}
	for _, i := range file.Imports {
		s := specOf(i)
		if seen[s] {
			t.Errorf("merge %d: duplicate import %v", seed, s)
		}
		if seen[s] = true; !s.nameless() && !s.usedIn(used) {
			t.Errorf("merge %d: unused import %v", seed, s)
		}
	}
	for _, side := range []string{ours, theirs} {
		file, err := parser.ParseFile(token.NewFileSet(), "", side, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for name := range provided(file) {
			if used[name] && !has[name] {
				t.Errorf("merge %d: missing import of %s", seed, name)
			}
		}
	}
}
