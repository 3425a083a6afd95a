package generator

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/modules"
	"github.com/gen-go/gen/generator/openapi"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

const (
	docsDir    = "docs"                   // directory and package of the API documents
	docsImport = "github.com/swaggo/swag" // imported by that package
)

// derive adds the files that are computed from the others: go.mod, go.sum and,
// if a package of the project imports them, the API documents. Both take some
// time and are independent, so they are computed concurrently.
func derive(cat *layer.Catalog, s *spec.Spec, t tree.Tree) error {
	imports, testImports, err := modules.Imports(t)
	if err != nil {
		return err
	}
	documented := imports[s.Module+"/"+docsDir]
	if documented {
		imports[docsImport] = true
	}
	if err := ownImportsExist(s.Module, t, imports); err != nil {
		return err
	}
	type result struct {
		docs tree.Tree
		err  error
	}
	made := make(chan result, 1)
	sources := maps.Clone(t)
	go func() {
		var r result
		if documented {
			r.docs, r.err = openapi.Docs(sources)
		}
		made <- r
	}()
	mods, err := solve(cat, s, imports, testImports)
	docs := <-made
	if twice, ok := errors.AsType[*openapi.AmbiguousError](docs.err); ok {
		docs.err = cmp.Or(sharedName(s, twice).Err(), docs.err)
	}
	if err := errors.Join(docs.err, err); err != nil {
		return err
	}
	maps.Copy(t, docs.docs)
	maps.Copy(t, mods)
	return nil
}

// sharedName returns a problem for the client whose package has a type in common
// with another package of its name, in which the API has that type.
func sharedName(s *spec.Spec, twice *openapi.AmbiguousError) spec.Problems {
	var ps spec.Problems
	for i, c := range s.Clients {
		own := "internal/client/" + c.Package()
		if !slices.Contains(twice.Folders, own) {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(twice.Folders), func(folder string) bool { return folder == own })
		ps.Add(fmt.Sprintf("clients[%d].name", i), "%q clashes with generated code, which already has %s in %s; choose another name",
			c.Name, twice.Type, strings.Join(others, ", "))
	}
	return ps
}

// solve returns go.mod and go.sum for the imports of the Go files.
func solve(cat *layer.Catalog, s *spec.Spec, imports, testImports map[string]bool) (tree.Tree, error) {
	main := modules.MainModule{
		Path:        s.Module,
		Go:          cat.GoVersion,
		Imports:     slices.Collect(maps.Keys(imports)),
		TestImports: slices.Collect(maps.Keys(testImports)),
	}
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
		return nil, fmt.Errorf("resolve the modules of %s: %w", s.Module, err)
	}
	t := tree.Tree{"go.mod": {Data: files.GoMod, Mode: 0o644}}
	if len(files.GoSum) > 0 {
		t["go.sum"] = tree.File{Data: files.GoSum, Mode: 0o644}
	}
	return t, nil
}

// ownImportsExist reports a module path that is a prefix of a dependency,
// whose packages the go command would look for in the project.
func ownImportsExist(module string, t tree.Tree, imports map[string]bool) error {
	folders := map[string]bool{docsDir: true}
	for name := range t {
		folders[path.Dir(name)] = true
	}
	for _, p := range slices.Sorted(maps.Keys(imports)) {
		own, ok := strings.CutPrefix(p+"/", module+"/")
		if ok && !folders[strings.TrimSuffix(own, "/")] {
			return spec.Problems{{Path: "module", Message: fmt.Sprintf("%q is a prefix of %s, which the project imports", module, p)}}
		}
	}
	return nil
}
