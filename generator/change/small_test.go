package change_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// small returns a catalogue whose projects have no dependencies and no API
// documents, except with its only option, which adds both.
func small() *layer.Catalog {
	return &layer.Catalog{
		Categories: []layer.Category{{Name: "api", Many: true}},
		Layers:     []layer.Layer{{Name: "base", Dir: "base"}, {Category: "api", Name: "documented", Dir: "documented"}},
		Files: fstest.MapFS{
			"base/cmd/server/main.go.tmpl":        {Data: []byte("// Command server does nothing.\n//\n//\t@title\t\tNothing\n//\t@version\t1.0\npackage main\n\nfunc main() {}\n")},
			"documented/internal/api/api.go.tmpl": {Data: []byte("// Package api shows the API documents.\npackage api\n\nimport _ \"{{.Module}}/docs\"\n")},
		},
		Atlas: templates.Catalog().Atlas, Version: "1.0.0", GoVersion: "1.26.0",
	}
}

// Derived files are added and removed with the option that needs them.
func TestDerivedFilesComeAndGo(t *testing.T) {
	cat := small()
	s := &spec.Spec{Name: "nothing"}
	s.Fill(cat)
	rendered, err := change.New(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "p")
	if err := (disk.Writer{}).Create(t.Context(), dir, rendered); err != nil {
		t.Fatal(err)
	}
	derived := []string{"go.sum", "docs/docs.go", "docs/openapi.json", "docs/swagger.json", "docs/swagger.yaml"}
	for _, c := range []struct {
		verb
		there bool
	}{{addOption(cat, "api", "documented"), true}, {removeOption(cat, "api", "documented"), false}} {
		changedOf(t, cat, dir, c.verb)
		for _, name := range derived {
			if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != c.there {
				t.Errorf("after %s: %s exists: %t, want %t", c.name, name, err == nil, c.there)
			}
		}
		next := &spec.Spec{Name: "nothing", Options: layer.Choices{}}
		if c.there {
			next.Options["api"] = []string{"documented"}
		}
		isOf(t, cat, dir, next, []string{c.name})
	}
}
