package change

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/modules"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// After a change of an option, code of the owner may still be written for the
// former one, and compile. The notes say where.

// leftovers adds a note for each place in the owner's files that is written for
// what the project had before.
func (b *planner) leftovers(next *spec.Spec) error {
	if maps.EqualFunc(b.Was.Options, next.Options, slices.Equal) {
		return nil
	}
	files, err := b.goFiles()
	if err != nil {
		return err
	}
	maps.DeleteFunc(files, func(name string, _ tree.File) bool { return b.isGenerated(name) })
	gone, err := b.goneImports()
	if err != nil {
		return err
	}
	for name, f := range files.All() {
		b.oldImports(name, f.Data, gone)
	}
	was, now := b.Was.Options["database"], next.Options["database"]
	if len(was) == 0 || slices.Equal(was, now) || b.dialect(b.Was) == "" {
		return nil
	}
	if len(now) > 0 {
		b.note("the data in %s is not moved to %s: export it there and import it here", was[0], now[0])
	} else {
		b.note("the data in %s stays there, and the service no longer reads it", was[0])
	}
	own := b.generatedStrings()
	for name, f := range files.All() {
		b.oldSQL(name, f.Data, own, next)
	}
	return b.ownMigrations(was[0])
}

// goneImports returns the packages of other modules that the last render
// imported and the new one does not.
func (b *planner) goneImports() (map[string]bool, error) {
	before, beforeTests, err := modules.Imports(b.Project.base)
	if err != nil {
		return nil, err
	}
	now, nowTests, err := modules.Imports(b.rendered)
	if err != nil {
		return nil, err
	}
	maps.Copy(before, beforeTests)
	maps.Copy(now, nowTests)
	maps.DeleteFunc(before, func(p string, _ bool) bool {
		first, _, _ := strings.Cut(p, "/")
		return now[p] || !strings.Contains(first, ".") || strings.HasPrefix(p, b.Was.Module+"/")
	})
	return before, nil
}

// oldImports notes the imports of a file that gen no longer has.
func (b *planner) oldImports(name string, data []byte, gone map[string]bool) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", data, parser.ImportsOnly)
	if err != nil {
		return
	}
	for _, i := range file.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil && gone[p] {
			b.note("%s:%d: still imports %s, which the generated code no longer uses", name, fset.Position(i.Pos()).Line, p)
		}
	}
}

// statement matches SQL in a string.
var statement = regexp.MustCompile(`(?is)^[("\x60\s]*(select\b.*\bfrom\b|insert\s+into\b|update\s.*\bset\b|delete\s+from\b|create\s|alter\s|drop\s|with\s.*\bselect\b)`)

// oldSQL notes the SQL of the owner in a Go file.
func (b *planner) oldSQL(name string, data []byte, generated map[string]bool, next *spec.Spec) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", data, parser.SkipObjectResolution)
	if err != nil {
		return
	}
	was, _ := b.Was.Database(b.cat)
	now, has := next.Database(b.cat)
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING || generated[lit.Value] {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil || !statement.MatchString(text) {
			return true
		}
		why := ""
		if mark := was.SQL.MarkOf(1); has && mark != now.SQL.MarkOf(1) && strings.Contains(text, mark) {
			why = fmt.Sprintf(": it has %s where %s has %s", mark, now.Name, now.SQL.MarkOf(1))
		}
		b.note("%s:%d: SQL of yours for %s%s", name, fset.Position(lit.Pos()).Line, was.Name, why)
		return true
	})
}

// generatedStrings returns the string literals of the last render.
func (b *planner) generatedStrings() map[string]bool {
	all := map[string]bool{}
	for name, f := range b.Project.base {
		if path.Ext(name) != ".go" {
			continue
		}
		for _, t := range scan(f.Data) {
			if t.kind == token.STRING {
				all[t.text] = true
			}
		}
	}
	return all
}

// ownMigrations notes the SQL files of the owner that are not empty.
func (b *planner) ownMigrations(was string) error {
	return b.folder.Walk(func(name string) error {
		if path.Ext(name) != ".sql" {
			return nil
		}
		f, _, err := b.folder.Read(name)
		if err != nil {
			return unlessTooLarge(err)
		}
		if gens, known := b.Project.base[name]; known && merge.Same(gens.Data, f.Data) {
			return nil
		}
		for i, line := range bytes.Split(f.Data, []byte("\n")) {
			if line = bytes.TrimSpace(line); len(line) > 0 && !bytes.HasPrefix(line, []byte("--")) {
				b.note("%s:%d: SQL of yours for %s", name, i+1, was)
				break
			}
		}
		return nil
	})
}
