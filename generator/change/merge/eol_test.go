package merge

import "testing"

func TestWithEnds(t *testing.T) {
	for _, tt := range []struct{ name, text, ours, theirs, want string }{
		{"LF", "a\nb\n", "a\n", "a\r\nb\r\n", "a\nb\n"},
		{"CRLF", "a\nb\n", "a\r\n", "a\nb\n", "a\r\nb\r\n"},
		{"no newline in ours", "a\nb\n", "a", "a\r\nb\r\n", "a\r\nb\r\n"},
		{"no newline at all", "a", "a", "b", "a"},
		{"mostly CRLF", "a\nb\nc\nd\n", "a\r\nb\nd\r\n", "", "a\r\nb\nc\r\nd\r\n"},
		{"mostly LF", "a\nb\nc\nd\n", "a\r\nb\nd\n", "", "a\r\nb\nc\nd\n"},
		{"half and half", "a\nb\nc", "a\r\nb\n", "", "a\r\nb\nc"},
		{"mixed without final newline", "a\nb\nc\nd", "a\r\nb\nc\r\n", "", "a\r\nb\nc\r\nd"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := withEnds(tt.text, []byte(tt.ours), []byte(tt.theirs)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
