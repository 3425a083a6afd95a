// Package openapi generates the API documents of a rendered project in memory:
// docs.go, swagger.json and swagger.yaml in docs/, and openapi.json, which is
// made of swagger.json.
//
// It parses the annotations of the handlers and the types that they refer to.
// These are the annotations of swag (https://github.com/swaggo/swag), which is
// also the reference for the output: the documents are byte for byte those of
// 'swag init'. Only the annotations used by the templates are supported; all
// others are errors.
package openapi

import (
	"fmt"

	"github.com/gen-go/gen/generator/openapi/openapi31"
	"github.com/gen-go/gen/generator/tree"
)

// mainFile contains the general annotations of every generated project.
const mainFile = "cmd/server/main.go"

// Docs returns docs/docs.go, docs/swagger.json, docs/swagger.yaml and
// docs/openapi.json of the project in t.
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
	swagger := printJSON(whole)
	openapi, err := openapi31.FromSwagger(swagger)
	if err != nil {
		return nil, fmt.Errorf("write docs/openapi.json: %w", err)
	}
	return tree.Tree{
		"docs/docs.go":      {Data: d.docsGo(template), Mode: 0o644},
		"docs/openapi.json": {Data: openapi, Mode: 0o644},
		"docs/swagger.json": {Data: swagger, Mode: 0o644},
		"docs/swagger.yaml": {Data: yaml, Mode: 0o644},
	}, nil
}
