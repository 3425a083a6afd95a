package change_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/templates"
)

// The API documents include the owner's routes. If these cannot be parsed, the
// documents are kept and a note is added. So it is if a route repeats the prefix
// that all have.
func TestDocumentsHaveTheOwnersRoutes(t *testing.T) {
	const own = "package handler\n\n// Hello greets.\n//\n//\t@Summary\tGreet\n//\t@Success\t200\t{object}\tresp.Body\n//\t@Router\t\t/hello [get]\nfunc Hello() {}\n"
	for text, want := range map[string]struct {
		documented string
		note       string
	}{
		own: {"/hello", ""},
		strings.Replace(own, "resp.Body", "nowhere.Body", 1): {"", "docs/ is not updated: "},
		strings.Replace(own, "/hello", "/api/v1/hello", 1):   {"/api/v1/hello", "docs/: paths are relative to /api/v1; remove it from @Router of /api/v1/hello"},
	} {
		dir := made(t, ownersOf(t, "gin"))
		put(t, dir, "internal/handler/hello.go", text)
		p, err := change.Open(templates.Catalog(), dir, clock)
		if err != nil {
			t.Fatal(err)
		}
		next := unchanged(t, p)
		if err := addResource(t, "event name:string").edit(next); err != nil {
			t.Fatal(err)
		}
		plan, err := p.Plan(t.Context(), next, change.PlanOptions{NoCheck: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Apply(t.Context(), plan, "add"); err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(dir, "docs", "swagger.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, route := range []string{want.documented, "/events"} {
			if got := strings.Contains(string(data), `"`+route+`"`); got != (want.documented != "") {
				t.Errorf("documents contain %q: %v", route, got)
			}
		}
		if notes := strings.Join(plan.Notes, "\n"); (notes == "") != (want.note == "") || !strings.HasPrefix(notes, want.note) {
			t.Errorf("got notes %q, want %q", notes, want.note)
		}
	}
}
