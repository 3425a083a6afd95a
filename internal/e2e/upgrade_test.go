package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// TestUpgradedProjects builds and tests the projects of an earlier release
// that generator/change upgrades, with their conflicts resolved. They take over
// a database of that release.
func TestUpgradedProjects(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for name, database := range map[string]string{"library": "sqlite", "ledger": "postgres", "depot": "mysql"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var env []string
			if s, ok := servers[database]; ok {
				s.need(t)
				env = s.forTests()
			}
			dir := filepath.Join(t.TempDir(), name)
			copyOver(t, dir, filepath.Join("../../testdata/upgrade", name))
			var old *schema
			if *useServers { // it needs modules that current projects do not
				old = newSchema(t, database, dir)
				old.migrate("up")
			}
			upgrade(t, dir)
			if resolved := filepath.Join("../../testdata/upgrade", name+".resolved"); exists(resolved) {
				copyOver(t, dir, resolved)
			}
			runEnv(t, dir, env, "go", "test", "-vet=all", "./...")
			run(t, dir, "go", "mod", "tidy", "-diff")
			if old != nil {
				compile(t, dir)
				if out := old.migrate("up"); out != current {
					t.Errorf("migrations of the earlier release ran again:\n%s", out)
				}
			}
		})
	}
}

func upgrade(t *testing.T, dir string) {
	t.Helper()
	p, err := change.Open(templates.Catalog(), dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	next, err := p.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := p.Plan(t.Context(), next, change.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Apply(t.Context(), plan, "upgrade"); err != nil {
		t.Fatal(err)
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// copyOver copies the files in from to dir, overwriting existing ones. An
// empty file deletes the existing one.
func copyOver(t *testing.T, dir, from string) {
	t.Helper()
	files, err := tree.FromFS(os.DirFS(from))
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range files {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if len(f.Data) == 0 {
			err = os.Remove(to)
		} else {
			err = os.WriteFile(to, f.Data, f.Mode)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
