// Package openapi writes the API documents of a rendered project: docs.go,
// swagger.json and swagger.yaml in docs/.
//
// It reads the annotations of the handlers and the types they name, in memory.
// The annotations are those of swag (https://github.com/swaggo/swag), and swag
// defines what the documents say: they equal, byte for byte, what 'swag init'
// writes in the project. Only what the templates use is understood; anything
// else is an error, never a different document.
package openapi

import (
	"fmt"

	"github.com/gen-go/gen/generator/tree"
)

// mainFile holds the general annotations of every generated project.
const mainFile = "cmd/server/main.go"

// Docs returns docs/docs.go, docs/swagger.json and docs/swagger.yaml of the
// project in t.
func Docs(t tree.Tree) (tree.Tree, error) {
	d, err := Read(t)
	if err != nil {
		return nil, fmt.Errorf("write API documents: %w", err)
	}
	whole, template := d.swagger()
	yaml, err := printYAML(whole)
	if err != nil {
		return nil, fmt.Errorf("write docs/swagger.yaml: %w", err)
	}
	return tree.Tree{
		"docs/docs.go":      {Data: d.docsGo(template), Mode: 0o644},
		"docs/swagger.json": {Data: printJSON(whole), Mode: 0o644},
		"docs/swagger.yaml": {Data: yaml, Mode: 0o644},
	}, nil
}
