package precondition_test

import (
	"errors"
	"strings"
	"testing"

	"library/internal/apperr"
	"library/internal/precondition"
)

// The version of the resource is 3.
func TestConditions(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		match, noneMatch   []string
		write, read, known bool // what is allowed, and whether the client has the version
	}{
		{nil, nil, true, true, false},
		{[]string{`"3"`}, nil, true, true, false},
		{[]string{`*`}, nil, true, true, false},
		{[]string{` "1" ,	"3"`}, nil, true, true, false},
		{[]string{`"1",,"3",`}, nil, true, true, false},
		{[]string{`"1"`, `"3"`}, nil, true, true, false},
		{[]string{`"a,b", W/"3", "3"`}, nil, true, true, false},
		{[]string{`"2"`}, nil, false, false, false},
		{[]string{`"33"`}, nil, false, false, false},
		{[]string{`""`}, nil, false, false, false},
		{[]string{`"*"`}, nil, false, false, false},
		{[]string{`W/"3"`}, nil, false, false, false},
		{[]string{`"é"`}, nil, false, false, false},
		{nil, []string{`"3"`}, false, true, true},
		{nil, []string{`W/"3"`}, false, true, true},
		{nil, []string{`*`}, false, true, true},
		{nil, []string{`"2", "4"`}, true, true, false},
		{[]string{`"3"`}, []string{`"3"`}, false, true, true},
		{[]string{`"2"`}, []string{`"3"`}, false, false, false},
	} {
		c, err := precondition.Parse(tc.match, tc.noneMatch)
		if err != nil {
			t.Fatal(err)
		}
		known, errRead := c.CheckRead(3)
		errWrite := c.Check(3)
		if known != tc.known || allowed(t, errRead) != tc.read || allowed(t, errWrite) != tc.write {
			t.Errorf("%q %q: known %t, read %v, write %v", tc.match, tc.noneMatch, known, errRead, errWrite)
		}
	}
}

func allowed(t *testing.T, err error) bool {
	t.Helper()
	if err != nil && !errors.Is(err, apperr.ErrPreconditionFailed) {
		t.Error(err)
	}
	return err == nil
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, value := range []string{``, `,`, `3`, `"3`, `3"`, `"3" "4"`, `"3"x`, `w/"3"`, `W/`, `W/3`, `*, "3"`, `"3", *`, "\"\x01\"", "\"a b\"", "\"\x7f\"", `'3'`} {
		for _, values := range [][2][]string{{{value}, nil}, {nil, {value}}} {
			_, err := precondition.Parse(values[0], values[1])
			if _, bad := errors.AsType[*apperr.BadRequest](err); !bad {
				t.Errorf("%q: %v", values, err)
			}
		}
	}
}

func TestParseWrite(t *testing.T) {
	t.Parallel()
	if _, err := precondition.ParseWrite(nil, []string{`"3"`}, true); !errors.Is(err, apperr.ErrPreconditionRequired) {
		t.Errorf("without If-Match: %v", err)
	}
	for _, required := range []bool{false, true} {
		if _, err := precondition.ParseWrite([]string{precondition.ETag(3)}, nil, required); err != nil {
			t.Error(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, value := range []string{`"3"`, `W/"3", "4"`, `*`, `,`, `"`} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		c, err := precondition.Parse([]string{value}, nil)
		if err == nil && c.Check(3) == nil && !strings.Contains(value, `"3"`) && strings.Trim(value, ", \t") != "*" {
			t.Errorf("%q allows a change of version 3", value)
		}
	})
}
