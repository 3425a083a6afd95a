package validate

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"
)

// Patch returns a Validator for input that a JSON merge patch has changed. It
// checks only the fields in the patch: what was stored before a rule was added
// may break it.
func (v *Validator) Patch(patch []byte) *Validator {
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(patch, &fields) // without effect if it is no patch
	return &Validator{rules: v.rules, patched: fields}
}

// checks reports whether the rules apply to a field.
func (v *Validator) checks(field string) bool {
	_, patched := v.patched[field]
	return patched || v.patched == nil
}

// checked returns the broken rules of the fields to which the rules apply.
func (v *Validator) checked(broken validator.ValidationErrors) validator.ValidationErrors {
	return slices.DeleteFunc(broken, func(b validator.FieldError) bool {
		field, _, _ := strings.Cut(b.Field(), "[") // tags[1] is an item of tags
		return !v.checks(field)
	})
}
