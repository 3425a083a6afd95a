package openapi

import (
	"errors"
	"fmt"
	"go/ast"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// foreign are tags that swag evaluates and no template uses.
var foreign = []string{
	"binding", "form", "header", "uri", "default", "enums", "title", "minimum", "maximum", "minLength", "maxLength",
	"multipleOf", "collectionFormat", "swaggerignore", "x-enum-varnames",
}

// field adds the schema of a struct field to the properties of s.
func (t *types) field(d *Document, p *pkg, s *Schema, field *ast.Field) error {
	if field.Tag == nil {
		return errors.New("fields without tags are not supported")
	}
	literal, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return err
	}
	tag := reflect.StructTag(literal)
	for _, name := range foreign {
		if tag.Get(name) != "" {
			return fmt.Errorf("tag %s is not supported", name)
		}
	}
	name, options, _ := strings.Cut(tag.Get("json"), ",")
	if name == "-" {
		return nil
	}
	if name == "" || strings.Contains(options, "string") {
		return errors.New("tag json: only a name and omitempty are supported")
	}
	schema, err := t.fieldSchema(d, p, field.Type, tag)
	if err != nil {
		return err
	}
	if err := describe(schema, field, tag); err != nil {
		return err
	}
	s.Properties[name] = schema
	if slices.Contains(strings.Split(tag.Get("validate"), ","), "required") {
		s.Required = append(s.Required, name)
	}
	return nil
}

// fieldSchema returns the schema for the type of a field, or for the one in
// its swaggertype tag if the type has its own JSON encoding.
func (t *types) fieldSchema(d *Document, p *pkg, expr ast.Expr, tag reflect.StructTag) (*Schema, error) {
	switch kind := tag.Get("swaggertype"); kind {
	case "":
		return t.of(d, p, expr)
	case "string", "integer", "number", "boolean", "object":
		return &Schema{Type: kind}, nil
	default:
		return nil, fmt.Errorf("swaggertype %q is not supported", kind)
	}
}

// describe adds the comment and the tags of a field to its schema.
func describe(s *Schema, field *ast.Field, tag reflect.StructTag) error {
	about := &Schema{ReadOnly: tag.Get("readonly") == "true", Format: tag.Get("format")}
	switch extension := tag.Get("extensions"); extension {
	case "":
	case "x-nullable":
		about.Nullable = true
	default:
		return fmt.Errorf("extension %q is not supported", extension)
	}
	for _, comment := range []*ast.CommentGroup{field.Comment, field.Doc} {
		if text := strings.TrimSpace(comment.Text()); text != "" {
			about.Description = text
		}
	}
	if s.Ref != "" {
		if !reflect.ValueOf(*about).IsZero() || tag.Get("example") != "" || hasRules(tag) {
			return errors.New("comments and tags on a reference are not supported")
		}
		return nil
	}
	s.Description, s.Nullable, s.ReadOnly, s.Format = about.Description, about.Nullable, about.ReadOnly, about.Format
	if s.Type == "array" {
		s.Items.Format, s.Format = s.Format, ""
	}
	if text, ok := tag.Lookup("example"); ok {
		var err error
		if s.Example, err = basicValue(s.Type, text); err != nil {
			return fmt.Errorf("example: %w", err)
		}
	}
	return s.rules(tag.Get("validate"))
}

func hasRules(tag reflect.StructTag) bool {
	return slices.ContainsFunc(strings.Split(tag.Get("validate"), ","), func(rule string) bool {
		return strings.Contains(rule, "=")
	})
}

// rules adds the rules of the validate tag that a schema can express.
func (s *Schema) rules(validate string) error {
	for rule := range strings.SplitSeq(validate, ",") {
		name, value, _ := strings.Cut(rule, "=")
		switch name {
		case "dive":
			return nil // the remaining rules apply to the elements
		case "unique":
			return errors.New("unique is not supported")
		case "oneof":
			for text := range strings.FieldsSeq(value) {
				v, err := basicValue(s.Type, text)
				if err != nil {
					return fmt.Errorf("oneof: %w", err)
				}
				s.Enum = append(s.Enum, v)
			}
		case "min", "gte":
			if err := s.bound(value, &s.Minimum, &s.MinLength, &s.MinItems); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		case "max", "lte":
			if err := s.bound(value, &s.Maximum, &s.MaxLength, &s.MaxItems); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// bound sets the limit that applies to the type of the schema.
func (s *Schema) bound(value string, number **float64, length, items **int64) error {
	v, err := strconv.ParseFloat(value, 64)
	whole := int64(v)
	switch s.Type {
	case "integer", "number":
		*number = &v
	case "string":
		*length = &whole
	case "array":
		*items = &whole
	}
	return err
}
