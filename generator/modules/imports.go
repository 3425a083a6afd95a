package modules

import (
	"fmt"
	"go/parser"
	"go/token"
	"path"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/tree"
)

// Imports returns the sets of packages that the Go files of a tree import,
// separately for tests.
func Imports(t tree.Tree) (imports, testImports map[string]bool, err error) {
	imports, testImports = map[string]bool{}, map[string]bool{}
	fset := token.NewFileSet()
	for name, f := range t.All() {
		if path.Ext(name) != ".go" {
			continue
		}
		file, err := parser.ParseFile(fset, name, f.Data, parser.ImportsOnly)
		if err != nil {
			return nil, nil, err
		}
		to := imports
		if strings.HasSuffix(name, "_test.go") {
			to = testImports
		}
		for _, spec := range file.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return nil, nil, fmt.Errorf("%s: %w", name, err)
			}
			to[p] = true
		}
	}
	return imports, testImports, nil
}
