package validate

import (
	"encoding/json"
	"slices"

	"github.com/go-playground/validator/v10"
)

// Patch returns a Validator for input that a JSON merge patch has changed. It
// checks only the fields in the patch: what was stored before a rule was added
// may break it.
func (v *Validator) Patch(patch []byte) *Validator {
	return &Validator{rules: v.rules, patch: patch}
}

// inPatch returns the broken rules of the fields in the patch, if there is one.
func (v *Validator) inPatch(broken validator.ValidationErrors) validator.ValidationErrors {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(v.patch, &fields); err != nil {
		return broken // no patch
	}
	return slices.DeleteFunc(broken, func(b validator.FieldError) bool {
		_, patched := fields[b.Field()]
		return !patched
	})
}
