package templates_test

import (
	"testing"

	"github.com/gen-go/gen/generator/change/swagger"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// TestDocumentsAreThoseOfSwag compares the API documents, which a render
// writes in memory, with those that swag makes of the project.
func TestDocumentsAreThoseOfSwag(t *testing.T) {
	for name, g := range goldens {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sameAsSwag(t, g.module, renderGolden(t, name))
		})
	}
	cat := templates.Catalog()
	for _, c := range combinations(t, cat, 2) {
		t.Run(c.name(), func(t *testing.T) {
			t.Parallel()
			rendered, err := c.project(cat)
			if err != nil {
				t.Fatal(err)
			}
			sameAsSwag(t, "example.com/myapi", rendered)
		})
	}
}

func sameAsSwag(t *testing.T, module string, rendered tree.Tree) {
	t.Helper()
	want, err := swagger.Docs(module, rendered)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range want.All() {
		if string(rendered[name].Data) != string(f.Data) {
			t.Errorf("%s is not what swag makes:\n%s\nswag:\n%s", name, rendered[name].Data, f.Data)
		}
	}
}
