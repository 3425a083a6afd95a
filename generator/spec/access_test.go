package spec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// guarded returns a catalogue with an option that guards routes.
func guarded() *layer.Catalog {
	cat := catalog()
	cat.Categories = append(cat.Categories, layer.Category{Name: "auth", Optional: true})
	cat.Layers = append(cat.Layers,
		layer.Layer{Name: "guard", When: []string{"auth"}, Guards: []layer.Guard{{Name: "user"}, {Name: "admin"}}}, // of all options of auth
		layer.Layer{Category: "auth", Name: "token"},
	)
	return cat
}

const withAccess = `name: myapi
auth: %s
resources:
  - name: book
    access: {read: public, write: %s}
    fields: [title:string]
`

func TestAccess(t *testing.T) {
	for _, tc := range []struct{ auth, write, problem string }{
		{"token", "admin", ""},
		{"token", "public", ""},
		{"token", "admim", `resources[0].access.write: "admim" is not one of public, user, admin; did you mean "admin"?`},
		{"none", "public", ""},
		{"none", "admin", `resources[0].access.write: "admin" needs an option that guards routes; leave it out`},
	} {
		cat := guarded()
		s, _, err := spec.Load(strings.NewReader(fmt.Sprintf(withAccess, tc.auth, tc.write)), cat)
		if err != nil {
			t.Fatal(err)
		}
		s.Fill(cat)
		problem := ""
		if err := s.Validate(cat).Err(); err != nil {
			problem = err.Error()
		}
		if problem != tc.problem {
			t.Errorf("write: %s with auth: %s: %q, want %q", tc.write, tc.auth, problem, tc.problem)
		}
		if s.Resources[0].Access != (spec.Access{Read: "public", Write: tc.write}) {
			t.Errorf("got %+v", s.Resources[0].Access)
		}
		text, err := s.Marshal(cat)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := spec.Load(bytes.NewReader(text), cat)
		if err != nil || again.Resources[0].Access != s.Resources[0].Access {
			t.Errorf("written and read again: %+v, %v", again.Resources[0].Access, err)
		}
	}
}

// Without options that guard routes, gen.yaml has no key access.
func TestAccessIsUnknown(t *testing.T) {
	_, problems := load(strings.Replace(fmt.Sprintf(withAccess, "none", "user"), "auth: none\n", "", 1))
	if want := `4 resources[0]: unknown key "access"; allowed are name, plural, id, timestamps, softdelete, bulk, unique, index, checks, fields`; !slices.Contains(problems, want) {
		t.Errorf("got %q, want %q", problems, want)
	}
	for cat, want := range map[*layer.Catalog]bool{catalog(): false, guarded(): true} {
		schema, err := json.Marshal(spec.Schema(cat))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(schema), `"read":{"enum":["public","user","admin"]}`); got != want {
			t.Errorf("the schema has access: %t, want %t", got, want)
		}
	}
}
