package merge

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBinaryNeverMerges(t *testing.T) {
	base, ours, theirs := []byte("a\nb\x00\nc\n"), []byte("A\nb\x00\nc\n"), []byte("a\nb\x00\nC\n")
	want := Result{Data: ours, Conflicts: []Conflict{{Reason: "binary file changed by both sides"}}}
	for _, name := range []string{"a.png", "a.go", "a.yaml"} {
		if diff := cmp.Diff(want, File(name, base, ours, theirs, labels)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if r := Text([]byte("a\n"), []byte("b\n"), []byte("\x00"), labels); len(r.Conflicts) != 1 || string(r.Data) != "b\n" {
		t.Errorf("text that became binary: %+v", r)
	}
	if r := Text(base, base, theirs, labels); len(r.Conflicts) != 0 || string(r.Data) != string(theirs) {
		t.Errorf("changed by one side: %+v", r)
	}
}

func TestLabelsAreOptional(t *testing.T) {
	r := Text([]byte("a\n"), []byte("b\n"), []byte("c\n"), Options{})
	if want := "<<<<<<<\nb\n|||||||\na\n=======\nc\n>>>>>>>\n"; string(r.Data) != want {
		t.Errorf("got %q, want %q", r.Data, want)
	}
}

// A byte order mark before the marker would hide the marker, and must be there
// whichever version is chosen.
func TestMarkInConflict(t *testing.T) {
	r := Text([]byte("a\n"), []byte(bom+"b\n"), []byte("c\n"), Options{})
	if want := "<<<<<<<\n" + bom + "b\n|||||||\n" + bom + "a\n=======\n" + bom + "c\n>>>>>>>\n"; string(r.Data) != want {
		t.Errorf("got %q, want %q", r.Data, want)
	}
}

func TestParsers(t *testing.T) {
	for _, tt := range []struct {
		name   string
		parses func(string) bool
		text   string
		want   bool
	}{
		{"map", isYAML, "a: 1\nb: {c: 2}\n", true},
		{"empty", isYAML, "", true},
		{"two documents", isYAML, "a: 1\n---\na: 2\n", true},
		{"duplicate key", isYAML, "a: 1\na: 2\n", false},
		{"duplicate nested key", isYAML, "a:\n  b: 1\n  b: 2\n", false},
		{"template", isYAML, "a: {{ .b }\n", false},
		{"object", isJSON, `{"a": [{"b": 1}, {"b": 2}], "b": null}`, true},
		{"value", isJSON, `1`, true},
		{"duplicate name", isJSON, `{"a": 1, "a": 1}`, false},
		{"duplicate nested name", isJSON, `[{"c": {"a": 1, "b": 2, "a": 3}}]`, false},
		{"trailing comma", isJSON, `{"a": 1,}`, false},
		{"two values", isJSON, `1 2`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.parses(tt.text); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// A YAML file with templates in it that do not parse is merged as text.
func TestFileThatNeverParsed(t *testing.T) {
	r := File("a.yaml", []byte("{{ a\nb\nc\n"), []byte("{{ A\nb\nc\n"), []byte("{{ a\nb\nC\n"), labels)
	if len(r.Conflicts) > 0 || string(r.Data) != "{{ A\nb\nC\n" {
		t.Errorf("got %+v", r)
	}
}
