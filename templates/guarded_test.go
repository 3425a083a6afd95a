package templates_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// TestEveryRouteIsGuarded reads the API documents of projects with guards whose
// resources say nothing about access: without credentials nothing is served
// but what gives credentials. Services behave as their documents say, which
// internal/e2e tests.
func TestEveryRouteIsGuarded(t *testing.T) {
	cat := templates.Catalog()
	var guarded int
	for _, c := range combinations(t, cat, 2) {
		s, err := c.spec(cat)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Options["auth"]) == 0 {
			continue
		}
		guarded++
		t.Run(strings.ReplaceAll(c.name(), ",", " "), func(t *testing.T) {
			t.Parallel()
			for i := range s.Resources {
				s.Resources[i].Access = spec.Access{}
			}
			for route, op := range operations(t, cat, s) {
				open := len(op.Security) == 0 || op.Responses["401"] == nil
				if open && !strings.Contains(route, " /auth/") {
					t.Errorf("%s is open to everybody", route)
				}
			}
		})
	}
	if guarded == 0 {
		t.Error("no combination has guards")
	}
}

// operation is what an API document says about a route.
type operation struct {
	Security  []map[string][]string
	Responses map[string]any
}

// operations returns the operations in the API document of a project by method
// and path.
func operations(t *testing.T, cat *layer.Catalog, s *spec.Spec) map[string]operation {
	t.Helper()
	rendered, err := generator.Render(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]operation
	}
	if err := json.Unmarshal(rendered["docs/swagger.json"].Data, &doc); err != nil {
		t.Fatal(err)
	}
	all := map[string]operation{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			all[strings.ToUpper(method)+" "+path] = op
		}
	}
	return all
}
