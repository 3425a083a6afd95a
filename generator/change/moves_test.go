package change_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// TestUpgradeFollowsMovedFiles upgrades to a release that has renamed one file
// and moved another to a new package. The owner's edits move along.
func TestUpgradeFollowsMovedFiles(t *testing.T) {
	dir := made(t, ownersOf(t, "nethttp"))
	rendered := onDisk(t, dir)
	edited := edit(t, rendered, "a constant for the server")
	edited = edit(t, edited, "an error of one's own")
	if err := writeAll(dir, edited); err != nil {
		t.Fatal(err)
	}
	cat := moving(t, "internal/server/config.go.tmpl", "internal/server/settings.go.tmpl", "internal/apperr/apperr.go.tmpl", "internal/apperr/errors.go.tmpl",
		"internal/server/server_test.go.tmpl", "internal/server/stop_test.go.tmpl") // not edited
	p, err := change.Open(cat, dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	plan, err := p.Plan(t.Context(), unchanged(t, p), change.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Conflicts) > 0 {
		t.Errorf("got conflicts %+v", plan.Conflicts)
	}
	if err := p.Apply(t.Context(), plan, "upgrade"); err != nil {
		t.Fatal(err)
	}
	result := onDisk(t, dir)
	for name, want := range map[string]string{
		"internal/server/settings.go":  "const Grace = 3 * time.Second",
		"internal/apperr/errors.go":    "var ErrClosed = errors.New",
		"internal/server/stop_test.go": "package server",
	} {
		if !strings.Contains(string(result[name].Data), want) {
			t.Errorf("%s does not contain %q", name, want)
		}
	}
	for _, name := range []string{"internal/server/config.go", "internal/apperr/apperr.go", "internal/server/server_test.go"} {
		if _, there := result[name]; there {
			t.Errorf("%s still exists", name)
		}
	}
	if _, _, err := change.Undo(t.Context(), dir, false); err != nil {
		t.Fatal(err)
	}
	for name, f := range edited {
		data, err := os.ReadFile(dir + "/" + name)
		if err != nil || string(data) != string(f.Data) {
			t.Errorf("after undo %s is not as before: %v", name, err)
		}
	}
}

// moving returns a later release in which templates have moved, given as pairs
// of the end of the old path and that of the new one.
func moving(t *testing.T, pairs ...string) *layer.Catalog {
	t.Helper()
	cat := templates.Catalog()
	cat.Version = "99.0.0"
	files := fstest.MapFS{}
	moved := 0
	err := fs.WalkDir(cat.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(cat.Files, name)
		for i := 0; i < len(pairs); i += 2 {
			if to, ok := strings.CutSuffix(name, pairs[i]); ok {
				name = to + pairs[i+1]
				moved++
			}
		}
		files[name] = &fstest.MapFile{Data: data, Mode: 0o644}
		return err
	})
	if err != nil || moved < len(pairs)/2 {
		t.Fatalf("%d templates moved: %v", moved, err)
	}
	cat.Slots = slices.Clone(cat.Slots)
	for i, s := range cat.Slots {
		for j := 0; j < len(pairs); j += 2 {
			if strings.TrimSuffix(pairs[j], ".tmpl") == s.File {
				cat.Slots[i].File = strings.TrimSuffix(pairs[j+1], ".tmpl")
			}
		}
	}
	cat.Files = files
	return cat
}
