package templates_test

import (
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// TestStoresUseTheTransaction checks that no store passes by the transaction in
// its context. Outside of it a statement would wait for it or not see what it
// has written.
func TestStoresUseTheTransaction(t *testing.T) {
	direct := regexp.MustCompile(`\bs\.(db|reads)(\.\w+\(|,)`)
	cat := templates.Catalog()
	for _, database := range []string{"sqlite", "postgres", "mysql"} {
		for _, access := range cat.Options("access") {
			s := &spec.Spec{Name: "my-api", Module: "example.com/my-api", Options: layer.Choices{
				"database": {database}, "access": {access.Name}, "example": {"bank"}, "middleware": {"idempotency"},
			}}
			for _, line := range []string{"author name:string:unique", "book title:string price:decimal author:ref=author"} {
				r, err := spec.ParseResource(line)
				if err != nil {
					t.Fatal(err)
				}
				s.Resources = append(s.Resources, r)
			}
			s.Fill(cat)
			out, err := render.Tree(cat, s)
			if err != nil {
				t.Fatal(err)
			}
			uses := 0
			for name, f := range out.All() {
				if path.Dir(name) != "internal/store" || path.Base(name) == "idempotency.go" {
					continue
				}
				for line := range strings.Lines(string(f.Data)) {
					if strings.Contains(line, "within(ctx, s.") {
						uses++
						line = strings.ReplaceAll(strings.ReplaceAll(line, "within(ctx, s.db)", ""), "within(ctx, s.reads)", "")
					}
					if direct.MatchString(line) && !strings.Contains(line, "WithTx(ctx, s.db, ") {
						t.Errorf("%s %s: %s: %s", database, access.Name, name, strings.TrimSpace(line))
					}
				}
			}
			if uses < 9 {
				t.Errorf("%s %s: only %d statements use it", database, access.Name, uses)
			}
		}
	}
}
