// Package swagger generates the API documents of a project that its owner has
// edited, from the annotations in its Go files, with swag as a library. They
// equal those of 'swag init' in the project.
package swagger

import (
	"bytes"
	"errors"
	"go/parser"
	"go/token"
	"io"
	"log"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/swaggo/swag"
	"github.com/swaggo/swag/gen"

	"github.com/gen-go/gen/generator/openapi/openapi31"
	"github.com/gen-go/gen/generator/tree"
)

// mainFile contains the general annotations of every generated project.
const mainFile = "cmd/server/main.go"

// Docs returns docs/docs.go, docs/swagger.json, docs/swagger.yaml and
// docs/openapi.json of the project in t. It writes to dir, an empty directory, because swag only works
// on directories; the result does not depend on it.
func Docs(dir, module string, t tree.Tree) (tree.Tree, error) {
	if err := writeSources(dir, module, t); err != nil {
		return nil, err
	}
	out := filepath.Join(dir, "docs")
	config := &gen.Config{
		SearchDir:           dir,
		Excludes:            out,
		MainAPIFile:         filepath.Join(module, mainFile),
		PropNamingStrategy:  swag.CamelCase,
		OutputDir:           out,
		OutputTypes:         []string{"go", "json", "yaml"},
		ParseDepth:          100,
		CollectionFormat:    "csv",
		PackageName:         "docs",
		LeftTemplateDelim:   "{{",
		RightTemplateDelim:  "}}",
		ParseGoList:         true,
		Debugger:            log.New(io.Discard, "", 0),
		CodeExampleFilesDir: "",
	}
	if err := gen.New().Build(config); err != nil {
		message := strings.ReplaceAll(err.Error(), filepath.Join(dir, module)+string(filepath.Separator), "")
		return nil, errors.New(message)
	}
	docs := tree.Tree{}
	for _, name := range []string{"docs.go", "swagger.json", "swagger.yaml"} {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			return nil, err
		}
		if err := docs.Add("docs/"+name, data); err != nil {
			return nil, err
		}
	}
	openapi, err := openapi31.FromSwagger(docs["docs/swagger.json"].Data)
	if err != nil {
		return nil, err
	}
	return docs, docs.Add("docs/openapi.json", openapi)
}

// writeSources writes the Go files below directories for the elements of the
// module path, because swag uses the directories as import path. The invalid
// go.mod above them makes the 'go list' call of swag fail. Otherwise it would
// find another module if one encloses the temporary directory, and the result
// would depend on the go command.
func writeSources(dir, module string, t tree.Tree) error {
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("not a module\n"), 0o600); err != nil {
		return err
	}
	sources, err := annotated(module, t)
	if err != nil {
		return err
	}
	for name, f := range sources.All() {
		to := filepath.Join(dir, filepath.FromSlash(module), filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(to, f.Data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// annotated returns the files that swag needs: the one with the general
// annotations, those with routes, and the packages whose types these can refer
// to. Writing all files would take most of the time.
func annotated(module string, t tree.Tree) (tree.Tree, error) {
	packages := map[string][]string{} // folder → files
	var open []string
	for name, f := range t.All() {
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || path.Dir(name) == "docs" {
			continue
		}
		packages[path.Dir(name)] = append(packages[path.Dir(name)], name)
		if bytes.Contains(f.Data, []byte("@Router")) {
			open = append(open, path.Dir(name))
		}
	}
	needed := tree.Tree{mainFile: t[mainFile]}
	for seen := map[string]bool{}; len(open) > 0; {
		folder := open[0]
		open = open[1:]
		if seen[folder] {
			continue
		}
		seen[folder] = true
		for _, name := range packages[folder] {
			needed[name] = t[name]
			file, err := parser.ParseFile(token.NewFileSet(), name, t[name].Data, parser.ImportsOnly)
			if err != nil {
				return nil, err
			}
			for _, spec := range file.Imports {
				if own, ok := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), module+"/"); ok {
					open = append(open, own)
				}
			}
		}
	}
	return needed, nil
}
