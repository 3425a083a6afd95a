package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	const now = "'2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z')"
	for name, row := range map[string]struct{ database, table, insert string }{
		"library": {"sqlite", "authors", "INSERT INTO authors (name, created_at, updated_at) VALUES ('Ada', " + now},
		"ledger":  {"postgres", "customers", "INSERT INTO customers (name, email, vip, created_at, updated_at) VALUES ('Ada', 'ada@example.com', TRUE, " + now},
		"depot":   {"mysql", "notes", "INSERT INTO notes (body, created_at, updated_at) VALUES ('Ada', " + strings.ReplaceAll(now, "Z'", "'")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := row.database
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
				old.query(row.insert)
			}
			ran := migrationsIn(t, dir)
			upgrade(t, dir)
			if resolved := filepath.Join("../../testdata/upgrade", name+".resolved"); exists(resolved) {
				copyOver(t, dir, resolved)
				run(t, dir, "make", "docs") // which have waited for that
			}
			runEnv(t, dir, env, "go", "test", "-vet=all", "./...")
			run(t, dir, "go", "mod", "tidy", "-diff")
			if old != nil {
				compile(t, dir)
				want := ""
				for _, m := range migrationsIn(t, dir) {
					if !slices.Contains(ran, m) {
						want += "up " + m + "\n"
					}
				}
				if out := old.migrate("up"); out != want+current || want == "" {
					t.Errorf("got migrations\n%swant\n%s%s", out, want, current)
				}
				if got := old.query("SELECT version FROM " + row.table); got != "1\n" {
					t.Errorf("a row of the earlier release has the version %q, want 1", got)
				}
			}
		})
	}
}

// migrationsIn returns the migrations of a project, in order.
func migrationsIn(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "migrations", "*.up.sql"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".up.sql"))
	}
	return names
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
