package e2e

import (
	"crypto/rand"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

var useServers = flag.Bool("servers", false, "use database servers, on this machine unless GEN_TEST_POSTGRES_DSN and so on are set")

// server is a database server for generated services.
type server struct {
	name     string
	env      string // variable with the address, for tests of gen
	local    string // address if the variable is not set
	variable string // variable with the address for generated services
	driver   string // driver name for database/sql
	imported string // package that registers the driver
	force    string // clause of DROP DATABASE that closes open connections
}

// servers are the database options that need a server.
var servers = map[string]server{
	"postgres": {
		name: "PostgreSQL", env: "GEN_TEST_POSTGRES_DSN", local: "postgres://postgres@127.0.0.1:5432/postgres?sslmode=disable",
		variable: "POSTGRES_DSN", driver: "pgx", imported: "github.com/jackc/pgx/v5/stdlib", force: " WITH (FORCE)",
	},
	"mysql": {
		name: "MySQL or MariaDB", env: "GEN_TEST_MYSQL_DSN", local: "root@tcp(127.0.0.1:3306)/test",
		variable: "MYSQL_DSN", driver: "mysql", imported: "github.com/go-sql-driver/mysql",
	},
}

func (s server) dsn() string {
	if dsn := os.Getenv(s.env); dsn != "" {
		return dsn
	}
	return s.local
}

var hostPort = regexp.MustCompile(`[\w.-]+:\d+`)

// address returns the host and port of the server.
func (s server) address() string {
	return hostPort.FindString(s.dsn()[strings.LastIndex(s.dsn(), "@")+1:])
}

// eachDatabase runs a test on every relational database at the same time, those
// on servers with -servers only.
func eachDatabase(t *testing.T, test func(t *testing.T, database layer.Layer)) {
	t.Helper()
	for _, database := range templates.Catalog().Options("database") {
		if database.SQL == nil {
			continue
		}
		t.Run(database.Name, func(t *testing.T) {
			t.Parallel()
			if server, remote := servers[database.Name]; remote {
				server.need(t)
			}
			test(t, database)
		})
	}
}

// need skips a test without -servers or if the server is not reachable.
func (s server) need(t testing.TB) {
	t.Helper()
	if !*useServers {
		t.Skipf("needs %s: run make e2e", s.name)
	}
	conn, err := net.DialTimeout("tcp", s.address(), 5*time.Second)
	if err != nil {
		t.Skipf("%s is not reachable: %v; set %s to its address", s.name, err, s.env)
	}
	_ = conn.Close()
}

// forTests returns the environment that makes a project's own tests use the
// server.
func (s server) forTests() []string { return []string{"TEST_" + s.variable + "=" + s.dsn()} }

// newDatabase creates a database, which is dropped after the test, and returns
// the environment for a service that uses it. It uses the driver of the
// project in dir, because gen has none.
func (s server) newDatabase(t testing.TB, dir string) []string {
	t.Helper()
	name := "gen_test_" + strings.ToLower(rand.Text())
	tool := s.tool(t, dir)
	exec := func(statement string) {
		if out, err := exec.Command(tool, s.dsn(), statement).CombinedOutput(); err != nil { // without t.Context, because it also runs in cleanup functions
			t.Errorf("%s: %v\n%s", statement, err, out)
		}
	}
	exec("CREATE DATABASE " + name)
	t.Cleanup(func() { exec("DROP DATABASE " + name + s.force) })
	address, parameters, _ := strings.Cut(s.dsn(), "?")
	return []string{s.variable + "=" + address[:strings.LastIndex(address, "/")+1] + name + "?" + parameters}
}

// tool builds a program that runs a statement on a server, with the driver of
// the project in dir.
func (s server) tool(t testing.TB, dir string) string {
	t.Helper()
	return buildProgram(t, dir, fmt.Sprintf(`package main

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
`, s.imported, s.driver))
}

// buildProgram builds a program with the modules of the project in dir and
// returns its path.
func buildProgram(t testing.TB, dir, source string) string {
	t.Helper()
	folder := filepath.Join(dir, "bin", "program")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "main.go"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(t.TempDir(), "program")
	run(t, dir, "go", "build", "-o", binary, "./bin/program")
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	return binary
}
