package openapi

import (
	"errors"
	"fmt"
	"go/ast"
	"reflect"
	"regexp"
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
		if tag.Get(name) != "" && (!isList(tag) || !slices.Contains([]string{"enums", "maxLength"}, name)) {
			return fmt.Errorf("tag %s is not supported", name)
		}
	}
	name, options, _ := strings.Cut(tag.Get("json"), ",")
	if name == "-" {
		return nil
	}
	if name == "" {
		return errors.New("tag json: a name is needed")
	}
	schema, err := t.fieldSchema(d, p, field.Type, tag)
	if err != nil {
		return err
	}
	quoted := strings.Contains(options, "string")
	if quoted && (schema.Type != "integer" || tag.Get("example") == "") {
		return errors.New("tag json: string is supported for integers with an example only")
	}
	if err := describe(schema, field, tag); err != nil {
		return err
	}
	if quoted {
		schema.Type, schema.Example = "string", tag.Get("example")
	}
	s.Properties[name] = schema
	if slices.Contains(strings.Split(tag.Get("validate"), ","), "required") {
		s.Required = append(s.Required, name)
	}
	return nil
}

// isList reports whether a field is an array of strings.
func isList(tag reflect.StructTag) bool { return tag.Get("swaggertype") == "array,string" }

// fieldSchema returns the schema for the type of a field, or for the one in
// its swaggertype tag if the type has its own JSON encoding.
func (t *types) fieldSchema(d *Document, p *pkg, expr ast.Expr, tag reflect.StructTag) (*Schema, error) {
	switch kind := tag.Get("swaggertype"); kind {
	case "":
		return t.of(d, p, expr)
	case "string", "integer", "number", "boolean", "object":
		return &Schema{Type: kind}, nil
	case "array,string":
		items, err := itemsSchema(tag)
		return &Schema{Type: "array", Items: items}, err
	default:
		return nil, fmt.Errorf("swaggertype %q is not supported", kind)
	}
}

// itemsSchema returns the schema of the strings in an array.
func itemsSchema(tag reflect.StructTag) (*Schema, error) {
	items := &Schema{Type: "string"}
	if enums := tag.Get("enums"); enums != "" {
		for value := range strings.SplitSeq(enums, ",") {
			items.Enum = append(items.Enum, value)
		}
	}
	return items, items.bound(tag.Get("maxLength"), &items.Maximum, &items.MaxLength, &items.MaxItems)
}

// exampleValue returns an example of a type, that of an array from its strings,
// separated by commas.
func exampleValue(kind, text string) (any, error) {
	if kind != "array" {
		return basicValue(kind, text)
	}
	var items []any
	for item := range strings.SplitSeq(text, ",") {
		items = append(items, item)
	}
	return items, nil
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
		nullable := Schema{Nullable: about.Nullable}
		if !reflect.DeepEqual(*about, nullable) || tag.Get("example") != "" || hasRules(tag) {
			return errors.New("comments and tags on a reference are not supported")
		}
		if about.Nullable {
			*s = Schema{AllOf: []*Schema{{Ref: s.Ref}}, Nullable: true}
		}
		return nil
	}
	s.Description, s.Nullable, s.ReadOnly, s.Format = about.Description, about.Nullable, about.ReadOnly, about.Format
	if s.Type == "array" {
		s.Items.Format, s.Format = s.Format, ""
	}
	if text, ok := tag.Lookup("example"); ok {
		var err error
		if s.Example, err = exampleValue(s.Type, text); err != nil {
			return fmt.Errorf("example: %w", err)
		}
	}
	return s.rules(tag.Get("validate"))
}

func hasRules(tag reflect.StructTag) bool {
	return slices.ContainsFunc(strings.Split(tag.Get("validate"), ","), func(rule string) bool {
		name, _, _ := strings.Cut(rule, "=")
		return slices.Contains([]string{"min", "gte", "max", "lte", "oneof"}, name)
	})
}

// choices matches the values of the rule oneof: those with spaces are in quotes.
var choices = regexp.MustCompile(`'[^']*'|\S+`)

// rules adds the rules of the validate tag that a schema can express.
func (s *Schema) rules(validate string) error {
	for rule := range strings.SplitSeq(validate, ",") {
		name, value, _ := strings.Cut(rule, "=")
		switch name {
		case "dive":
			return nil // the remaining rules apply to the elements
		case "unique":
			s.UniqueItems = s.Type == "array"
		case "oneof":
			for _, text := range choices.FindAllString(value, -1) {
				v, err := basicValue(s.Type, strings.ReplaceAll(text, "'", ""))
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
	if value == "" {
		return nil
	}
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
