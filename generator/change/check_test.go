package change_test

import (
	"go/format"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/templates"
)

// planned plans a change of the project in dir with the type check.
func planned(t *testing.T, dir string, c verb) *change.Plan {
	t.Helper()
	p, err := change.Open(templates.Catalog(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	next, err := p.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.edit(next); err != nil {
		t.Fatal(err)
	}
	plan, err := p.Plan(t.Context(), next, change.PlanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, note := range plan.Notes {
		if strings.HasPrefix(note, disk.ErrUncheckable.Error()) {
			t.Fatal(note)
		}
	}
	return plan
}

func put(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Two insertions at the same place are both kept if the result compiles, and
// otherwise conflict.
func TestBothInsertions(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a project")
	}
	const (
		notes, events   = "Notes: store.NewNotes(db),\n", "Events: store.NewEvents(db),\n"
		author, heading = `"author_id": {At: func(of *Book) any { return &of.AuthorID }, Filter: page.Exact(), Include: "author"},` + "\n", `"heading": {At: func(of *Book) any { return &of.Heading }, Sort: true},` + "\n"
	)
	for _, tt := range []struct{ file, after, gen, owner, reason string }{
		{router, "Notes note.Store\n", "Events event.Store\n", "Shelves int\n", ""},
		{appFile, notes, events, "Events: nil,\n", "both sides insert here"},
		{bookGo, author, heading, `"heading": {At: func(of *Book) any { return &of.Title }, Sort: true},` + "\n", "both together do not compile: duplicate key"},
	} {
		dir := made(t, ownersOf(t, "gin"))
		data, err := os.ReadFile(filepath.Join(dir, tt.file))
		if err != nil {
			t.Fatal(err)
		}
		before := plain(string(data))
		if !strings.Contains(before, tt.after) {
			t.Fatalf("%s does not contain %q:\n%s", tt.file, tt.after, before)
		}
		put(t, dir, tt.file, gofmt(t, strings.Replace(before, tt.after, tt.after+tt.owner, 1)))
		verb := addResource(t, "event name:string")
		if tt.file == bookGo {
			verb = addField(t, "book", "heading:string")
		}
		plan := planned(t, dir, verb)
		var after string
		for _, f := range plan.Files {
			if f.Path == tt.file {
				after = plain(string(f.After))
			}
		}
		want := "<<<<<<< yours\n" + tt.owner + "||||||| generated before\n=======\n" + tt.gen + ">>>>>>> generated now\n"
		if tt.reason == "" {
			want = tt.after + tt.gen + tt.owner
		}
		if !strings.Contains(after, want) {
			t.Errorf("%s: got\n%s\nwant it to contain\n%s", tt.file, after, want)
		}
		if (tt.reason == "") != (len(plan.Conflicts) == 0) || tt.reason != "" && !strings.Contains(plan.Conflicts[0].Reason, tt.reason) {
			t.Errorf("%s: got conflicts %+v, want %q", tt.file, plan.Conflicts, tt.reason)
		}
	}
}

// plain returns text without indentation and alignment.
func plain(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.Join(strings.Fields(line), " ") + "\n")
	}
	return b.String()
}

func gofmt(t *testing.T, text string) string {
	t.Helper()
	formatted, err := format.Source([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return string(formatted)
}

// Code of the owner that no longer compiles is reported with its line.
// Packages that it imports are kept. Code that did not compile before is no
// conflict.
func TestOwnersCodeThatBreaks(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a project")
	}
	dir := made(t, ownersOf(t, "gin"))
	put(t, dir, "internal/app/own.go", "package app\n\nimport \""+module+"/internal/note\"\n\nvar _ note.Note\n")
	put(t, dir, "internal/store/own.go", "package store\n\nvar _ = selectNotes\n")
	put(t, dir, "internal/page/broken.go", "package page\n\nvar _ int = \"text\"\n")
	plan := planned(t, dir, removeResource("note"))
	found := false
	for _, c := range plan.Conflicts {
		found = found || c.Path == "internal/store/own.go" && c.Line == 3 && strings.HasPrefix(c.Reason, "no longer compiles: ")
		if strings.HasPrefix(c.Path, "internal/page/") {
			t.Errorf("error from before the change is reported: %+v", c)
		}
	}
	if !found {
		t.Errorf("missing conflict in own.go: %+v", plan.Conflicts)
	}
	kept := slices.ContainsFunc(plan.Files, func(f change.FileChange) bool {
		return f.Path == "internal/note/note.go" && f.Status == change.Keep && strings.Contains(f.Reason, "internal/app/own.go")
	})
	if !kept {
		t.Errorf("package imported by the owner is not kept: %+v", plan.Files)
	}
}
