// Package validate checks input against the validate tags of its fields.
package validate

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/go-playground/validator/v10"
	"github.com/shopspring/decimal"

	"github.com/acme/library/internal/apperr"
)

// Validator knows the rules. It takes time to make and remembers the types it
// has seen, so it is made once and kept. It is safe for concurrent use.
type Validator struct {
	rules *validator.Validate
	told  map[string]problem
}

// problem is what a client is told about a broken rule: its name, and a text
// with room for the parameter of the rule.
type problem struct {
	rule, message string
}

// New returns a Validator that names fields as JSON does.
func New() *Validator {
	rules := validator.New(validator.WithRequiredStructEnabled())
	rules.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	told := map[string]problem{
		"required":   {"required", "is required"},
		"min":        {"min", "must be at least %s"},
		"max":        {"max", "must be at most %s"},
		"min length": {"min", "must have a length of at least %s"},
		"max length": {"max", "must have a length of at most %s"},
		"oneof":      {"oneof", "must be one of: %s"},
		"nonul":      {"nonul", "must not contain the character U+0000"},
	}
	// Registering fails only for rules without a name.
	_ = rules.RegisterValidation("nonul", noNUL)
	rules.RegisterCustomTypeFunc(decimalText, decimal.Decimal{})
	_ = rules.RegisterValidation("dmin", decimalMin)
	_ = rules.RegisterValidation("dmax", decimalMax)
	told["dmin"], told["dmax"] = told["min"], told["max"]
	return &Validator{rules: rules, told: told}
}

// noNUL is the rule nonul: no character U+0000, which not every database keeps,
// in a text or in JSON, where it is escaped.
func noNUL(f validator.FieldLevel) bool {
	if f.Field().Kind() == reflect.Slice {
		text := strings.ReplaceAll(string(f.Field().Bytes()), `\\`, "") // a backslash itself
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
	fields := make([]apperr.FieldError, 0, len(broken))
	for _, b := range broken {
		fields = append(fields, v.tell(b))
	}
	return &apperr.Invalid{Fields: fields}
}

func (v *Validator) tell(broken validator.FieldError) apperr.FieldError {
	rule := broken.Tag()
	if _, ok := v.told[rule+" length"]; ok && (broken.Kind() == reflect.String || broken.Kind() == reflect.Slice) {
		rule += " length"
	}
	p, ok := v.told[rule]
	if !ok {
		p = problem{rule: rule, message: "breaks the rule " + rule}
	}
	if strings.Contains(p.message, "%s") {
		p.message = fmt.Sprintf(p.message, strings.ReplaceAll(broken.Param(), " ", ", ")) // of oneof, a list
	}
	return apperr.FieldError{Field: broken.Field(), Rule: p.rule, Message: p.message}
}
