package change_test

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// together are edits that one owner could make in the same project.
var together = []string{
	"append a route", "comment a route", "explain the router", "name the routes in groups", "add a dependency of handlers",
	"add a health check", "log at the start", "start a worker", "add a field to the configuration", "add a method to a resource",
	"add a rule to a resource", "explain a resource", "add a query to the store", "change a handler", "move a file", "move a package",
	"delete a test", "delete CI", "delete compose", "Makefile: a target", "a toolchain line", "README: a section", "README: a variable",
	".gitignore", "settings", "gen.yaml: comments", "a byte order mark", "files of one's own", "an error of one's own", "main says hello",
}

// TestOwnersProjectsRun applies many verbs to projects with many edits, and
// then builds, vets and tests the results with the go command.
func TestOwnersProjectsRun(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles whole projects")
	}
	for framework, names := range map[string][]string{"gin": {"secure", "ratelimit"}, "echo": {"cors", "compress"}, "fiber": {"idempotency"}} {
		t.Run(framework, func(t *testing.T) {
			t.Parallel()
			dir := made(t, ownersOf(t, framework))
			rendered := onDisk(t, dir)
			edited := rendered
			for _, name := range together {
				edited = edit(t, edited, name)
			}
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			if err := writeAll(dir, edited); err != nil {
				t.Fatal(err)
			}
			cat := templates.Catalog()
			todo := []verb{
				addResource(t, "event name:string:required at:time"), addField(t, "book", "subtitle:string:max=100"), addOption(cat, "example", "bank"),
				setOption(cat, "access", "sqlx"), removeResource("note"), removeField("book", "subtitle"),
			}
			for _, name := range names {
				todo = append(todo, addOption(cat, "middleware", name))
			}
			for _, c := range todo {
				settled(t, dir, c)
			}
			result := onDisk(t, dir)
			for _, line := range lost(rendered, edited, result) {
				t.Errorf("lost: %s", line)
			}
			cmd := exec.CommandContext(t.Context(), "go", "test", "-vet=all", "./...")
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "GOFLAGS="+os.Getenv("GOFLAGS")+" -trimpath")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("go test: %v\n%s", err, bytes.TrimSpace(out))
			}
		})
	}
}

// settled changes the project in dir. The only conflicts allowed are about
// files that gen no longer generates, which it deletes.
func settled(t *testing.T, dir string, c verb) {
	t.Helper()
	p, err := change.Open(templates.Catalog(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	next := unchanged(t, p)
	if err := c.edit(next); err != nil {
		t.Fatal(err)
	}
	plan, err := p.Plan(t.Context(), next, change.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Apply(t.Context(), plan, c.name); err != nil {
		t.Fatal(err)
	}
	gone := tree.Tree{}
	for _, conflict := range plan.Conflicts {
		if !strings.Contains(conflict.Reason, "delete it or keep it as your own") {
			t.Fatalf("%s: %+v", c.name, plan.Conflicts)
		}
		gone[conflict.Path] = tree.File{}
	}
	for name := range gone {
		if err := os.Remove(dir + "/" + name); err != nil {
			t.Fatal(err)
		}
	}
}
