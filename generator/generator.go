// Package generator makes projects: it turns a spec into the whole tree of a
// project, derived files included. Every verb is a caller of it.
package generator

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/modules"
	"github.com/gen-go/gen/generator/record"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/swagger"
	"github.com/gen-go/gen/generator/tree"
)

// SpecPath is where a project keeps its spec.
const SpecPath = "gen.yaml"

// Render returns every file of the project that s describes. It depends on s,
// the catalogue and the generator's version alone. The spec must be filled;
// what is wrong with it comes back as spec.Problems.
func Render(cat *layer.Catalog, s *spec.Spec) (tree.Tree, error) {
	if err := s.Validate(cat).Err(); err != nil {
		return nil, err
	}
	t, err := render.Project(cat, s)
	if err != nil {
		return nil, err
	}
	if err := derive(cat, s, t); err != nil {
		return nil, err
	}
	yaml, err := s.Marshal(cat)
	if err != nil {
		return nil, err
	}
	if err := t.Add(SpecPath, yaml); err != nil {
		return nil, err
	}
	rec, err := record.Write(cat.Version, yaml, t)
	if err != nil {
		return nil, err
	}
	maps.Copy(t, rec)
	return t, nil
}

// derive adds the files that are computed from the others: the API documents
// and the module files. They do not need each other, save that the documents
// import swag, so both are made at once.
func derive(cat *layer.Catalog, s *spec.Spec, t tree.Tree) error {
	type result struct {
		docs tree.Tree
		err  error
	}
	made := make(chan result, 1)
	sources := maps.Clone(t)
	go func() {
		docs, err := swagger.Docs(s.Module, sources)
		made <- result{docs, err}
	}()
	mods, err := solve(cat, s, t)
	docs := <-made
	if docs.err != nil {
		return docs.err
	}
	if err != nil {
		return err
	}
	maps.Copy(t, docs.docs)
	maps.Copy(t, mods)
	return nil
}

// docsImport is what docs/docs.go imports.
const docsImport = "github.com/swaggo/swag"

// solve makes go.mod and go.sum from what the Go files import.
func solve(cat *layer.Catalog, s *spec.Spec, t tree.Tree) (tree.Tree, error) {
	project := modules.Project{Path: s.Module, Go: cat.GoVersion}
	imports, testImports, err := importsOf(t)
	if err != nil {
		return nil, err
	}
	imports[docsImport] = true
	if err := ownImportsExist(s.Module, t, imports); err != nil {
		return nil, err
	}
	project.Imports = slices.Sorted(maps.Keys(imports))
	project.TestImports = slices.Sorted(maps.Keys(testImports))
	layers, _, err := cat.Resolve(s.Options, s.Facts(cat))
	if err != nil {
		return nil, err
	}
	for _, l := range layers {
		project.Tools = append(project.Tools, l.Tools...)
	}
	atlas, err := modules.Default()
	if err != nil {
		return nil, err
	}
	files, err := atlas.Solve(project)
	var taken *modules.PathError
	if errors.As(err, &taken) {
		return nil, spec.Problems{{Path: "module", Message: taken.Error()}}
	}
	if err != nil {
		return nil, fmt.Errorf("solve the modules of %s: %w", s.Module, err)
	}
	return tree.Tree{
		"go.mod": {Data: files.GoMod, Mode: 0o644},
		"go.sum": {Data: files.GoSum, Mode: 0o644},
	}, nil
}

// ownImportsExist refuses a module path that a dependency lies under: its
// packages would be looked for in the project.
func ownImportsExist(module string, t tree.Tree, imports map[string]bool) error {
	folders := map[string]bool{"docs": true}
	for name := range t {
		folders[path.Dir(name)] = true
	}
	for _, p := range slices.Sorted(maps.Keys(imports)) {
		own, ok := strings.CutPrefix(p+"/", module+"/")
		if ok && !folders[strings.TrimSuffix(own, "/")] {
			return spec.Problems{{Path: "module", Message: fmt.Sprintf("%q is also the beginning of %s, which the project needs", module, p)}}
		}
	}
	return nil
}

// importsOf collects the imports of the Go files of a tree, those of tests
// apart.
func importsOf(t tree.Tree) (imports, testImports map[string]bool, err error) {
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
