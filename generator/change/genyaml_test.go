package change_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// A change is added to gen.yaml, and the owner's lines stay as they are
// written.
func TestGenYAMLStaysAsWritten(t *testing.T) {
	const before = `# My project.
name: myapi
module: example.com/myapi

framework: gin # we know it
database: sqlite
access: sql

resources:
  # Those who write.
  - name: author
    fields: [name:string:required]

  - name: note
    fields:
      - "text:text"
  # end
`
	for name, tt := range map[string]struct {
		change verb
		come   []string
	}{
		"resource":   {addResource(t, "event at:time"), []string{"  - name: event", "    fields:", "      - at:time"}},
		"middleware": {addOption(templates.Catalog(), "middleware", "cors"), []string{"middleware:", "  - cors"}},
		"example":    {addOption(templates.Catalog(), "example", "bank"), []string{"example: bank"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := made(t, ownersOf(t, "gin"))
			put(t, dir, spec.Path, before)
			p, err := change.Open(templates.Catalog(), dir, clock)
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			next := unchanged(t, p)
			if err := tt.change.edit(next); err != nil {
				t.Fatal(err)
			}
			plan, err := p.Plan(t.Context(), next, change.PlanOptions{NoCheck: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := p.Apply(t.Context(), plan, "add"); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(filepath.Join(dir, spec.Path))
			if err != nil {
				t.Fatal(err)
			}
			rest := string(data)
			for line := range strings.Lines(before) {
				var ok bool
				if _, rest, ok = strings.Cut(rest, line); !ok {
					t.Fatalf("%q is missing or out of order:\n%s", line, data)
				}
			}
			for _, line := range tt.come {
				if !strings.Contains(string(data), line+"\n") {
					t.Errorf("%q is missing:\n%s", line, data)
				}
			}
		})
	}
}
