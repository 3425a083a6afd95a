package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
)

// seeded are resources that refer to each other, of which the first has no unique
// field.
var seeded = []string{
	"shelf label:string:required",
	"author name:string:required,unique",
	"book title:string:required author:ref=author:required shelf:ref=shelf isbn:string:unique price:decimal printed:date",
}

// TestSeeds stores sample rows in every database: once, all or none, and in
// production only by force.
func TestSeeds(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	accesses := map[string]string{"sqlite": "sql", "postgres": "gorm", "mysql": "sqlx"}
	eachDatabase(t, func(t *testing.T, database layer.Layer) {
		dir := write(t, choice{"database": database.Name, "access": accesses[database.Name], "data": "seeds"}, seeded...)
		addTo(t, filepath.Join(dir, "seeds", "books.yaml"), `
- title: third title
  author: {name: other name}
  shelf: {label: first label}
  isbn: third isbn
  price: "1.50"
  printed: 2024-05-17
- {title: no isbn, author: {name: first name}}
`)
		compile(t, dir)
		var env []string
		if server, remote := servers[database.Name]; remote {
			env = server.newDatabase(t, dir)
		}
		for _, tc := range []struct {
			args, env []string
			want      string
		}{
			{[]string{"seed"}, nil, "8 rows stored"},
			{[]string{"seed"}, nil, "0 rows stored"},
			{[]string{"seed"}, []string{"APP_ENV=production"}, "APP_ENV is production"},
			{[]string{"seed", "--force-production"}, []string{"APP_ENV=production"}, "0 rows stored"},
			{[]string{"seed", "--force"}, nil, "usage: "},
		} {
			if got := output(t, dir, slices.Concat(env, tc.env), tc.args...); !strings.Contains(got, tc.want) {
				t.Errorf("server %s %s: got %s, want %s", tc.args, tc.env, got, tc.want)
			}
		}
		want := `"title":"third title","author_id":2,"shelf_id":1,"isbn":"third isbn","price":"1.5","printed":"2024-05-17"`
		s := startService(t, dir, env)
		if got := call(t, "GET", s.public+"/api/v1/books", "", ""); !strings.Contains(got.body, want) || strings.Count(got.body, `"id":`) != 4 {
			t.Errorf("books: got %s, want four, one with %s", got.body, want)
		}
		s.end()

		addTo(t, filepath.Join(dir, "seeds", "authors.yaml"), "- name: third name\n")
		addTo(t, filepath.Join(dir, "seeds", "books.yaml"), "- {title: fifth title, author: {name: no name}, isbn: fifth isbn}\n")
		compile(t, dir)
		if got := output(t, dir, env, "seed"); !strings.Contains(got, "seeds/books.yaml: line 16: author: 0 rows have these values") {
			t.Errorf("a reference to nothing: got %s", got)
		}
		s = startService(t, dir, env)
		if got := call(t, "GET", s.public+"/api/v1/authors", "", ""); strings.Contains(got.body, "third name") {
			t.Errorf("the row of another file is stored: %s", got.body)
		}
		s.end()
	})
}

// TestSeedsInMemory starts a service without a database, which has the sample rows
// except in production.
func TestSeedsInMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a whole project")
	}
	t.Parallel()
	dir := write(t, choice{"database": "none", "data": "seeds"}, "book title:string:required isbn:string:unique")
	compile(t, dir)
	for environment, want := range map[string]int{"dev": 2, "production": 0} {
		s := startService(t, dir, nil, "APP_ENV="+environment)
		if got := call(t, "GET", s.public+"/api/v1/books", "", ""); strings.Count(got.body, `"id":`) != want {
			t.Errorf("%s: got %s, want %d books", environment, got.body, want)
		}
		s.end()
	}
}

func addTo(t *testing.T, file, text string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(data, text...), 0o644); err != nil {
		t.Fatal(err)
	}
}

// output runs a command of the program in dir and returns what it prints, even if
// it fails.
func output(t *testing.T, dir string, env []string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "bin", "server"), args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	out, _ := cmd.CombinedOutput()
	return string(out)
}
