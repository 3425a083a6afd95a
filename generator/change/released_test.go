package change_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/typecheck"
	"github.com/gen-go/gen/templates"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata/upgrade")

// released is the directory with projects of an earlier release.
const released = "../../testdata/upgrade"

// TestUpgradeOfARelease upgrades projects that an earlier release generated
// and owners have edited. The changes are recorded in files next to the
// projects. The owners' lines are kept or part of a conflict, and the project
// compiles once the conflicts are resolved.
func TestUpgradeOfARelease(t *testing.T) {
	for _, name := range []string{"library", "ledger", "depot"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), name)
			if err := os.CopyFS(dir, os.DirFS(filepath.Join(released, name))); err != nil {
				t.Fatal(err)
			}
			edited := onDisk(t, dir)
			generated, err := record.Base(edited[record.BasePath].Data)
			if err != nil {
				t.Fatal(err)
			}
			plan := upgraded(t, dir)
			expect(t, name, plan)
			result := onDisk(t, dir)
			for _, line := range missing(generated, edited, regenerated(t, dir), result) {
				t.Errorf("lost: %s", line)
			}
			resolve(t, name, plan, result)
			compiles(t, result)
		})
	}
}

// upgraded upgrades the project in dir.
func upgraded(t *testing.T, dir string) *change.Plan {
	t.Helper()
	p, err := change.Open(templates.Catalog(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if !p.Outdated() {
		t.Errorf("made by %s but not outdated", p.Made)
	}
	plan, err := p.Plan(t.Context(), unchanged(t, p), change.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Apply(t.Context(), plan, "upgrade"); err != nil {
		t.Fatal(err)
	}
	return plan
}

// regenerated returns what gen now generates for the project in dir.
func regenerated(t *testing.T, dir string) tree.Tree {
	t.Helper()
	base, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(record.BasePath)))
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := record.Base(base)
	if err != nil {
		t.Fatal(err)
	}
	return theirs
}

// missing returns lines that the owner added to a file and the result lacks,
// or if the file is gone, that the whole result lacks. Derived files have
// equivalent lines.
func missing(generated, edited, theirs, result tree.Tree) []string {
	everywhere := map[string]int{}
	for _, f := range result {
		for line, n := range lines(string(f.Data)) {
			everywhere[line] += n
		}
	}
	anywhere := map[string]int{}
	for _, f := range generated {
		for line, n := range lines(string(f.Data)) {
			anywhere[line] += n
		}
	}
	var gone []string
	for name, f := range edited.All() {
		if strings.HasPrefix(name, ".gen/") || strings.HasPrefix(name, "docs/") || name == "go.sum" {
			continue
		}
		is := everywhere
		if now, there := result[name]; there {
			is = lines(string(now.Data))
		}
		was, will := lines(string(generated[name].Data)), lines(string(theirs[name].Data))
		for line, n := range lines(string(f.Data)) {
			if _, known := generated[name]; !known && anywhere[line] > 0 {
				continue // generated file that the owner moved
			}
			if strings.HasSuffix(line, `/internal/paging"`) {
				continue // import of a package that the owner moved, which follows it
			}
			added := n - was[line]
			if added > 0 && is[line] < added+min(was[line], will[line]) && is[line] < n {
				gone = append(gone, name+": "+line)
			}
		}
	}
	for name := range generated {
		_, kept := edited[name]
		_, back := result[name]
		if !kept && back {
			gone = append(gone, name+" was deleted but exists again")
		}
	}
	slices.Sort(gone)
	return gone
}

// expect compares a plan with the recorded one.
func expect(t *testing.T, name string, plan *change.Plan) {
	t.Helper()
	var b bytes.Buffer
	for _, f := range plan.Files {
		if f.IsRecord() {
			continue
		}
		fmt.Fprintf(&b, "%-6s  %s", f.Status, f.Path)
		if f.Reason != "" {
			fmt.Fprintf(&b, "  (%s)", f.Reason)
		}
		b.WriteByte('\n')
	}
	for _, c := range plan.Conflicts {
		fmt.Fprintf(&b, "conflict  %s:%d: %s\n", c.Path, c.Line, c.Reason)
	}
	for _, n := range plan.Notes {
		fmt.Fprintf(&b, "note  %s\n", n)
	}
	file := filepath.Join(released, name+".txt")
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("the upgrade differs from %s; review it and rewrite the file with -update:\n%s", file, b.Bytes())
	}
}

// resolve replaces the files with conflicts by versions in which the owner has
// resolved them, as described in docs/upgrading.md.
func resolve(t *testing.T, name string, plan *change.Plan, result tree.Tree) {
	t.Helper()
	resolved := tree.Tree{}
	dir := filepath.Join(released, name+".resolved")
	if _, err := os.Stat(dir); err == nil {
		if resolved, err = tree.FromFS(os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
	}
	open := map[string]bool{}
	for _, c := range plan.Conflicts {
		if _, ok := resolved[c.Path]; !ok {
			open[c.Path] = true
		}
	}
	if len(open) > 0 {
		t.Fatalf("not resolved: %s", slices.Sorted(maps.Keys(open)))
	}
	// Without a type check the owner finds more files to adapt.
	unchecked := slices.ContainsFunc(plan.Notes, func(n string) bool { return strings.Contains(n, "not type-checked") })
	for file, f := range resolved {
		if !unchecked && !slices.ContainsFunc(plan.Conflicts, func(c change.Conflict) bool { return c.Path == file }) {
			t.Errorf("%s has no conflict to resolve", file)
		}
		if len(f.Data) == 0 { // deleted by the owner
			delete(result, file)
			continue
		}
		result[file] = f
	}
}

func compiles(t *testing.T, result tree.Tree) {
	t.Helper()
	module := ""
	for line := range strings.Lines(string(result["go.mod"].Data)) {
		if path, ok := strings.CutPrefix(line, "module "); ok {
			module = strings.TrimSpace(path)
		}
	}
	if err := typecheck.New("../../internal/deps").Project(t.Context(), module, result); err != nil {
		t.Error(err)
	}
}
