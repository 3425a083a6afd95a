// Package modules computes the go.mod and go.sum of a generated project,
// exactly as 'go mod tidy' would leave them, without the go command and the
// network.
//
// The facts that tidy would look up are in the atlas, a table of all
// third-party modules that the templates of a catalogue can import. The
// command atlasgen builds it from a union module, which requires all of them
// and is the only place where their versions are set. The union module of gen
// is internal/deps. After a change there, such as an import added to its
// all.go, run
//
//	make generate
//
// The solver follows cmd/go/internal/modload. See
// https://go.dev/ref/mod#graph-pruning for module graph pruning and
// https://go.dev/design/36460-lazy-module-loading for lazy loading.
package modules

import (
	"errors"
	"fmt"
	"go/version"
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// oldestGo is the lowest go line that is supported. Since that version module
// graphs are pruned, go lines are binding, and go.sum covers tests of
// dependencies; the solver implements only these rules. See
// cmd/go/internal/gover.
const oldestGo = "go1.21"

// MainModule describes a project whose go.mod and go.sum are to be computed.
type MainModule struct {
	Path        string   // module path
	Go          string   // minimum go line, such as 1.26.0; dependencies may raise it
	Imports     []string // import paths of all Go files, without tests
	TestImports []string // import paths of the test files
	Tools       []string // package paths of tools
}

// Files are the module files of a project. GoSum is empty if it depends on no
// other module, and then there must be no go.sum.
type Files struct {
	GoMod, GoSum []byte
}

// ImportError is returned for an import that is not in the atlas.
type ImportError struct {
	Path string // the import path
}

func (e *ImportError) Error() string {
	return fmt.Sprintf("import %q is not in the module atlas: add it to the union module and run atlasgen (make generate)", e.Path)
}

// PathError is returned for a project that has the module path of a
// dependency.
type PathError struct {
	Path string
}

func (e *PathError) Error() string {
	return fmt.Sprintf("%q belongs to a module that generated projects may depend on", e.Path)
}

// FactError is returned if the atlas mentions a module version but lacks a
// fact about it that tidy would look up.
type FactError struct {
	Module string // in the form path@version
	Fact   string // what is missing
}

func (e *FactError) Error() string {
	return fmt.Sprintf("the module atlas lacks %s of %s: atlasgen has to collect it", e.Fact, e.Module)
}

// Atlas computes module files. It is safe for concurrent use.
type Atlas struct {
	data *atlas.Data
}

// Solve returns the go.mod and go.sum of a project. Its imports may include
// the standard library and its own packages.
func (a *Atlas) Solve(p MainModule) (Files, error) {
	if err := a.check(p); err != nil {
		return Files{}, err
	}
	s := &solver{data: a.data}
	var err error
	if s.imports, err = a.resolve(p, slices.Concat(p.Imports, p.TestImports)); err != nil {
		return Files{}, err
	}
	if s.tools, err = a.resolve(p, p.Tools); err != nil {
		return Files{}, err
	}
	tidy, packages, err := s.solve(p.Go)
	if err != nil {
		return Files{}, fmt.Errorf("solving modules of %s: %w", p.Path, err)
	}
	goMod, err := s.goMod(p, tidy, packages)
	if err != nil {
		return Files{}, err
	}
	goSum, err := s.goSum(tidy, packages)
	if err != nil {
		return Files{}, err
	}
	return Files{GoMod: goMod, GoSum: goSum}, nil
}

// check rejects projects that the solver cannot handle.
func (a *Atlas) check(p MainModule) error {
	if err := module.CheckImportPath(p.Path); err != nil {
		return err
	}
	if _, taken := a.data.Path(p.Path); taken {
		return &PathError{Path: p.Path}
	}
	if !version.IsValid("go" + p.Go) {
		return fmt.Errorf("go line %q is not a Go version", p.Go)
	}
	if version.Compare("go"+p.Go, oldestGo) < 0 {
		return errors.New("go lines below 1.21 are not supported")
	}
	return nil
}

// resolve returns the third-party packages among paths, sorted and without
// duplicates.
func (a *Atlas) resolve(p MainModule, paths []string) ([]int32, error) {
	var list []int32
	for _, path := range paths {
		i, known := a.data.Import(path)
		if !known && (standard(path) || path == p.Path || strings.HasPrefix(path, p.Path+"/")) {
			continue
		}
		if !known || !a.importable(i) {
			return nil, &ImportError{Path: path}
		}
		list = append(list, i)
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// standard reports whether an import path is reserved for the standard library.
func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// importable reports whether a package is in "all" of the union module. For
// other packages, imported only by tests of dependencies, the atlas is
// incomplete.
func (a *Atlas) importable(path int32) bool {
	home := a.data.Homes[path]
	if home == atlas.None {
		return false
	}
	p := a.data.Modules[home].Package(path)
	return p != nil && p.Tests != nil
}
