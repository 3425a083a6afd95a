package templates_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// server is a database server that tests of generated services can use.
type server struct {
	env      string // names the variable with the address of one, for tests of gen
	example  string
	variable string // by which a generated service takes the address
	driver   string // by which database/sql knows it
	imported string // that registers it
	force    string // the end of a DROP DATABASE that heeds no connections
}

// servers are the database options that need one.
var servers = map[string]server{
	"postgres": {
		env: "GEN_TEST_POSTGRES_DSN", example: "postgres://postgres@127.0.0.1:5432/postgres?sslmode=disable",
		variable: "POSTGRES_DSN", driver: "pgx", imported: "github.com/jackc/pgx/v5/stdlib", force: " WITH (FORCE)",
	},
	"mysql": {
		env: "GEN_TEST_MYSQL_DSN", example: "root@tcp(127.0.0.1:3306)/test",
		variable: "MYSQL_DSN", driver: "mysql", imported: "github.com/go-sql-driver/mysql",
	},
}

// newDatabase makes a database for a project in dir, which is dropped after
// the test, and returns the environment that leads there.
func (s server) newDatabase(t *testing.T, dir string) []string {
	t.Helper()
	dsn := os.Getenv(s.env)
	name := "gen_test_" + strings.ToLower(rand.Text())
	s.exec(t, dir, "CREATE DATABASE "+name)
	t.Cleanup(func() { s.exec(t, dir, "DROP DATABASE "+name+s.force) })
	address, parameters, _ := strings.Cut(dsn, "?")
	return []string{s.variable + "=" + address[:strings.LastIndex(address, "/")+1] + name + "?" + parameters}
}

// exec runs a statement on the server by the driver of the project, which gen
// itself does not have.
func (s server) exec(t *testing.T, dir, statement string) {
	t.Helper()
	const program = `package main

import (
	"database/sql"
	"os"

	_ %q
)

func main() {
	db, err := sql.Open(%q, os.Args[1])
	if err != nil {
		panic(err)
	}
	if _, err := db.Exec(os.Args[2]); err != nil {
		panic(err)
	}
}
`
	tool := filepath.Join(dir, "exec")
	if err := os.MkdirAll(tool, 0o755); err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(tool)
	if err := os.WriteFile(filepath.Join(tool, "main.go"), fmt.Appendf(nil, program, s.imported, s.driver), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "run", "./exec", os.Getenv(s.env), statement) // runs in clean-up too, when the context has ended
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", statement, err, out)
	}
}
