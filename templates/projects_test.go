package templates_test

import (
	"flag"
	"path/filepath"
	"testing"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/templates"
)

var (
	strength = flag.Int("strength", 1, "how many options meet in every way in the projects that are built")
	thorough = flag.Bool("thorough", false, "build projects with the race detector and linters, and try every name")
)

// TestProjects vets and tests whole projects with the real tools.
func TestProjects(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles whole projects")
	}
	cat := templates.Catalog()
	list := combinations(t, cat, *strength)
	t.Logf("%d projects have every choice of %d options", len(list), *strength)
	for _, c := range list {
		t.Run(c.name(), func(t *testing.T) {
			t.Parallel()
			rendered, err := c.project(cat)
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(t.TempDir(), "myapi")
			if err := (disk.Writer{}).Create(t.Context(), dir, rendered); err != nil {
				t.Fatal(err)
			}
			if out := run(t, dir, "go", "mod", "tidy", "-diff"); out != "" {
				t.Errorf("not tidy:\n%s", out)
			}
			if !*thorough {
				run(t, dir, "go", "test", "-vet=all", "./...")
				return
			}
			run(t, dir, "go", "test", "-vet=all", "-race", "./...")
			makeLint(t, dir)
			run(t, dir, "go", "run", "github.com/securego/gosec/v2/cmd/gosec@v2.30.0", "-quiet", "-exclude-generated", "./...")
		})
	}
}
