package strictjson

import (
	"strings"
	"testing"
)

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	widest := strings.Repeat("9", 20) + "." + strings.Repeat("9", 18)
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "12.50": "12.5", "-0.001": "-0.001", "007": "7", widest: widest, "-" + widest: "-" + widest,
	} {
		if d, err := parseDecimal(text); err != nil || d.String() != want {
			t.Errorf("%q: %v, %v, want %s", text, d, err, want)
		}
	}
	for _, text := range []string{
		"", "-", ".5", "5.", "+1", "1,5", " 1", "0x10", "NaN", "Infinity", "1e5", "1e999999999", "1e-999999999",
		strings.Repeat("9", 21), "0." + strings.Repeat("9", 19), strings.Repeat("9", 1<<20),
	} {
		if d, err := parseDecimal(text); err == nil {
			t.Errorf("%.40q: %v, want an error", text, d)
		}
	}
}
