package change_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// A field of an earlier release has the name of a column that every table has now.
// The upgrade names the command that renames it, which upgrades the project, too.
func TestReservedFieldOfARelease(t *testing.T) {
	dir := withVersionField(t)
	p, err := change.Open(templates.Catalog(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	const hint = `field "version": every resource already has it; choose another name, or to keep the values of an existing field: gen rename field note version NAME`
	if _, err := p.Next(t.Context()); err == nil || !strings.Contains(err.Error(), hint) || !p.Blocked() {
		t.Errorf("got %v, want %s", err, hint)
	}
	rename := spec.Migration{Verb: spec.Rename, Resource: spec.Resource{Name: "note"}, Field: "version", To: "edition"}
	p.Decisions.Renames = []spec.Migration{rename}
	next, err := p.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := next.RenameField(p.Was, "note", "version", "edition"); err != nil { // as gen rename does
		t.Fatal(err)
	}
	plan, err := p.Plan(t.Context(), next, change.PlanOptions{NoCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range plan.Conflicts {
		if strings.Contains(c.Path, "note") {
			t.Errorf("conflict in %s:%d: %s", c.Path, c.Line, c.Reason)
		}
	}
	if err := p.Apply(t.Context(), plan, "rename field note version edition"); err != nil {
		t.Fatal(err)
	}
	result := onDisk(t, dir)
	var steps []string
	for _, m := range next.Migrations {
		steps = append(steps, m.Step())
	}
	want := []string{
		"create item sku:string:required,unique,max=40 title:string:required quantity:int:default=0 status:enum(draft|listed|sold):default=draft",
		"create note version:text:required", "rename note.version edition", "add item version:bigint:default=1", "add note version:bigint:default=1",
	}
	if !slices.Equal(steps, want) {
		t.Errorf("got the migrations\n%s\nwant\n%s", strings.Join(steps, "\n"), strings.Join(want, "\n"))
	}
	for _, want := range []string{`json:"edition"`, "Version   int64", `json:"version" readonly:"true"`} {
		if text := string(result["internal/note/note.go"].Data); !strings.Contains(text, want) {
			t.Errorf("internal/note/note.go does not contain %s:\n%s", want, text)
		}
	}
	if got := string(result["migrations/000002_create_notes.up.sql"].Data); !strings.Contains(got, "version longtext NOT NULL") {
		t.Errorf("the first migration has changed:\n%s", got)
	}
}

// Two references of an earlier release have the same route now. The upgrade names
// the command that renames one of them.
func TestRouteThatTwoReferencesHave(t *testing.T) {
	dir := releasedWith(t, "library", func(name, text string) string {
		if name != spec.Path {
			return text
		}
		text = strings.Replace(text, "      - author:ref=author\n", "      - author:ref=author\n      - authors:refs=author\n", 1)
		return strings.Replace(text, "  - own index_titles\n", "  - own index_titles\n  - add book authors:refs=author\n", 1)
	})
	p, err := change.Open(templates.Catalog(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	const hint = "to keep the values of an existing field: gen rename field book authors NAME"
	if _, err := p.Next(t.Context()); err == nil || !strings.Contains(err.Error(), hint) || !p.Blocked() {
		t.Errorf("got %v, want %s", err, hint)
	}
	p.Decisions.Renames = []spec.Migration{{Verb: spec.Rename, Resource: spec.Resource{Name: "book"}, Field: "authors", To: "writers"}}
	next, err := p.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := p.Plan(t.Context(), next, change.PlanOptions{NoCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Apply(t.Context(), plan, "rename field book authors writers"); err != nil {
		t.Fatal(err)
	}
	router := string(onDisk(t, dir)["internal/router/router.go"].Data)
	for _, route := range []string{"/authors/:id/books", "/authors/:id/writers-books"} {
		if !strings.Contains(router, route) {
			t.Errorf("there is no route %s in\n%s", route, router)
		}
	}
}

// withVersionField returns the directory of a released project in which a field is
// called version instead of body, as if the release had generated it.
func withVersionField(t *testing.T) string {
	t.Helper()
	words := strings.NewReplacer("body:text", "version:text", `"body"`, `"version"`, "Body ", "Version ", ".Body", ".Version", "Body:", "Version:", "Body\t", "Version\t", "body longtext", "version longtext", "column:body", "column:version")
	return releasedWith(t, "depot", func(name, text string) string {
		if name == spec.Path || strings.Contains(name, "note") {
			return words.Replace(text)
		}
		return text
	})
}

// releasedWith returns the directory of a released project in which the text of
// files is another one, as if the release had generated it.
func releasedWith(t *testing.T, name string, text func(name, text string) string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(released, name))); err != nil {
		t.Fatal(err)
	}
	files := onDisk(t, dir)
	base, err := record.Base(files[record.BasePath].Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, all := range []tree.Tree{base, files} {
		for name, f := range all {
			f.Data = []byte(text(name, string(f.Data)))
			all[name] = f
		}
	}
	rec, err := record.Write("0.1.0", base[spec.Path].Data, base)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range rec {
		files[name] = f
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := writeAll(dir, files); err != nil {
		t.Fatal(err)
	}
	return dir
}
