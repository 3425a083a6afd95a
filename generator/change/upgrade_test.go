package change_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// TestUpgrade upgrades an edited project to a later release, after which the
// earlier release refuses to change it.
func TestUpgrade(t *testing.T) {
	now, then := templates.Catalog(), later()
	dir := made(t, ownersOf(t, "gin"))
	rendered := onDisk(t, dir)
	edited := rendered
	for _, name := range []string{"add a health check", "explain a resource", "README: another language", "Makefile: a target", "a requirement", "delete CI"} {
		edited = edit(t, edited, name)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := writeAll(dir, edited); err != nil {
		t.Fatal(err)
	}

	p, err := change.Open(then, dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Outdated() || p.Made != now.Version {
		t.Errorf("got made by %s, outdated %v", p.Made, p.Outdated())
	}
	plan, err := p.Plan(t.Context(), unchanged(t, p), change.PlanOptions{NoCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Conflicts) > 0 {
		t.Errorf("got conflicts %+v", plan.Conflicts)
	}
	if err := p.Apply(t.Context(), plan, "upgrade"); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	result := onDisk(t, dir)
	for _, line := range lost(rendered, edited, result) {
		t.Errorf("lost: %s", line)
	}
	for name, want := range map[string]string{
		appFile:         "puts the program together and runs it.",
		"Makefile":      "build: ## compile the service\n",
		".env.example":  "# All settings with their defaults.",
		"README.md":     "## Into production",
		record.LockPath: "generator: " + then.Version + "\n",
	} {
		if !strings.Contains(string(result[name].Data), want) {
			t.Errorf("%s does not contain %q", name, want)
		}
	}
	const ran = "migrations/000001_create_authors.up.sql"
	if string(result[ran].Data) != string(rendered[ran].Data) {
		t.Errorf("%s may have run but has changed", ran)
	}
	baseIs(t, dir, then)
	if _, err := change.Open(now, dir, clock); !errors.Is(err, record.ErrNewer) {
		t.Errorf("the earlier release opens it: %v", err)
	}
}

// baseIs checks that the base equals the render of the spec with the
// catalogue, so that the next change starts from there.
func baseIs(t *testing.T, dir string, cat *layer.Catalog) {
	t.Helper()
	p, err := change.Open(cat, dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	want, err := change.New(cat, p.Spec)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile(filepath.Join(dir, record.BasePath))
	if err != nil {
		t.Fatal(err)
	}
	if string(packed) != string(want[record.BasePath].Data) {
		t.Error("the base differs from the render")
	}
}
