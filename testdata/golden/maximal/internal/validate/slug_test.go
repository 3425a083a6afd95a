package validate_test

import "testing"

func TestSlug(t *testing.T) {
	t.Parallel()
	type input struct {
		Text string `json:"text" validate:"slug"`
	}
	good := []string{"a", "7", "my-first-post", "2024-05-17"}
	bad := []string{"", "-", "-a", "a-", "a--b", "A", "a_b", "a b", "a\n", "ä"}
	testRule(t, func(text string) any { return input{text} }, good, bad)
}
