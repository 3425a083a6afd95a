package change_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

const ownReport = `// Package report is the owner's.
package report

import (
	"context"
	"database/sql"

	"github.com/gin-gonic/gin"
)

const count = "SELECT count(*) FROM notes WHERE text = $1"

// Count counts.
func Count(ctx context.Context, db *sql.DB) (n int, err error) {
	err = db.QueryRowContext(ctx, count, "update of a text").Scan(&n)
	return n, err
}

// Handle handles.
func Handle(c *gin.Context) { _, _ = Count(c, nil) }
`

// A change of the database or the framework lists the owner's code that is
// still written for the former one, and compiles.
func TestLeftovers(t *testing.T) {
	cat := templates.Catalog()
	for _, tt := range []struct {
		verb
		want, not []string
	}{
		{setOption(cat, "database", "mysql"), []string{
			"the data in postgres is not moved to mysql: export it there and import it here",
			"internal/report/report.go:11: SQL of yours for postgres: it has $1 where mysql has ?",
			"queries/old.sql:3: SQL of yours for postgres",
		}, []string{"gin-gonic", "internal/store"}},
		{setOption(cat, "framework", "echo"), []string{
			"internal/report/report.go:8: still imports github.com/gin-gonic/gin, which the generated code no longer uses",
		}, []string{"SQL", "the data"}},
		{addOption(cat, "middleware", "cors"), nil, []string{"report.go", "SQL", "the data"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &spec.Spec{Name: "myapi", Module: module, Options: layer.Choices{"framework": {"gin"}, "database": {"postgres"}}, Resources: []spec.Resource{
				{Name: "note", Fields: []spec.Field{{Name: "text", Kind: spec.Text}}},
			}}
			s.Fill(cat)
			dir := made(t, s)
			download(t, dir)
			put(t, dir, "internal/report/report.go", ownReport)
			put(t, dir, "queries/old.sql", "-- mine\n\nUPDATE notes SET text = '';\n")
			plan := planned(t, dir, tt.verb)
			for _, want := range tt.want {
				if !slices.Contains(plan.Notes, want) {
					t.Errorf("missing note %q in\n%s", want, strings.Join(plan.Notes, "\n"))
				}
			}
			for _, not := range tt.not {
				if strings.Contains(strings.Join(plan.Notes, "\n"), not) {
					t.Errorf("%q is in\n%s", not, strings.Join(plan.Notes, "\n"))
				}
			}
		})
	}
}

// What does not compile is named by every later command: as a conflict if it is
// asked to check, or else as a note.
func TestCodeThatDoesNotCompileIsNamed(t *testing.T) {
	cat := templates.Catalog()
	s := &spec.Spec{Name: "myapi", Module: module}
	s.Fill(cat)
	dir := made(t, s)
	download(t, dir)
	put(t, dir, "internal/own/own.go", "package own\n\nimport _ \"example.com/gone/x\"\n\nvar X int = \"\"\n")
	p, err := change.Open(cat, dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, tt := range []struct {
		name      string
		edit      func(*spec.Spec) error
		options   change.PlanOptions
		conflicts bool
		named     bool
	}{
		{"apply", func(*spec.Spec) error { return nil }, change.PlanOptions{CheckAll: true}, true, true},
		{"nothing to add", func(*spec.Spec) error { return nil }, change.PlanOptions{}, false, false},
		{"no check", func(*spec.Spec) error { return nil }, change.PlanOptions{CheckAll: true, NoCheck: true}, false, false},
		{"add", func(s *spec.Spec) error { return s.Add(cat, "middleware", "cors") }, change.PlanOptions{}, false, true},
	} {
		next, err := p.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := tt.edit(next); err != nil {
			t.Fatal(err)
		}
		plan, err := p.Plan(t.Context(), next, tt.options)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(plan.Notes, "\n")
		for _, c := range plan.Conflicts {
			text += "\n" + c.Path + ": " + c.Reason
		}
		if len(plan.Conflicts) > 0 != tt.conflicts {
			t.Errorf("%s: got conflicts %v", tt.name, plan.Conflicts)
		}
		for _, want := range []string{"own.go", "no required module provides package example.com/gone/x", "does not compile"} {
			if strings.Contains(text, want) != tt.named {
				t.Errorf("%s: %q named: want %t, in\n%s", tt.name, want, tt.named, text)
			}
		}
	}
}

// download downloads the modules of a project, without which it is not
// type-checked.
func download(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "mod", "download")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go mod download: %v\n%s", err, out)
	}
}

// A file that is kept although gen no longer generates it is checked like all
// others: what it uses may be gone.
func TestKeptFilesAreChecked(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a project")
	}
	s := &spec.Spec{Name: "myapi", Module: module, Resources: []spec.Resource{{Name: "note", Fields: []spec.Field{{Name: "text", Kind: spec.Text}}}}}
	s.Fill(templates.Catalog())
	dir := made(t, s)
	download(t, dir)
	name := "internal/store/note_sql.go"
	put(t, dir, name, string(onDisk(t, dir)[name].Data)+"\n// Mine.\n")
	plan := planned(t, dir, removeResource("note"))
	var reasons []string
	for _, c := range plan.Conflicts {
		if c.Path == name {
			reasons = append(reasons, c.Reason)
		}
	}
	text := strings.Join(reasons, "\n")
	if !strings.Contains(text, "you have changed it") || !strings.Contains(text, "no longer compiles: undefined: ") {
		t.Errorf("got conflicts %v", plan.Conflicts)
	}
}
