package spec_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// calling is a catalogue whose projects can have clients.
func calling() *layer.Catalog {
	cat := catalog()
	cat.Layers = append(cat.Layers, layer.Layer{Name: "client", When: []string{"clients"}})
	return cat
}

func TestClients(t *testing.T) {
	const begin = "name: shop\nclients:\n"
	for text, want := range map[string]string{
		"  - name: payments\n  - name: fraud_check\n": "",
		"  - name: Payments\n":                        `3 clients[0].name: "Payments": use snake_case`,
		"  - payments\n":                              "3 clients[0]: must be a mapping with the key name",
		"  - name: a\n    url: b\n":                   `4 clients[0]: unknown key "url"; allowed is name`,
		"  - name: pay_er\n  - name: payer\n":         `4 clients[1].name: "payer" clashes with client "pay_er"`,
		"  - name: payer\n  - name: payer\n":          `4 clients[1].name: client "payer" is listed twice`,
		"  - name: time\n":                            `3 clients[0].name: "time" is the name of a standard Go package`,
		strings.Repeat("  - name: a\n", 101):          "2 clients: has 101 entries; at most 100 are allowed",
	} {
		s, lines, err := spec.Load(strings.NewReader(begin+text), calling())
		problems, _ := err.(spec.Problems) //nolint:errorlint // it is one
		if err == nil {
			s.Fill(calling())
			problems = s.Validate(calling())
			lines.Locate(problems)
		}
		got := ""
		if len(problems) > 0 {
			got = strings.TrimPrefix(problems.In("").Error(), ":")
		}
		if got = strings.Replace(got, ": ", " ", 1); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if _, _, err := spec.Load(strings.NewReader(begin+"  - name: payments\n"), catalog()); err == nil || !strings.Contains(err.Error(), `unknown key "clients"`) {
		t.Errorf("a catalogue without clients: %v", err)
	}
}

func TestMergeClients(t *testing.T) {
	with := func(names ...string) *spec.Spec {
		s := &spec.Spec{Name: "shop"}
		if err := s.AddClients(names...); err != nil {
			t.Fatal(err)
		}
		s.Fill(calling())
		return s
	}
	for _, tc := range []struct{ base, ours, theirs, want []string }{
		{nil, []string{"a"}, []string{"b"}, []string{"a", "b"}},
		{[]string{"a", "b"}, []string{"b"}, []string{"a", "b", "c"}, []string{"b", "c"}},
		{[]string{"a"}, nil, []string{"a"}, nil},
		{[]string{"a"}, []string{"a", "b"}, []string{"a", "b"}, []string{"a", "b"}},
	} {
		got, open, err := spec.Merge(calling(), with(tc.base...), with(tc.ours...), with(tc.theirs...), nil)
		if err != nil || len(open) > 0 || !slices.Equal(got.ClientNames(), tc.want) {
			t.Errorf("%+v: got %v, %v, %v", tc, got.ClientNames(), open, err)
		}
	}
}
