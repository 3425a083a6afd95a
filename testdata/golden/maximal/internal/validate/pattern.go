package validate

import (
	"regexp"

	"github.com/go-playground/validator/v10"
)

var (
	patternBookISBN = regexp.MustCompile(`^97[89]-[0-9]{9}[0-9X]$`)
)

// patternOf returns what the values of a field match, which is the parameter of
// the rule pattern, or nil.
func patternOf(field string) *regexp.Regexp {
	switch field {
	case "book.isbn":
		return patternBookISBN
	}
	return nil
}

// matchesPattern implements the rule pattern. Without a pattern it panics, like
// the library for an unknown rule.
func matchesPattern(f validator.FieldLevel) bool {
	return patternOf(f.Param()).MatchString(f.Field().String())
}
