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

// planned plans a change of the project in dir, type-checked.
func planned(t *testing.T, dir string, c verb) *change.Plan {
	t.Helper()
	p, err := change.Open(templates.Catalog(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	next, err := p.Next()
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
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Two insertions at one point are both kept where that compiles, and are a
// conflict where it does not.
func TestBothInsertions(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a project")
	}
	const (
		notes, events  = "Notes: store.NewNotes(db),\n", "Events: store.NewEvents(db),\n"
		price, heading = `"price": func(of *Book) any { return &of.Price },` + "\n", `"heading": func(of *Book) any { return &of.Heading },` + "\n"
	)
	for _, tt := range []struct{ file, after, gen, owner, reason string }{
		{router, "Notes note.Store\n", "Events event.Store\n", "Shelves int\n", ""},
		{appFile, notes, events, "Events: nil,\n", "both sides insert here"},
		{bookGo, price, heading, `"heading": func(of *Book) any { return &of.Title },` + "\n", "both together do not compile: duplicate key"},
	} {
		dir := made(t, ownersOf(t, "gin"))
		data, err := os.ReadFile(filepath.Join(dir, tt.file))
		if err != nil {
			t.Fatal(err)
		}
		before := plain(string(data))
		if !strings.Contains(before, tt.after) {
			t.Fatalf("%s lacks %q:\n%s", tt.file, tt.after, before)
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
			t.Errorf("%s is\n%s\nwant in it\n%s", tt.file, after, want)
		}
		if (tt.reason == "") != (len(plan.Conflicts) == 0) || tt.reason != "" && !strings.Contains(plan.Conflicts[0].Reason, tt.reason) {
			t.Errorf("%s: conflicts %+v, want %q", tt.file, plan.Conflicts, tt.reason)
		}
	}
}

// plain is a text without indentation and alignment.
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

// Code of the owner's that what gen takes away was needed for is told, with its
// place; a package that it imports stays. What did not compile before is the
// owner's own affair.
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
			t.Errorf("what was broken before is told: %+v", c)
		}
	}
	if !found {
		t.Errorf("conflicts %+v", plan.Conflicts)
	}
	kept := slices.ContainsFunc(plan.Files, func(f change.FileChange) bool {
		return f.Path == "internal/note/note.go" && f.Status == change.Keep && strings.Contains(f.Reason, "internal/app/own.go")
	})
	if !kept {
		t.Errorf("the package that the owner imports is not kept: %+v", plan.Files)
	}
}
