package validate_test

import (
	"testing"

	"github.com/acme/everything/internal/validate"
)

// testRule tests which strings obey the rule of an input.
func testRule(t *testing.T, input func(text string) any, good, bad []string) {
	t.Helper()
	check := validate.New()
	for _, text := range good {
		if err := check.Struct(input(text)); err != nil {
			t.Errorf("%q is refused: %v", text, err)
		}
	}
	for _, text := range bad {
		if err := check.Struct(input(text)); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
}
