package validate_test

import "testing"

func TestNotBlank(t *testing.T) {
	t.Parallel()
	type input struct {
		Text string `json:"text" validate:"notblank"`
	}
	testRule(t, func(text string) any { return input{text} }, []string{"a", " a ", "0", "\n."}, []string{"", " ", "\t\n", "\u00a0"})
}
