package validate

import "github.com/go-playground/validator/v10"

// text makes a rule for strings.
func text(allows func(string) bool) validator.Func {
	return func(f validator.FieldLevel) bool { return allows(f.Field().String()) }
}
