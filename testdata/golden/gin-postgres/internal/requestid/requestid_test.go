package requestid_test

import (
	"strings"
	"testing"

	"github.com/acme/notes/internal/requestid"
)

const trace = "4bf92f3577b34da6a3ce929d0e0e4736"

func TestAcceptRequestID(t *testing.T) {
	for given, kept := range map[string]bool{
		"8f14e45f-ceea-467f-a8c3-6d1c1f6c5b1e": true,
		"edge:req_42.1":                        true,
		strings.Repeat("a", 64):                true,
		strings.Repeat("a", 65):                false,
		"":                                     false,
		"a b":                                  false,
		"a\nlevel=ERROR":                       false,
		"é":                                    false,
	} {
		got := requestid.Accept(given, "").Request
		if kept && got != given {
			t.Errorf("%q became %q", given, got)
		}
		if !kept && (len(got) != 32 || got == given) {
			t.Errorf("%q became %q, want a new id", given, got)
		}
	}
}

func TestAcceptTraceparent(t *testing.T) {
	for given, kept := range map[string]bool{
		"00-" + trace + "-00f067aa0ba902b7-01": true,
		"":                                     false,
		trace:                                  false,
		"01-" + trace + "-00f067aa0ba902b7-01": false,
		"00-" + trace + "-0000000000000000-01": false,
		"00-" + strings.Repeat("0", 32) + "-00f067aa0ba902b7-01":   false,
		"00-" + strings.ToUpper(trace) + "-00f067aa0ba902b7-01":    false,
		"00-" + trace + "-00f067aa0ba902b7-01-a-longer-version-00": false,
	} {
		if got := requestid.Accept("", given).Trace; (got == trace) != kept || len(got) != 32 {
			t.Errorf("%q gave %q", given, got)
		}
	}
}

func TestNewIDsDiffer(t *testing.T) {
	if a, b := requestid.Accept("", ""), requestid.Accept("", ""); a.Request == b.Request || a.Trace == b.Trace {
		t.Errorf("%v and %v", a, b)
	}
}
