package spec_test

import (
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// related returns resources of which book has the given fields.
func related(fields string) string {
	return `name: myapi
resources:
  - {name: author, fields: [name:string]}
  - {name: editor_book, fields: [name:string, author:ref=author]}
  - {name: person, fields: [name:string]}
  - {name: book, fields: [title:string, ` + fields + `]}
`
}

func TestRoutesOfReferences(t *testing.T) {
	for field, want := range map[string]string{
		"author:ref=author":             "books",
		"authors:refs=author":           "books",
		"main_editor:ref=author":        "main-editor-books",
		"editors:refs=author":           "editors-books",
		"people:refs=person":            "books",
		"copy:ref=editor_book":          "copy-books",
		"parent:ref=book":               "children",
		"book:ref=book":                 "books",
		"sequel:ref=book":               "sequel-books",
		"translations:refs=book":        "translations-books",
		"parent:ref=author":             "parent-books",
		"editor_books:refs=editor_book": "books",
	} {
		s, problems := load(related(field))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		all := s.Relations(catalog())
		got := all[len(all)-1]
		if got.Route != want || !got.Listed || !got.Included || got.Guard != "" {
			t.Errorf("%s: %+v, want the route %s", field, got, want)
		}
	}
}

func TestRoutesClash(t *testing.T) {
	for fields, want := range map[string]string{
		"author:ref=author, authors:refs=author": `6 resources[3].fields[2]: field "authors": its route /authors/{id}/books is that of book.author; choose another name, or to keep the values of an existing field: gen rename field book authors NAME`,
		"editor:ref=author":                      `6 resources[3].fields[1]: field "editor": its route /authors/{id}/editor-books is that of editor_book.author; choose another name, or to keep the values of an existing field: gen rename field book editor NAME`,
		"author:ref=author, editors:refs=author": "",
	} {
		if _, problems := load(related(fields)); strings.Join(problems, "\n") != want {
			t.Errorf("%s: %q, want %q", fields, problems, want)
		}
	}
}

// Nested lists and what rows include must not show more than the guards of both
// resources allow.
func TestGuardsOfReferences(t *testing.T) {
	cat := guarded()
	cat.Categories[len(cat.Categories)-1].Many = true
	cat.Layers = append(cat.Layers, layer.Layer{Category: "auth", Name: "key", Guards: []layer.Guard{{Name: "service"}}})
	for _, tc := range []struct {
		book, author, guard string
		listed, included    bool
	}{
		{"", "", "user", true, true},
		{"public", "public", "", true, true},
		{"user", "public", "user", true, true},
		{"public", "user", "user", true, false},
		{"admin", "user", "admin", true, true},
		{"user", "admin", "admin", true, false},
		{"service", "service", "service", true, true},
		{"service", "public", "service", true, true},
		{"service", "user", "", false, false},
		{"", "service", "", false, false},
	} {
		s, _, err := spec.Load(strings.NewReader(`name: myapi
auth: [token, key]
resources:
  - {name: author, fields: [name:string]}
  - {name: book, fields: [title:string, author:ref=author]}
`), cat)
		if err != nil {
			t.Fatal(err)
		}
		s.Resources[0].Access.Read, s.Resources[1].Access.Read = tc.author, tc.book
		s.Fill(cat)
		if ps := s.Validate(cat); len(ps) > 0 {
			t.Fatal(ps)
		}
		got := s.Relations(cat)[0]
		if got.Guard != tc.guard || got.Listed != tc.listed || got.Included != tc.included {
			t.Errorf("book %q, author %q: %+v, want %+v", tc.book, tc.author, got, tc)
		}
		if facts := s.Facts(cat); facts["listed"] != tc.listed || facts["included"] != tc.included {
			t.Errorf("book %q, author %q: listed is %t, included is %t", tc.book, tc.author, facts["listed"], facts["included"])
		}
	}
}
