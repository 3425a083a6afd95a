package validate_test

import (
	"strings"
	"testing"
)

func TestHostname(t *testing.T) {
	t.Parallel()
	type input struct {
		Text string `json:"text" validate:"hostname"`
	}
	good := []string{
		"localhost", "www.example.com", "WWW.Example.COM", "3com.com", "a-b.c--d.e9", "xn--bcher-kva.example",
		strings.Repeat("a", 63) + ".com", strings.Repeat("a.", 126) + "a",
	}
	bad := []string{
		"", ".", "example.com.", ".example.com", "a..b", "-a", "a-", "a.-b", "under_score.com", "bücher.example", "a b", "a.com\n",
		"192.0.2.1", "999.999.999.999", "7", "::1", "a.com:80", strings.Repeat("a", 64) + ".com", strings.Repeat("a.", 127) + "a",
	}
	testRule(t, func(text string) any { return input{text} }, good, bad)
}
