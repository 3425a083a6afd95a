// Package openapi31 turns a Swagger 2.0 document, which is what swag writes, into
// one of OpenAPI 3.1.
package openapi31

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
)

// object is a JSON object. The functions below change theirs in place.
type object = map[string]any

// FromSwagger returns the OpenAPI 3.1 document for a Swagger 2.0 document.
func FromSwagger(swagger []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(swagger))
	decoder.UseNumber() // which keeps every digit
	var doc object
	if err := decoder.Decode(&doc); err != nil {
		return nil, fmt.Errorf("read the Swagger document: %w", err)
	}
	if doc["swagger"] != "2.0" {
		return nil, errors.New("read the Swagger document: its version is not 2.0")
	}
	document(doc)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	return out.Bytes(), nil
}

func document(doc object) {
	doc["openapi"] = "3.1.1"
	doc["servers"] = servers(doc)
	old := take(doc, "swagger", "host", "basePath", "schemes", "consumes", "produces", "definitions", "securityDefinitions")
	components := object{}
	for name, of := range map[string]any{"schemas": old["definitions"], "securitySchemes": old["securityDefinitions"]} {
		if members := asObject(of); len(members) > 0 {
			components[name] = members
			doc["components"] = components
		}
	}
	schemas := asObject(components["schemas"])
	for _, s := range schemas {
		schema(asObject(s))
	}
	for _, s := range asObject(components["securitySchemes"]) {
		securityScheme(asObject(s))
	}
	for _, item := range asObject(doc["paths"]) {
		for method, op := range asObject(item) {
			operation(method, asObject(op), old, schemas)
		}
	}
}

// servers returns a server for each scheme of a document.
func servers(doc object) []any {
	host, path := asString(doc["host"]), asString(doc["basePath"])
	if host == "" {
		return []any{object{"url": cmp.Or(path, "/")}}
	}
	var all []any
	for _, scheme := range stringsOr("https", doc["schemes"]) {
		all = append(all, object{"url": scheme + "://" + host + strings.TrimSuffix(path, "/")})
	}
	return all
}

func operation(method string, op, doc, schemas object) {
	old := take(op, "consumes", "produces", "schemes", "parameters", "x-nullable-properties")
	var parameters []any
	form := object{"type": "object", "properties": object{}}
	for _, value := range asList(old["parameters"]) {
		switch p := asObject(value); p["in"] {
		case "body":
			body := asObject(p["schema"])
			schema(body)
			if method == "patch" {
				body = partial(body, schemas)
			}
			request := take(p, "description", "required")
			request["content"] = content(stringsOr("application/json", old["consumes"], doc["consumes"]), body)
			op["requestBody"] = request
		case "formData":
			formField(form, p)
			op["requestBody"] = object{"content": content(stringsOr("multipart/form-data", old["consumes"]), form)}
		default:
			parameters = append(parameters, parameter(p))
		}
	}
	if len(parameters) > 0 {
		op["parameters"] = parameters
	}
	for _, r := range asObject(op["responses"]) {
		for _, name := range asList(old["x-nullable-properties"]) {
			nullableProperty(asObject(asObject(r)["schema"]), asString(name))
		}
		response(asObject(r), stringsOr("application/json", old["produces"], doc["produces"]))
	}
}

// nullableProperty marks properties with a name that are references. Annotations can
// say of a field in Go that it may be null, but not of one that they add to a type.
func nullableProperty(s object, name string) {
	properties := asObject(s["properties"])
	if property := asObject(properties[name]); property["$ref"] != nil {
		property["x-nullable"] = true
	}
	for _, of := range properties {
		nullableProperty(asObject(of), name)
	}
	for _, part := range asList(s["allOf"]) {
		nullableProperty(asObject(part), name)
	}
	if items := asObject(s["items"]); items != nil {
		nullableProperty(items, name)
	}
}

// parameter returns a parameter of a path, a query or the header.
func parameter(p object) object {
	to := take(p, "name", "in", "description", "required", "allowEmptyValue")
	old := take(p, "collectionFormat")
	if p["type"] == "array" && to["in"] == "query" {
		to["explode"] = old["collectionFormat"] == "multi"
	}
	schema(p)
	to["schema"] = p
	return to
}

// formField adds a field to the schema of a form.
func formField(form, p object) {
	old := take(p, "name", "in", "required", "collectionFormat")
	schema(p)
	asObject(form["properties"])[asString(old["name"])] = p
	if old["required"] == true {
		form["required"] = append(asList(form["required"]), old["name"])
	}
}

func response(r object, produces []string) {
	old := take(r, "schema", "examples")
	if body := asObject(old["schema"]); body != nil {
		schema(body)
		r["content"] = content(produces, body)
	}
	for _, value := range asObject(r["headers"]) {
		header := asObject(value)
		of := take(header, "type", "format", "items", "enum", "default")
		schema(of)
		header["schema"] = of
	}
}

// content returns a body in one of the media types.
func content(mediaTypes []string, body object) object {
	to := object{}
	for _, mediaType := range mediaTypes {
		to[mediaType] = object{"schema": body}
	}
	return to
}

// partial returns the schema of a merge patch for what has the schema body: none
// of its properties are required. It adds the schema to the others.
func partial(body, schemas object) object {
	ref := asString(body["$ref"])
	name := strings.TrimPrefix(ref, "#/components/schemas/")
	whole := asObject(schemas[name])
	if whole["required"] == nil {
		return body
	}
	patch := maps.Clone(whole)
	delete(patch, "required")
	schemas[name+".Patch"] = patch
	return object{"$ref": ref + ".Patch"}
}

// schema changes a schema to one of JSON Schema 2020-12.
func schema(s object) {
	if ref, ok := s["$ref"].(string); ok {
		s["$ref"] = strings.Replace(ref, "#/definitions/", "#/components/schemas/", 1)
	}
	for _, property := range asObject(s["properties"]) {
		schema(asObject(property))
	}
	for _, part := range asList(s["allOf"]) {
		schema(asObject(part))
	}
	for _, name := range []string{"items", "additionalProperties"} {
		if of, ok := s[name].(object); ok {
			schema(of)
		}
	}
	old := take(s, "example", "x-nullable")
	if example, ok := old["example"]; ok {
		s["examples"] = []any{example}
	}
	if s["type"] == "file" {
		s["type"], s["contentMediaType"] = "string", "application/octet-stream"
	}
	if s["type"] == "string" && s["format"] == "byte" {
		delete(s, "format")
		s["contentEncoding"] = "base64"
	}
	if old["x-nullable"] == true {
		nullable(s)
	}
}

// nullable makes a schema allow null, too.
func nullable(s object) {
	kind, ok := s["type"]
	if !ok { // a reference
		of := maps.Clone(s)
		clear(s)
		s["anyOf"] = []any{of, object{"type": "null"}}
		return
	}
	s["type"] = []any{kind, "null"}
	if values := asList(s["enum"]); values != nil {
		s["enum"] = append(values, nil)
	}
}

// securityScheme changes a scheme. An API key in the header Authorization whose
// description says Bearer is a bearer token, which Swagger does not know.
func securityScheme(s object) {
	switch {
	case s["type"] == "basic":
		s["type"], s["scheme"] = "http", "basic"
	case s["type"] == "oauth2":
		old := take(s, "flow", "authorizationUrl", "tokenUrl", "scopes")
		flow := asString(take(old, "flow")["flow"])
		flow = cmp.Or(map[string]string{"application": "clientCredentials", "accessCode": "authorizationCode"}[flow], flow)
		s["flows"] = object{flow: old}
	case s["in"] == "header" && s["name"] == "Authorization" && strings.Contains(asString(s["description"]), "Bearer"):
		take(s, "in", "name")
		s["type"], s["scheme"] = "http", "bearer"
	}
}

// take moves members of an object to another one.
func take(from object, names ...string) object {
	to := object{}
	for _, name := range names {
		if value, ok := from[name]; ok {
			to[name] = value
			delete(from, name)
		}
	}
	return to
}

// stringsOr returns the first list that is not empty, or else a single string.
func stringsOr(single string, lists ...any) []string {
	var all []string
	for _, list := range lists {
		for _, value := range asList(list) {
			all = append(all, asString(value))
		}
		if len(all) > 0 {
			return all
		}
	}
	return []string{single}
}

func asObject(value any) object {
	o, _ := value.(object)
	return o
}

func asList(value any) []any {
	l, _ := value.([]any)
	return l
}

func asString(value any) string {
	s, _ := value.(string)
	return s
}
