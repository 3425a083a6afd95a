package sample_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gen-go/gen/generator/sample"
)

func anything(string) bool { return true }

func TestMatching(t *testing.T) {
	for _, tt := range []struct {
		expr      string
		low, high int
		want      []string // the first ones
	}{
		{`[a-z]{3}`, 0, 255, []string{"aaa", "aab", "aac"}},
		{`\d{4}-\d{2}`, 0, 255, []string{"0000-00", "0000-01", "0000-02"}},
		{`ISBN (97[89])?\d{9}[\dX]`, 0, 20, []string{"ISBN 0000000000", "ISBN 0000000001", "ISBN 0000000002"}},
		{`[A-Z]{2}[0-9]+`, 6, 6, []string{"AA0000", "AA0001", "AA0002"}},
		{`(ab)*c`, 4, 7, []string{"ababc", "abababc"}},
		{`red|green|`, 0, 9, []string{"", "red", "green"}},
		{`(?i)x`, 0, 9, []string{"x", "X"}},
		{`^a$`, 0, 9, []string{"a"}},
		{`a\b-`, 0, 9, []string{"a-"}},
		{`a\bb`, 0, 9, nil},
		{`.+@acme\.com`, 0, 20, []string{"a@acme.com", "b@acme.com", "c@acme.com"}},
		{`\p{Greek}`, 0, 9, []string{"Ͱ", "ͱ", "Ͳ"}},
		{`[äöü]`, 0, 9, []string{"ä", "ö", "ü"}},
		{`(a?){1000}b`, 999, 999, []string{strings.Repeat("a", 998) + "b"}},
		{`a{5}`, 0, 4, nil},
		{`a{5}`, 6, 9, nil},
		{`[']`, 0, 9, nil},
		{`[^\x00-\x{10FFFF}]`, 0, 9, nil},
		{`(`, 0, 9, nil},
	} {
		if got := sample.Matching(tt.expr, tt.low, tt.high, 3, anything); !slices.Equal(got, tt.want) {
			t.Errorf("%s, %d to %d: %q, want %q", tt.expr, tt.low, tt.high, got, tt.want)
		}
	}
}

func TestMatchingAccepted(t *testing.T) {
	odd := func(text string) bool { return strings.Count(text, "a")%2 == 1 }
	if got, want := sample.Matching(`[ab]{2}`, 0, 9, 9, odd), []string{"ab", "ba"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// What is found matches, and hostile expressions take no time.
func FuzzMatching(f *testing.F) {
	for _, expr := range []string{`(a*)*b`, `((a|b)*c)*d{900}`, `(((a{30}){30}){30})`, `(x+x+)+y`, `(|a)+`, `(a|aa)*$^b`, `\PN{7,}`, `(?U)a+?b*`, `[[:alpha:]]\z`} {
		f.Add(expr, 3, 40)
	}
	f.Fuzz(func(t *testing.T, expr string, low, high int) {
		start := time.Now()
		found := sample.Matching(expr, low, high, 10, anything)
		for i, text := range found {
			length := utf8.RuneCountInString(text)
			if !regexp.MustCompile(`\A(?:`+expr+`)\z`).MatchString(text) || length < low || length > high || slices.Contains(found[:i], text) {
				t.Errorf("%s, %d to %d: %q", expr, low, high, found)
			}
		}
		t.Log(time.Since(start), found)
	})
}
