package change_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// renameVerb is a rename, from the arguments of gen.
type renameVerb struct{ resource, field, to string }

func (r renameVerb) migration() spec.Migration {
	return spec.Migration{Verb: spec.Rename, Resource: spec.Resource{Name: r.resource}, Field: r.field, To: r.to}
}

func (r renameVerb) edit(next, was *spec.Spec) error {
	if r.field == "" {
		return next.RenameResource(was, r.resource, r.to, "")
	}
	return next.RenameField(was, r.resource, r.field, r.to)
}

// renamed applies a rename to the project in dir and returns the plan and the
// result.
func renamed(t *testing.T, dir string, r renameVerb) (*change.Plan, tree.Tree) {
	t.Helper()
	p, err := change.Open(templates.Catalog(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	p.Decisions.Renames = []spec.Migration{r.migration()}
	next, err := p.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.edit(next, p.Was); err != nil {
		t.Fatal(err)
	}
	plan, err := p.Plan(t.Context(), next, change.PlanOptions{NoCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Apply(t.Context(), plan, "rename"); err != nil {
		t.Fatal(err)
	}
	result, err := tree.FromFS(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	return plan, result
}

// A rename loses no edit of the owner: with the old name in place of the new
// one, the result has all their lines. Most edits merge, and the code compiles.
func TestRenamesKeepEdits(t *testing.T) {
	rendered, err := change.New(templates.Catalog(), ownersOf(t, "gin"))
	if err != nil {
		t.Fatal(err)
	}
	back := strings.NewReplacer("Zebra", "Book", "zebra", "book", "Yacht", "Price", "yacht", "price")
	dir, clean := t.TempDir(), 0
	var cases []outcome
	var results []tree.Tree
	for i, name := range slices.Sorted(maps.Keys(edits)) {
		edited := edit(t, rendered, name)
		if err := overwrite(dir, edited); err != nil {
			t.Fatal(err)
		}
		r := renameVerb{resource: "book", to: "zebra"}
		if i%3 == 0 {
			r = renameVerb{resource: "book", field: "price", to: "yacht"}
		}
		plan, result := renamed(t, dir, r)
		o := outcome{edit: name, verb: "rename to " + r.to, framework: "gin", conflicts: plan.Conflicts}
		before := tree.Tree{}
		for name, f := range result.All() {
			before[back.Replace(name)] = tree.File{Data: []byte(back.Replace(string(f.Data))), Mode: f.Mode}
		}
		for _, line := range lost(rendered, edited, before) {
			t.Errorf("%v\n  loses %q", o, line)
		}
		cases, results = append(cases, o), append(results, result)
	}
	typeCheckAll(t, cases, results)
	for _, o := range cases {
		if len(o.conflicts) == 0 && o.broken == "" {
			clean++
			continue
		}
		t.Logf("%v", o)
	}
	share := 100 * float64(clean) / float64(len(cases))
	t.Logf("%d cases: %.1f %% merged without conflict", len(cases), share)
	if share < 98 {
		t.Error("want at least 98 %")
	}
}

// A rename and its way back restore a project byte for byte, while nobody has
// committed the rename. In between it equals a new project of that name.
func TestRenamesAreInverse(t *testing.T) {
	for _, r := range []renameVerb{{"book", "", "volume"}, {"author", "", "writer"}, {"book", "title", "heading"}, {"book", "author", "writer"}} {
		first := ownersOf(t, "nethttp")
		dir := made(t, first)
		before := onDisk(t, dir)
		if plan, _ := renamed(t, dir, r); len(plan.Conflicts) > 0 {
			t.Errorf("%v: conflicts %+v", r, plan.Conflicts)
		}
		fresh := first.Clone()
		if err := r.edit(fresh, first); err != nil {
			t.Fatal(err)
		}
		want := onDisk(t, made(t, fresh))
		got := onDisk(t, dir)
		if diff := cmp.Diff(code(want), code(got)); diff != "" {
			t.Errorf("%v: differs from a new project (-new +renamed):\n%s", r, diff)
		}
		inverse := renameVerb{r.resource, r.to, r.field}
		if r.field == "" {
			inverse = renameVerb{r.to, "", r.resource}
		}
		if plan, _ := renamed(t, dir, inverse); len(plan.Conflicts) > 0 {
			t.Errorf("%v: conflicts %+v", inverse, plan.Conflicts)
		}
		after := onDisk(t, dir)
		if diff := tree.Compare(before, after); !diff.Empty() {
			t.Errorf("%v and back: %+v", r, diff)
		}
	}
}

// code returns the files that do not depend on how the schema came to be.
func code(t tree.Tree) map[string]string {
	files := map[string]string{}
	for name, f := range t.All() {
		if !strings.HasPrefix(name, ".gen/") && !strings.HasPrefix(name, "migrations/") && name != "gen.yaml" {
			files[name] = string(f.Data)
		}
	}
	return files
}
