package templates_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gen-go/gen/generator/openapi/openapi31"
	"github.com/gen-go/gen/templates"
)

// oas31 has the schemas of the OpenAPI Initiative for OpenAPI 3.1.
const oas31 = "../testdata/oas31/"

// base31 checks a document with the schema for everything but Schema Objects,
// and these with the dialect of OpenAPI.
const base31 = `{
	"$id": "https://spec.openapis.org/oas/3.1/schema-base",
	"$schema": "https://json-schema.org/draft/2020-12/schema",
	"$ref": "https://spec.openapis.org/oas/3.1/schema/2022-10-07",
	"$defs": {"schema": {"$dynamicAnchor": "meta", "$ref": "https://spec.openapis.org/oas/3.1/dialect/2024-11-10"}}
}`

// validOpenAPI returns a check of OpenAPI 3.1 documents by two validators that
// have nothing in common: the official JSON Schema, and kin-openapi, which also
// follows references and checks examples and defaults.
func validOpenAPI(t *testing.T) func(t *testing.T, document []byte) {
	for _, name := range []string{"slug", "ip", "phone", "int64"} { // which the specifications do not give to strings
		openapi3.DefineStringFormatValidator(name, openapi3.NewRegexpFormatValidator("."))
	}
	t.Helper()
	compiler := jsonschema.NewCompiler()
	for _, text := range [][]byte{[]byte(base31), read(t, oas31+"schema.json"), read(t, oas31+"dialect.json"), read(t, oas31+"meta.json")} {
		schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource(schema.(map[string]any)["$id"].(string), schema); err != nil {
			t.Fatal(err)
		}
	}
	compiled, err := compiler.Compile("https://spec.openapis.org/oas/3.1/schema-base")
	if err != nil {
		t.Fatal(err)
	}
	return func(t *testing.T, document []byte) {
		t.Helper()
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(value); err != nil {
			t.Errorf("by the JSON Schema: %v", err)
		}
		loader := openapi3.NewLoader()
		doc, err := loader.LoadFromData(document)
		if err != nil {
			t.Fatal(err)
		}
		if err := doc.Validate(loader.Context, openapi3.EnableExamplesValidation(), openapi3.EnableSchemaFormatValidation(), openapi3.EnableMultiError()); err != nil {
			t.Errorf("by kin-openapi: %v", err)
		}
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestOpenAPI checks docs/openapi.json of every golden project and every choice
// of two options.
func TestOpenAPI(t *testing.T) {
	valid := validOpenAPI(t)
	for name := range goldens {
		t.Run(name, func(t *testing.T) { valid(t, renderGolden(t, name)["docs/openapi.json"].Data) })
	}
	cat := templates.Catalog()
	for _, c := range combinations(t, cat, 2) {
		t.Run(c.name(), func(t *testing.T) {
			rendered, err := c.project(cat)
			if err != nil {
				t.Fatal(err)
			}
			valid(t, rendered["docs/openapi.json"].Data)
		})
	}
}

// TestProjectsConvertAsGen compares the package openapi31 of generated projects,
// with which make docs makes docs/openapi.json, with that of gen.
func TestProjectsConvertAsGen(t *testing.T) {
	ours, theirs := read(t, "../generator/openapi/openapi31/openapi31.go"), read(t, "base/internal/openapi31/openapi31.go.tmpl")
	if !bytes.Equal(ours, theirs) {
		t.Error("templates/base/internal/openapi31/openapi31.go.tmpl is not a copy of generator/openapi/openapi31/openapi31.go")
	}
}

// TestOpenAPIOfAnOwner converts what annotations of an owner can have beyond those
// of the templates.
func TestOpenAPIOfAnOwner(t *testing.T) {
	document, err := openapi31.FromSwagger([]byte(`{
		"swagger": "2.0", "info": {"title": "x", "version": "1"}, "host": "example.com", "basePath": "/v1", "schemes": ["https", "http"],
		"consumes": ["application/xml"], "x-logo": {"url": "/logo.png"}, "tags": [{"name": "files"}],
		"securityDefinitions": {
			"basic": {"type": "basic"}, "key": {"type": "apiKey", "in": "query", "name": "key"},
			"bearer": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Bearer and the token"},
			"code": {"type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://example.com/a", "tokenUrl": "https://example.com/t", "scopes": {"read": "read"}},
			"implicit": {"type": "oauth2", "flow": "implicit", "authorizationUrl": "https://example.com/a", "scopes": {}}
		},
		"security": [{"basic": []}, {"code": ["read"]}],
		"paths": {
			"/files/{name}": {
				"post": {
					"consumes": ["multipart/form-data"], "produces": ["text/plain", "application/json"], "tags": ["files"], "deprecated": true, "operationId": "upload",
					"parameters": [
						{"name": "name", "in": "path", "type": "string", "required": true, "pattern": "^[a-z]+$"},
						{"name": "file", "in": "formData", "type": "file", "required": true}, {"name": "note", "in": "formData", "type": "string"},
						{"name": "labels", "in": "query", "type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "collectionFormat": "multi"},
						{"name": "X-Numbers", "in": "header", "type": "array", "items": {"type": "integer"}, "collectionFormat": "csv"}
					],
					"responses": {"200": {"description": "OK", "schema": {"type": "array", "items": {"$ref": "#/definitions/File"}}}, "default": {"description": "error", "schema": {"type": "string"}}}
				},
				"get": {"produces": ["application/octet-stream"], "parameters": [{"name": "name", "in": "path", "type": "string", "required": true}], "responses": {"200": {"description": "OK", "schema": {"type": "file"}}}},
				"put": {
					"parameters": [{"name": "name", "in": "path", "type": "string", "required": true}, {"name": "body", "in": "body", "required": true, "schema": {"type": "object", "additionalProperties": {"$ref": "#/definitions/File"}}}],
					"responses": {"204": {"description": "No Content"}}, "x-code": "put"
				}
			}
		},
		"definitions": {"File": {"type": "object", "required": ["size"], "properties": {
			"size": {"type": "integer", "format": "int64", "example": 9007199254740993}, "example": {"type": "string", "example": "a property of this name"},
			"parent": {"x-nullable": true, "allOf": [{"$ref": "#/definitions/File"}]}, "any": {}, "map": {"type": "object", "additionalProperties": true}
		}}}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	validOpenAPI(t)(t, document)
	for _, want := range []string{
		`"https://example.com/v1"`, `"http://example.com/v1"`, `9007199254740993`, `"authorizationCode"`, `"implicit"`, `"x-logo"`, `"x-code"`, `"application/xml"`, `"multipart/form-data"`,
		`"a property of this name"`, `"deprecated": true`, `"operationId": "upload"`, `"pattern": "^[a-z]+$"`, `"scheme": "bearer"`,
	} {
		if !strings.Contains(string(document), want) {
			t.Errorf("missing %s in %s", want, document)
		}
	}
}
