package e2e

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// TestMigrate runs the command migrate of a service on every database, as
// operators do: several at once, and after a migration has failed, was edited,
// merged late, or killed.
func TestMigrate(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	cat := templates.Catalog()
	eachDatabase(t, func(t *testing.T, database layer.Layer) {
		dir := write(t, choice{"framework": cat.Options("framework")[0].Name, "database": database.Name}, "book title:string:required", "author name:string")
		m := &operator{schema: newSchema(t, database.Name, dir)}
		for _, test := range []struct {
			name string
			run  func(*testing.T, *operator)
		}{
			{"together", migrateTogether}, {"failed", failedMigration}, {"edited", editedMigration}, {"late", lateMigration},
			{"draft", draftMigration}, {"killed", killedMigration}, {"older release", olderRelease},
		} {
			t.Run(test.name, func(t *testing.T) {
				m.t, m.schema.t = t, t
				m.empty()
				test.run(t, m)
			})
		}
	})
}

// operator migrates a database with programs of a project.
type operator struct {
	*schema
	t *testing.T
}

// empty replaces the database by an empty one.
func (m *operator) empty() {
	m.t.Helper()
	switch m.database {
	case "sqlite":
		m.dsn = "file:" + filepath.Join(m.t.TempDir(), "test.db")
		m.env = []string{"SQLITE_DSN=" + m.dsn}
	case "postgres":
		m.query("DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
	case "mysql":
		name, _, _ := strings.Cut(m.dsn[strings.LastIndex(m.dsn, "/")+1:], "?")
		m.query("DROP DATABASE "+name, "CREATE DATABASE "+name)
	}
}

// query returns what statements return, one line a row.
func (m *operator) query(statements ...string) string {
	m.t.Helper()
	out, err := exec.Command(m.tool, append([]string{m.driver, m.dsn}, statements...)...).CombinedOutput()
	if err != nil {
		m.t.Fatalf("%s: %v\n%s", statements, err, out)
	}
	return string(out)
}

// build returns the program with some more migrations, named by the files that
// run them.
func (m *operator) build(files map[string]string) string {
	m.t.Helper()
	binary := filepath.Join(m.t.TempDir(), "server")
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(m.dir, "migrations", name), []byte(text), 0o644); err != nil {
			m.t.Fatal(err)
		}
	}
	run(m.t, m.dir, "go", "build", "-o", binary, "./cmd/server")
	for name := range files {
		if err := os.Remove(filepath.Join(m.dir, "migrations", name)); err != nil {
			m.t.Fatal(err)
		}
	}
	return binary
}

func (m *operator) command(binary string, args ...string) *exec.Cmd {
	cmd := exec.Command(binary, append([]string{"migrate"}, args...)...)
	cmd.Dir = m.dir
	cmd.Env = slices.Concat(os.Environ(), m.env)
	return cmd
}

var spaces = regexp.MustCompile(" +")

// does runs a subcommand, which must print some texts, and whose exit code must
// be 0 unless it fails. It returns what was printed, with single spaces.
func (m *operator) does(fails bool, binary, args string, want ...string) string {
	m.t.Helper()
	out, err := m.command(binary, strings.Fields(args)...).CombinedOutput()
	if err != nil != fails {
		m.t.Fatalf("migrate %s: %v\n%s", args, err, out)
	}
	printed := spaces.ReplaceAllString(string(out), " ")
	for _, text := range want {
		if !strings.Contains(printed, text) {
			m.t.Errorf("migrate %s: got\n%swant %q", args, printed, text)
		}
	}
	return printed
}

const (
	books   = "up 000001_create_books\n"
	authors = "up 000002_create_authors\n"
	current = "the schema is up to date\n"
)

// base is the program with the migrations of the project.
func (m *operator) base() string { return filepath.Join(m.dir, "bin", "server") }

// migrateTogether starts six processes at once.
func migrateTogether(t *testing.T, m *operator) {
	files := map[string]string{}
	for i := range 5 {
		files[fmt.Sprintf("2027010100000%d_t%d.up.sql", i, i)] = fmt.Sprintf("CREATE TABLE t%d (n INTEGER);\n", i)
	}
	binary := m.build(files)
	ran := map[string]int{}
	var lock sync.Mutex
	var processes sync.WaitGroup
	for range 6 {
		processes.Go(func() {
			out, err := m.command(binary, "up").CombinedOutput()
			lock.Lock()
			defer lock.Unlock()
			if err != nil {
				t.Errorf("%v\n%s", err, out)
			}
			for line := range strings.Lines(string(out)) {
				ran[line]++
			}
		})
	}
	processes.Wait()
	want := map[string]int{books: 1, authors: 1, current: 6}
	for i := range 5 {
		want[fmt.Sprintf("up 2027010100000%d_t%d\n", i, i)] = 1
	}
	if !maps.Equal(ran, want) {
		t.Errorf("got %v, want %v", ran, want)
	}
}

const failing = "20270101000000_split.up.sql"

// failedMigration follows what a migration that fails says.
func failedMigration(t *testing.T, m *operator) {
	const first, second = "CREATE TABLE split (n INTEGER);\n", "INSERT INTO split (n) VALUES (1);\n"
	wrong := m.build(map[string]string{failing: first + "INSERT INTO splot (n) VALUES (1);\n"})
	right := m.build(map[string]string{failing: first + second})
	const again = "split.up.sql failed and was rolled back; correct it and run it again"
	if m.database != "mysql" {
		m.does(true, wrong, "up", books, authors, again, "splot")
		m.does(true, wrong, "up", again)
		m.does(false, wrong, "status", "split pending")
		m.does(false, right, "up", "up 20270101000000_split\n", current)
	} else {
		// It stands half-way: undone by hand, then completed by hand.
		const halfWay = "split stopped half-way, in up.sql, statement 2 of 2"
		m.does(true, wrong, "up", books, authors, halfWay, "mark 20270101000000 applied", "mark 20270101000000 pending", "splot")
		m.does(true, right, "up", halfWay)
		m.does(true, right, "down", halfWay)
		m.does(false, right, "status", "half-way, in up.sql, statement 2 of 2")
		m.query("DROP TABLE split")
		m.does(false, right, "mark 20270101000000 pending")
		m.does(true, wrong, "up", halfWay)
		m.query(second)
		m.does(false, right, "mark 20270101000000 applied")
		if out := m.does(false, right, "up"); out != current {
			t.Errorf("ran again: %s", out)
		}
	}
	if n := m.query("SELECT n FROM split"); n != "1\n" {
		t.Errorf("rows of the migration: %q, want one", n)
	}
}

// editedMigration changes and replaces a migration after it has run.
func editedMigration(_ *testing.T, m *operator) {
	const name = "20270101000000_more"
	more := func(name, text string) string {
		return m.build(map[string]string{name + ".up.sql": text, name + ".down.sql": "DROP TABLE more;\n"})
	}
	binary := more(name, "CREATE TABLE more (n INTEGER);\n")
	m.does(false, binary, "up")
	edited := more(name, "CREATE TABLE more (n INTEGER, m INTEGER);\n")
	const restore = "restore it from version control and write another migration"
	m.does(true, edited, "up", name+" was edited after it had run", restore)
	m.does(false, edited, "status", "edited afterwards")
	replaced := more("20270101000000_other", "CREATE TABLE other (n INTEGER);\n")
	m.does(true, replaced, "up", restore, name+", which has run")
	m.does(true, replaced, "down", restore)
	m.ready(edited, 503)
	m.ready(binary, 200)
	// While it is developed.
	m.does(false, edited, "redo", "down "+name+"\nup "+name+"\n")
	m.ready(edited, 200)
	m.query("SELECT m FROM more")
	m.does(true, m.base(), "down", "unknown to this binary")
	m.ready(m.base(), 200)
}

// ready starts the service in production, where it migrates nothing.
func (m *operator) ready(binary string, want int) {
	m.t.Helper()
	s := startBinary(m.t, binary, m.dir, slices.Concat(m.env, []string{"APP_ENV=production", "SHUTDOWN_DELAY=0s"}))
	if got := call(m.t, "GET", s.public+"/readyz", "", ""); got.status != want {
		m.t.Errorf("/readyz: got status %d, want %d", got.status, want)
	}
	s.end()
}

// lateMigration merges a migration that is older than one that has run.
func lateMigration(t *testing.T, m *operator) {
	const late, last = "20270101000000_late", "20270101000001_last"
	files := map[string]string{last + ".up.sql": "CREATE TABLE last (n INTEGER);\n"}
	m.does(false, m.build(files), "up", "up "+last)
	files[late+".up.sql"] = "CREATE TABLE late (n INTEGER);\n"
	both := m.build(files)
	m.ready(both, 503)
	if out := m.does(false, both, "up"); out != "up "+late+"\n"+current {
		t.Errorf("got %s", out)
	}
	m.ready(both, 200)
}

func draftMigration(t *testing.T, m *operator) {
	binary := m.build(map[string]string{"20270101000000_new.up.sql": "-- DRAFT: write this migration, then delete this line.\n"})
	m.does(true, binary, "up", "migrations/20270101000000_new.up.sql is a draft")
	if out := m.does(false, binary, "status", "20270101000000_new pending"); strings.Contains(out, "applied") {
		t.Errorf("some have run:\n%s", out)
	}
}

// slow is a statement that takes a few seconds.
var slow = map[string]string{
	"sqlite":   "INSERT INTO slow SELECT max(n) FROM (WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5000000) SELECT n FROM c);\n",
	"postgres": "SELECT pg_sleep(2);\n",
	"mysql":    "DO SLEEP(2);\n",
}

// killedMigration kills the process while a migration runs.
func killedMigration(t *testing.T, m *operator) {
	const name = "20270101000001_slow"
	binary := m.build(map[string]string{
		"20270101000000_before.up.sql": "CREATE TABLE slow (n INTEGER);\n",
		name + ".up.sql":               "INSERT INTO slow (n) VALUES (1);\n" + slow[m.database] + "CREATE TABLE after_slow (n INTEGER);\n",
	})
	cmd := m.command(binary, "up")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.Contains(lines.Text(), "before") {
			break
		}
	}
	time.Sleep(500 * time.Millisecond) // within the next one, most likely
	_ = cmd.Process.Kill()
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait()
	if m.database == "mysql" {
		m.does(true, binary, "up", "slow stopped half-way, in up.sql, statement 2 of 3")
		m.query("CREATE TABLE after_slow (n INTEGER)")
		m.does(false, binary, "mark 20270101000001 applied")
	} else {
		m.does(false, binary, "up", "up "+name)
	}
	if out := m.does(false, binary, "up"); out != current {
		t.Errorf("got %s", out)
	}
	if n := m.query("SELECT count(*) FROM slow WHERE n = 1", "SELECT count(*) FROM after_slow"); n != "1\n0\n" {
		t.Errorf("the migration ran another number of times than once: %q", n)
	}
}

// watermark is the table of golang-migrate, with which an older release migrated.
var watermark = map[string]string{
	"sqlite":   "CREATE TABLE schema_migrations (version uint64, dirty bool); CREATE UNIQUE INDEX version_unique ON schema_migrations (version)",
	"postgres": `CREATE TABLE "schema_migrations" (version bigint not null primary key, dirty boolean not null)`,
	"mysql":    "CREATE TABLE `schema_migrations` (version bigint not null primary key, dirty boolean not null)",
}

// olderRelease takes over a database in which an older release ran the first
// migration.
func olderRelease(t *testing.T, m *operator) {
	script, err := os.ReadFile(filepath.Join(m.dir, "migrations", "000001_create_books.up.sql"))
	if err != nil {
		t.Fatal(err)
	}
	m.query(string(script), watermark[m.database], "INSERT INTO schema_migrations (version, dirty) VALUES (1, false)")
	m.does(false, m.base(), "status", "1 000001_create_books applied\n", "000002_create_authors pending")
	m.ready(m.base(), 503)
	if out := m.does(false, m.base(), "up"); out != authors+current {
		t.Errorf("got %s", out)
	}
	m.ready(m.base(), 200)
	if version := m.query("SELECT version FROM schema_migrations"); version != "1\n" { // for running instances of that release
		t.Errorf("got version %q, want 1", version)
	}
	m.does(false, m.base(), "down", "down 000002_create_authors")
	m.does(false, m.base(), "down", "down 000001_create_books")
	m.does(false, m.base(), "up", books, authors, current)

	m.empty()
	m.query(string(script), watermark[m.database], "INSERT INTO schema_migrations (version, dirty) VALUES (1, true)")
	m.does(true, m.base(), "up", "000001_create_books stopped half-way", "mark 1 applied", "mark 1 pending")
	m.does(false, m.base(), "mark 1 applied")
	m.does(false, m.base(), "up", authors, current)
}
