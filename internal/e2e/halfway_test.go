package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// TestHalfWayChange closes the connection before the last statement of changes that
// take several on MySQL. Both ways out that the message names lead to the schema
// and the rows of a change that was not interrupted.
func TestHalfWayChange(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	servers["mysql"].need(t)
	for name, tt := range map[string]struct {
		before, change string
		undo           []string
	}{
		"filled":    {before: "title:string", change: "title:string:required fill=unknown"},
		"truncated": {before: "title:string:max=300", change: "title:string:max=20 truncate"},
		"enum":      {before: "title:enum(a|b)", change: "title:enum(a):default=a fill=a"},
		"widened": {
			before: "title:string:index,max=70", change: "title:string:required,max=200 fill=" + strings.Repeat("w", 100),
			undo: []string{
				"UPDATE books SET title = NULL WHERE char_length(title) > 70",
				"ALTER TABLE books MODIFY COLUMN title varchar(70) NULL, ADD KEY title_idx (title)",
			},
		},
		"shorter": {
			before: "title:string:max=300", change: "title:string:max=30 reject",
			undo: []string{"ALTER TABLE books MODIFY COLUMN title varchar(300) NULL, DROP CONSTRAINT value_too_long"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, changed := changedLater(t, tt.before, tt.change)
			up, err := os.ReadFile(filepath.Join(m.dir, "changed.up.sql"))
			if err != nil {
				t.Fatal(err)
			}
			statements := strings.Split(strings.TrimSuffix(string(up), ";\n"), ";\n")
			last := statements[len(statements)-1]
			m.does(false, m.base(), "up")
			before := m.dump()
			m.does(false, changed, "up", "change_title_of_books")
			after, rows := m.dump(), m.query(selected)

			for _, way := range []string{"pending", "applied"} {
				m.empty()
				m.does(false, m.base(), "up")
				m.cutBefore(changed, last)
				if way == "applied" {
					m.query(last)
				} else {
					m.query(tt.undo...)
					if diff := cmp.Diff(before, m.dump()); diff != "" {
						t.Errorf("the schema that was undone (-before +now):\n%s", diff)
					}
				}
				m.does(false, changed, "mark 3 "+way)
				m.does(false, changed, "up", current)
				if diff := cmp.Diff(after, m.dump()); diff != "" {
					t.Errorf("%s: schema (-want +got):\n%s", way, diff)
				}
				if got := m.query(selected); got != rows {
					t.Errorf("%s: got rows %q, want %q", way, got, rows)
				}
			}
		})
	}
}

const selected = "SELECT coalesce(title, 'none') FROM books ORDER BY id"

// changedLater returns a project with a table of two books, and a program that
// also changes their column title.
func changedLater(t *testing.T, before, change string) (m *operator, changed string) {
	t.Helper()
	field, _, _ := strings.Cut(change, " ")
	dir := writeSpec(t, templates.Catalog(), newSpec(t, layer.Choices{"database": {"mysql"}}, []string{"book " + field},
		"create book "+before+version, "own rows", "change book "+change))
	first := "'" + strings.Repeat("b", 25) + "'"
	if strings.Contains(before, "enum") {
		first = "'b'"
	}
	insert := "INSERT INTO books (title, created_at, updated_at) VALUES (" + first + ", now(), now()), (NULL, now(), now());\n"
	migrations := filepath.Join(dir, "migrations")
	if err := os.WriteFile(filepath.Join(migrations, "000002_rows.up.sql"), []byte(insert), 0o644); err != nil {
		t.Fatal(err)
	}
	const name = "000003_change_title_of_books.up.sql"
	up, err := os.ReadFile(filepath.Join(migrations, name))
	if err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{name: "changed.up.sql", "000003_change_title_of_books.down.sql": "changed.down.sql"} {
		if err := os.Rename(filepath.Join(migrations, from), filepath.Join(dir, to)); err != nil {
			t.Fatal(err)
		}
	}
	m = &operator{schema: newSchema(t, "mysql", dir), t: t}
	return m, m.build(map[string]string{name: string(up)})
}

// cutBefore runs up with a connection that breaks when it is to send a statement.
func (m *operator) cutBefore(binary, statement string) {
	m.t.Helper()
	g := newGate(m.t, servers["mysql"].address())
	g.faults.Store(&faults{before: statement})
	cmd := m.command(binary, "up")
	cmd.Env = append(cmd.Env, g.through(m.env)...)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "stopped half-way, in up.sql, statement ") {
		m.t.Errorf("with a connection that breaks: %v\n%s", err, out)
	}
}
