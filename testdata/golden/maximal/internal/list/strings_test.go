package list_test

import (
	"slices"
	"testing"

	"github.com/acme/everything/internal/list"
)

func TestStrings(t *testing.T) {
	t.Parallel()
	for _, want := range []list.Strings{
		{}, {""}, {"a"}, {"a", "b", "a"}, {"NULL", "null"}, {`"`, `\`, `\"`, "'", "{", "}", ",", "{a,b}", "[1]"}, {" a ", "\t\n", "<&>", "ä😀\u2028"},
	} {
		value, err := want.Value()
		if err != nil {
			t.Fatal(err)
		}
		text, ok := value.(string)
		if !ok {
			t.Fatalf("%q is the value %T", want, value)
		}
		for _, src := range []any{text, []byte(text)} {
			got := list.Strings{"before"}
			if err := got.Scan(src); err != nil || got == nil || !slices.Equal(got, want) {
				t.Errorf("%q becomes %q, error = %v", want, got, err)
			}
		}
	}
	if value, err := list.Strings(nil).Value(); err != nil || value == "null" {
		t.Errorf("a nil list is stored as %v, error = %v", value, err)
	}
	for _, bad := range []any{nil, int64(1), "null", "a", "[1]", ""} {
		var l list.Strings
		if err := l.Scan(bad); err == nil {
			t.Errorf("%v is scanned as %q", bad, l)
		}
	}
}
