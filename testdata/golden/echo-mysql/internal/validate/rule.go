package validate

import (
	"slices"

	"github.com/acme/tracks/internal/apperr"
)

// Rule is a condition for the values of fields.
type Rule struct {
	Holds bool
	Else  []Fault // if it does not
}

// Fault is a field that breaks a rule.
type Fault struct{ Field, Message string }

// Hold returns nil, or an *apperr.Invalid with the fields of every rule that does
// not hold. After a patch, rules about none of its fields are left out.
func (v *Validator) Hold(rules []Rule) error {
	var broken []apperr.FieldError
	for _, rule := range rules {
		if rule.Holds || !slices.ContainsFunc(rule.Else, func(f Fault) bool { return v.checks(f.Field) }) {
			continue
		}
		for _, f := range rule.Else {
			broken = append(broken, apperr.FieldError{Field: f.Field, Rule: "check", Message: f.Message})
		}
	}
	if len(broken) == 0 {
		return nil
	}
	return &apperr.Invalid{Fields: broken}
}
