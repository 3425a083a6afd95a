package openapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// operation adds the operation that the annotations of a function describe, if
// there are any.
func (r *reader) operation(list []annotation) error {
	if len(list) == 0 {
		return nil
	}
	op := Operation{Responses: map[int]*Response{}}
	for _, a := range list {
		if err := r.annotation(&op, a); err != nil {
			return fmt.Errorf("%s: %w", a, err)
		}
	}
	if op.Method == "" {
		return errors.New("missing @Router")
	}
	for _, other := range r.doc.Operations {
		if other.Method == op.Method && other.Path == op.Path {
			return fmt.Errorf("duplicate route %s %s", op.Method, op.Path)
		}
	}
	r.doc.Operations = append(r.doc.Operations, op)
	return nil
}

func (r *reader) annotation(op *Operation, a annotation) (err error) {
	switch a.name {
	case "@summary":
		op.Summary = a.value
	case "@description":
		op.Description, err = addLine(op.Description, a.value)
	case "@tags":
		for tag := range strings.SplitSeq(a.value, ",") {
			op.Tags = append(op.Tags, strings.TrimSpace(tag))
		}
	case "@accept":
		op.Consumes, err = mediaTypes(op.Consumes, a.value)
	case "@produce":
		op.Produces, err = mediaTypes(op.Produces, a.value)
	case "@security":
		op.Security = append(op.Security, a.value)
		err = oneWord(a.value)
	case "@param":
		return r.parameter(op, a.value)
	case "@success", "@failure":
		return r.response(op, a.value)
	case "@header":
		return header(op, a.value)
	case "@x-nullable-properties":
		return json.Unmarshal([]byte(a.value), &op.Nullable)
	case "@router":
		return route(op, a.value)
	default:
		return errNotUnderstood
	}
	return err
}

func oneWord(value string) error {
	if value == "" || strings.ContainsAny(value, " \t[]|&") {
		return errors.New("only a single name is supported")
	}
	return nil
}

func mediaTypes(list []string, value string) ([]string, error) {
	for name := range strings.SplitSeq(value, ",") {
		switch {
		case name == "json":
			name = "application/json"
		case name == "plain":
			name = "text/plain"
		case strings.Count(name, "/") != 1:
			return nil, fmt.Errorf("%q is not a media type", name)
		}
		list = append(list, name)
	}
	return list, nil
}

// route parses a value such as: /books/{id} [get].
func route(op *Operation, value string) error {
	path, method := word(value)
	switch method {
	case "[get]", "[put]", "[post]", "[delete]", "[options]", "[head]", "[patch]":
	default:
		return errors.New("must be a path and a method in brackets")
	}
	if op.Method != "" {
		return errors.New("only one route is supported")
	}
	op.Path, op.Method = path, strings.Trim(method, "[]")
	return nil
}

// response parses a value such as: 404,409 {object} resp.Body "No such book".
func (r *reader) response(op *Operation, value string) error {
	codes, rest := word(value)
	schema, description := (*Schema)(nil), rest
	if strings.HasPrefix(rest, "{") {
		var kind, name string
		kind, rest = word(rest)
		name, description = word(rest)
		var err error
		if schema, err = r.types.bodySchema(r.doc, kind, name); err != nil {
			return err
		}
	}
	description, err := quoted(description)
	if err != nil {
		return err
	}
	for text := range strings.SplitSeq(codes, ",") {
		code, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("%q is not a status code", text)
		}
		response := &Response{Description: description, Schema: schema, Headers: map[string]Header{}}
		if description == "" {
			response.Description = statusText(code)
		}
		op.Responses[code] = response
	}
	return nil
}

// quoted returns text without its quotes. It may be empty.
func quoted(text string) (string, error) {
	inner := strings.TrimSuffix(strings.TrimPrefix(text, `"`), `"`)
	if text != "" && (len(inner) != len(text)-2 || strings.Contains(inner, `"`)) {
		return "", fmt.Errorf("%s: must be one string in double quotes", text)
	}
	return inner, nil
}

// header parses a value such as: 201 {string} Location "URL of the book". The
// codes may be all, which means those above.
func header(op *Operation, value string) error {
	codes, rest := word(value)
	kind, rest := word(rest)
	name, description := word(rest)
	description, err := quoted(description)
	if err != nil {
		return err
	}
	h := Header{Description: description, Type: strings.Trim(kind, "{}")}
	if codes == "all" {
		for _, response := range op.Responses {
			response.Headers[name] = h
		}
		return nil
	}
	for text := range strings.SplitSeq(codes, ",") {
		code, err := strconv.Atoi(text)
		if err != nil || op.Responses[code] == nil {
			return fmt.Errorf("%q is not the status code of a response above", text)
		}
		op.Responses[code].Headers[name] = h
	}
	return nil
}
