package templates_test

import (
	"bytes"
	"flag"
	"path/filepath"
	"testing"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

var (
	strength = flag.Int("strength", 1, "number of options of which all combinations are in the projects that are built")
	thorough = flag.Bool("thorough", false, "run the race detector and linters in projects, and test every name")
)

// TestProjects vets and tests whole projects with the go command.
func TestProjects(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles whole projects")
	}
	cat := templates.Catalog()
	list := combinations(t, cat, *strength)
	t.Logf("%d projects cover all combinations of %d options", len(list), *strength)
	for _, c := range list {
		t.Run(c.name(), func(t *testing.T) {
			t.Parallel()
			rendered, err := c.project(cat)
			if err != nil {
				t.Fatal(err)
			}
			finishDrafts(rendered)
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

// finishDrafts makes an empty migration of each that is for the owner to write,
// because a project does not run drafts.
func finishDrafts(project tree.Tree) {
	for name, f := range project {
		if rest, isDraft := bytes.CutPrefix(f.Data, []byte("-- DRAFT: write this migration, then delete this line.\n")); isDraft {
			f.Data = rest
			project[name] = f
		}
	}
}
