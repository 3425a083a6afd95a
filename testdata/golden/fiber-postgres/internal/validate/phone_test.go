package validate_test

import "testing"

func TestPhone(t *testing.T) {
	t.Parallel()
	type input struct {
		Text string `json:"text" validate:"phone"`
	}
	good := []string{"+12025550123", "+6834000", "+123456789012345"}
	bad := []string{"", "+", "12025550123", "+0202555012", "+123456", "+1234567890123456", "+1 202 555 0123", "+1-202-555-0123", "+1202555012x", "+12025550123\n"}
	testRule(t, func(text string) any { return input{text} }, good, bad)
}
