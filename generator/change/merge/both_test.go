package merge

import (
	"strings"
	"testing"
)

func TestJoin(t *testing.T) {
	for _, tt := range []struct{ name, ours, theirs, want string }{
		{"gen's before the owner's", "a\n", "b\n", "b\na\n"},
		{"ours contains theirs", "a\nb\nc\n", "b\nc\n", "a\nb\nc\n"},
		{"theirs contains ours", "b\n", "a\nb\nc\n", "a\nb\nc\n"},
		{"not contiguous", "a\nx\nb\n\n", "a\nb\n\n", "a\nb\n\na\nx\nb\n\n"},
		{"list with common prefix", "a\nb\n", "a\nc\n", "a\nc\nb\n"},
		{"list with common suffix", "b\nz\n", "c\nz\n", "c\nb\nz\n"},
		{"list with common prefix and suffix", "a\nb\nz\n", "a\nz\n", "a\nb\nz\n"},
		{"closing brace", "b\n}\n", "c\n}\n", "c\n}\nb\n}\n"},
		{"indented line", "b:\n\tx\n", "c:\n\tx\n", "c:\n\tx\nb:\n\tx\n"},
		{"open bracket", "f(\nb\n", "f(\nc\n", "f(\nc\nf(\nb\n"},
		{"brackets in wrong order", ")a(\nb\n", ")a(\nc\n", ")a(\nc\n)a(\nb\n"},
		{"balanced brackets", "f([]{})\nb\n", "f([]{})\nc\n", "f([]{})\nc\nb\n"},
		{"continued line", "RUN a \\\nb\n", "RUN a \\\nc\n", "RUN a \\\nc\nRUN a \\\nb\n"},
		{"no newline in theirs", "a\n", "b", "b\na\n"},
		{"no newline in ours", "a", "b\n", "b\na"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(join(textVersion(tt.ours), textVersion(tt.theirs)), ""); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
