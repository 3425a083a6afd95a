package openapi

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// parameter parses a value such as: id path int true "ID of the book"
// minimum(1).
func (r *reader) parameter(op *Operation, value string) error {
	name, rest := word(value)
	in, rest := word(rest)
	kind, rest := word(rest)
	required, rest := word(rest)
	end := strings.LastIndex(rest, `"`)
	description, err := quoted(rest[:end+1])
	if err != nil || description == "" {
		return errors.New(`must be name, location, type, true or false, and "description"`)
	}
	p := Parameter{Name: name, In: in, Description: description, Required: required == "true"}
	attributes := rest[end+1:]
	switch in {
	case "body":
		if attributes != "" {
			return errors.New("attributes of a body are not supported")
		}
		p.Schema, err = r.types.bodySchema(r.doc, "{object}", kind)
	case "path", "query", "header":
		p.Schema, err = parameterSchema(kind, description, attributes)
	default:
		err = fmt.Errorf("location %q is not supported", in)
	}
	if err != nil {
		return err
	}
	op.Parameters = append(op.Parameters, p)
	return nil
}

// attributeNames are the attributes of parameters other than the body.
var attributeNames = []string{"minimum", "maximum", "minlength", "maxlength", "default", "enums", "example", "format"}

func parameterSchema(kind, description, attributes string) (*Schema, error) {
	s := basicSchema(kind)
	if s == nil {
		return nil, fmt.Errorf("%q is not a basic type", kind)
	}
	for _, name := range attributeNames {
		// swag searches the whole line for attributes.
		if strings.Contains(strings.ToLower(description), name+"(") {
			return nil, fmt.Errorf("the description contains the attribute %s", name)
		}
	}
	for attributes = strings.TrimSpace(attributes); attributes != ""; attributes = strings.TrimSpace(attributes) {
		name, rest, ok := strings.Cut(attributes, "(")
		value, rest, closed := strings.Cut(rest, ")")
		if name = strings.ToLower(name); !ok || !closed || !slices.Contains(attributeNames, name) {
			return nil, fmt.Errorf("attribute %s is not supported", attributes)
		}
		if err := s.attribute(name, strings.TrimSpace(value)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		attributes = rest
	}
	return s, nil
}

func (s *Schema) attribute(name, value string) (err error) {
	switch name {
	case "minimum":
		s.Minimum, err = number(s, value)
	case "maximum":
		s.Maximum, err = number(s, value)
	case "minlength":
		s.MinLength, err = length(s, value)
	case "maxlength":
		s.MaxLength, err = length(s, value)
	case "default":
		s.Default, err = basicValue(s.Type, value)
	case "example":
		s.Example, err = basicValue(s.Type, value)
	case "format":
		s.Format = value
	case "enums":
		for text := range strings.SplitSeq(value, ",") {
			v, err := basicValue(s.Type, strings.TrimSpace(text))
			if err != nil {
				return err
			}
			s.Enum = append(s.Enum, v)
		}
	}
	return err
}

func number(s *Schema, value string) (*float64, error) {
	if s.Type != "integer" && s.Type != "number" {
		return nil, fmt.Errorf("not allowed for type %s", s.Type)
	}
	v, err := strconv.ParseFloat(value, 64)
	return &v, err
}

func length(s *Schema, value string) (*int64, error) {
	if s.Type != "string" {
		return nil, fmt.Errorf("not allowed for type %s", s.Type)
	}
	v, err := strconv.ParseInt(value, 10, 64)
	return &v, err
}

// basicValue parses a value of a basic type.
func basicValue(kind, text string) (any, error) {
	switch kind {
	case "string":
		return text, nil
	case "integer":
		return strconv.Atoi(text)
	case "number":
		return strconv.ParseFloat(text, 64)
	case "boolean":
		return strconv.ParseBool(text)
	}
	return nil, fmt.Errorf("%q: values of type %q are not supported", text, kind)
}

// basicSchema returns the schema of a basic type of Go or JSON, or nil.
func basicSchema(name string) *Schema {
	switch name {
	case "int", "uint", "integer":
		return &Schema{Type: "integer"}
	case "int8", "int16", "int32", "uint8", "uint16", "uint32", "byte", "rune":
		return &Schema{Type: "integer", Format: "int32"}
	case "int64", "uint64":
		return &Schema{Type: "integer", Format: "int64"}
	case "float32", "float64":
		return &Schema{Type: "number", Format: name}
	case "bool", "boolean":
		return &Schema{Type: "boolean"}
	case "number", "string":
		return &Schema{Type: name}
	}
	return nil
}
