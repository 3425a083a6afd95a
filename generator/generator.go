// Package generator renders projects: it turns a spec into the files of a
// project, derived ones included. It touches no disk, process or network; what
// does is generator/change.
package generator

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/modules"
	"github.com/gen-go/gen/generator/openapi"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Render returns every file of the project that s describes. It depends on s
// and the catalogue alone. The spec must be filled; what is wrong with it comes
// back as spec.Problems.
func Render(cat *layer.Catalog, s *spec.Spec) (tree.Tree, error) {
	if err := Validate(cat, s).Err(); err != nil {
		return nil, err
	}
	t, err := render.Tree(cat, s)
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
	if err := t.Add(spec.Path, yaml); err != nil {
		return nil, err
	}
	return t, nil
}

// Validate returns every problem of a filled spec: its own, or else those of
// the history of its schema, which leads to the rest.
func Validate(cat *layer.Catalog, s *spec.Spec) spec.Problems {
	if ps := s.Validate(cat); len(ps) > 0 {
		return ps
	}
	return history.Validate(cat, s)
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
		docs, err := openapi.Docs(sources)
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
	main := modules.MainModule{Path: s.Module, Go: cat.GoVersion}
	imports, testImports, err := modules.Imports(t)
	if err != nil {
		return nil, err
	}
	imports[docsImport] = true
	if err := ownImportsExist(s.Module, t, imports); err != nil {
		return nil, err
	}
	main.Imports = slices.Sorted(maps.Keys(imports))
	main.TestImports = slices.Sorted(maps.Keys(testImports))
	layers, _, err := cat.Resolve(s.Options, s.Facts(cat))
	if err != nil {
		return nil, err
	}
	for _, l := range layers {
		main.Tools = append(main.Tools, l.Tools...)
	}
	atlas, err := modules.Decode(cat.Atlas)
	if err != nil {
		return nil, err
	}
	files, err := atlas.Solve(main)
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
