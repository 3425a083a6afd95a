package spec_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gen-go/gen/generator/spec"
)

func parseField(t *testing.T, text string) spec.Field {
	t.Helper()
	f, err := spec.ParseField(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFormatsOfDefaults(t *testing.T) {
	for format, values := range map[string]struct{ good, bad []string }{
		"email": {
			[]string{"ann@example.com", "A.b+c@x-y.example"},
			[]string{"ann", "ann@localhost", "ann@-x.com", ".a@x.com", "a@x.c", "a@b@x.com", "a b@x.com", "a@1.2.3.4"},
		},
		"url": {
			[]string{"https://example.com/a?b=c#d", "http://192.0.2.1:80", "http://[::1]/"},
			[]string{"example.com", "javascript:alert(1)", "ftp://example.com", "https://a:b@c.de", "https://a b.c", "http://:80", "http://a:99999"},
		},
		"slug":     {[]string{"a", "my-first-2"}, []string{"A", "-a", "a-", "a--b", "a_b", "ä"}},
		"hostname": {[]string{"localhost", "a-b.example.com"}, []string{"a_b", "-a", "1.2.3.4", "a.", strings.Repeat("a", 64)}},
		"ip":       {[]string{"192.0.2.1", "2001:db8::1"}, []string{"192.0.2", "192.0.2.1:80", "fe80::1%eth0", "01.2.3.4"}},
		"phone":    {[]string{"+12025550123", "+6834000"}, []string{"12025550123", "+0123456", "+1 202 555", "+123456"}},
		"notblank": {[]string{"a", " a"}, []string{" ", "\u00a0"}},
		"trim":     {[]string{"a b"}, []string{" a", "a "}},
		"lower":    {[]string{"a b"}, []string{"A b"}},
		"pattern=a|b[0-9]+": {
			[]string{"a", "b12"}, []string{"ab12", "b", "a1", "xa"},
		},
	} {
		for _, value := range values.good {
			f := parseField(t, "x:string:"+format)
			if f.Default = value; len(f.Check()) > 0 {
				t.Errorf("%s: %q", format, f.Check())
			}
		}
		for _, value := range values.bad {
			f := parseField(t, "x:string:"+format)
			if f.Default = value; len(f.Check()) == 0 {
				t.Errorf("%s: default %q is accepted", format, value)
			}
		}
	}
}

func TestFormatsThatCannotBe(t *testing.T) {
	for text, want := range map[string]string{
		"x:string:email,ip":                            "email and ip exclude each other",
		"x:text:email":                                 "text takes no email",
		"x:int:trim":                                   "int takes no trim",
		"x:enum(a|b):lower":                            "enum takes no lower",
		"x:string:url,lower":                           "url and lower exclude each other",
		"x:string:email,max=3":                         "gen finds no value that obeys email,max=3",
		"x:string:ip,min=50":                           "gen finds no value that obeys ip,min=50",
		"x:string:lower,pattern=[A-Z]+":                "gen finds no value that obeys",
		"x:string:phone,pattern=[0-9]+":                "gen finds no value that obeys phone,pattern=[0-9]+",
		"x:string:unique,pattern=[abc]":                "gen finds fewer than 10 values that obey pattern=[abc], too few for a unique field",
		`x:string:pattern="a(b"`:                       "missing closing ): `a(b`; the syntax is that of RE2",
		`x:string:pattern="(?=a)"`:                     "invalid or unsupported Perl syntax",
		`x:string:pattern="\ba"`:                       `\ is followed by something else than \ or "`,
		"x:string:pattern=a{2000}":                     "invalid repeat count",
		"x:string:pattern=a{9}{9}{9}{9}{9}":            "pattern",
		"x:string:pattern=" + strings.Repeat("a", 201): "pattern is longer than 200 characters",
		"x:string:email=1":                             "email takes no value",
		"x:string:email,email":                         "duplicate modifier email",
		"x:string:pattern=":                            "pattern needs a value",
		"x:string:emial":                               `did you mean "email"?`,
		"x:string:email,default=no":                    `default "no" does not have the format email`,
		"x:string:pattern=a,default=b":                 `default "b" does not match the pattern`,
	} {
		f, err := spec.ParseField(text)
		problems := f.Check()
		if err != nil {
			problems = []string{err.Error()}
		}
		if got := strings.Join(problems, "; "); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Examples obey the rules, and are different.
func TestExamples(t *testing.T) {
	for _, text := range []string{
		"x:string:email", "x:string:email,max=8", "x:string:email,min=250", "x:string:unique,email,trim,lower", `x:string:email,pattern=".+@acme\\.com"`,
		"x:string:url", "x:text:url,min=300", "x:string:url,max=9", "x:string:slug,max=2", "x:string:unique,slug,min=200", "x:string:hostname,max=1",
		"x:string:hostname,min=200", "x:string:ip,max=4", "x:string:ip,min=30", "x:string:phone,max=8", "x:string:phone,min=16",
		"x:string:pattern=[A-Z]{3}", `x:string:unique,pattern="[A-Z]{2}-\\d{1,4}"`, `x:text:trim,lower,pattern="\\w+( \\w+)*",min=20,max=30`,
	} {
		f := parseField(t, text)
		if problems := f.Check(); len(problems) > 0 {
			t.Errorf("%s: %q", text, problems)
			continue
		}
		found := f.Examples(10)
		for i, example := range found {
			f := f
			f.Required, f.Unique, f.Default = false, false, example
			if problems := f.Check(); len(problems) > 0 || slices.Contains(found[:i], example) {
				t.Errorf("%s: example %q: %q", text, example, problems)
			}
			if n := utf8.RuneCountInString(example); n > 300 {
				t.Errorf("%s: example of %d characters", text, n)
			}
		}
		if len(found) < 2 {
			t.Errorf("%s: only %q", text, found)
		}
	}
}

// What only the program checks is not in the history of the table.
func TestColumnsHaveNoForm(t *testing.T) {
	f := parseField(t, "x:string:required,unique,email,notblank,trim,lower,min=6,max=90")
	if got := f.Column().String(); got != "x:string:required,unique,max=90" {
		t.Errorf("the column is %s", got)
	}
}
