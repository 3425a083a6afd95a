// Package validate checks input against the validate tags of its fields.
package validate

import (
	"encoding/json"
	"errors"
	"reflect"
	"regexp"
	"strings"

	"github.com/go-playground/validator/v10"
	"github.com/shopspring/decimal"

	"github.com/acme/everything/internal/apperr"
)

// Validator checks input. It caches the types it has seen, so make one and keep
// it. It is safe for concurrent use.
type Validator struct {
	rules   *validator.Validate
	patched map[string]json.RawMessage // fields that alone are checked; see Patch
}

// New returns a Validator that names fields as JSON does.
func New() *Validator {
	rules := validator.New(validator.WithRequiredStructEnabled())
	rules.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	// Registration fails only for rules without a name.
	_ = rules.RegisterValidation("nonul", noNUL)
	rules.RegisterCustomTypeFunc(decimalText, decimal.Decimal{})
	_ = rules.RegisterValidation("dmin", decimalMin)
	_ = rules.RegisterValidation("dmax", decimalMax)
	_ = rules.RegisterValidation("pattern", matchesPattern)
	_ = rules.RegisterValidation("slug", text(slug.MatchString))
	return &Validator{rules: rules}
}

// noNUL implements the rule nonul: no character U+0000, which some databases
// cannot store, in a string or, escaped, in JSON.
func noNUL(f validator.FieldLevel) bool {
	if f.Field().Kind() == reflect.Slice {
		text := strings.ReplaceAll(string(f.Field().Bytes()), `\\`, "") // escaped backslashes
		return !strings.Contains(text, `\u0000`)
	}
	return !strings.ContainsRune(f.Field().String(), 0)
}

// Struct returns nil, or an *apperr.Invalid with every field of input, a
// struct, that breaks a rule.
func (v *Validator) Struct(input any) error {
	err := v.rules.Struct(input)
	broken, ok := errors.AsType[validator.ValidationErrors](err)
	if !ok {
		return err // nil, or input is no struct
	}
	if broken = v.checked(broken); len(broken) == 0 {
		return nil
	}
	fields := make([]apperr.FieldError, 0, len(broken))
	for _, b := range broken {
		fields = append(fields, explain(b))
	}
	return &apperr.Invalid{Fields: fields}
}

// choices matches the values of the rule oneof: those with spaces are in quotes.
var choices = regexp.MustCompile(`'[^']*'|\S+`)

// explain describes a broken rule to clients.
func explain(broken validator.FieldError) apperr.FieldError {
	field := apperr.FieldError{Field: broken.Field(), Rule: broken.Tag()}
	must := "must be "
	if broken.Kind() == reflect.String || broken.Kind() == reflect.Slice {
		must = "must have a length of "
	}
	switch field.Rule {
	case "required":
		field.Message = "is required"
	case "min":
		field.Message = must + "at least " + broken.Param()
	case "max":
		field.Message = must + "at most " + broken.Param()
	case "oneof":
		field.Message = "must be one of: " + strings.Join(choices.FindAllString(broken.Param(), -1), ", ")
	case "nonul":
		field.Message = "must not contain the character U+0000"
	case "dmin":
		field.Rule, field.Message = "min", "must be at least "+broken.Param()
	case "dmax":
		field.Rule, field.Message = "max", "must be at most "+broken.Param()
	case "email":
		field.Message = "must be an email address, such as ann@example.com"
	case "unique":
		field.Message = "must not have an item twice"
	case "pattern":
		field.Message = "must match " + patternOf(broken.Param()).String()
	case "slug":
		field.Message = "must be lower-case letters and digits, with single hyphens between them, such as my-first-post"
	default:
		field.Message = "breaks the rule " + field.Rule
	}
	return field
}
