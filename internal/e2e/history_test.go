package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// fields are the final fields of books: every kind, as can be added to a table
// with rows.
const fields = "title:string:required,max=200 isbn:string:unique pages:int:required,min=1 sold:bigint:index author:ref=author " +
	"twin:ref=author:unique status:enum(draft|published):required token:uuid:required read:time:required on:date:required extra:json:required " +
	"open:bool:required blurb:text:required price:decimal:required order:float:required lang:string:default=en stock:int:default=3 " +
	"shelf:enum(a|b):index,default=b listed:bool:default=true sub:text due:date:index seen:time key:uuid:unique memo:json rank:float cost:decimal flag:bool " +
	"fee:decimal:required,scale=2 rate:decimal:scale=4,default=1.5 seal:bytes:required scan:bytes fare:money labels:string[]:required roles:enum(a|b)[]"

// history returns migrations that result in these fields, with many detours.
func history() []string {
	all := strings.Fields(fields)
	lines := []string{
		"create book " + all[0] + " old:string:unique older:ref=book oldest:enum(x|y):required" + version, "own fill",
		"create author name:string:required", "add author" + version, "example bank",
	}
	for _, f := range all[1:] {
		lines = append(lines, "add book "+f)
	}
	lines = append(lines,
		"change book title:string:max=100 reject", "change book title:string:required,max=200 fill=unknown",
		"change book status:enum(draft|published|gone):required", "change book status:enum(draft|published):required fill=draft",
		"change book stock:int:index", "change book stock:int:default=3", "change book open:bool:default=true", "change book open:bool:required",
		"rename book.fare toll", "rename book.toll fare", "rename book.order sorting", "rename book.sorting order", "rename book.flag banner", "rename book.banner flag", "rename book.shelf place", "rename book.place shelf",
		"rename book tome", "change tome author:ref=author:unique", "rename tome.author creator", "rename author writer", "rename tome.creator author",
		"change tome author:ref=writer", "rename writer author", "rename tome book",
	)
	return append(lines,
		"create receipt total:money:required rest:money"+version, "change receipt total:money", "change receipt total:money:required reject",
		"remove receipt rest:money", "rename receipt.total sum", "rename receipt bill", "drop bill sum:money:required"+version,
		"create review book:ref=book:required code:string:required,unique writer:ref=author:required mark:int:index"+version,
		"remove book old:string:unique", "remove book older:ref=book", "remove book oldest:enum(x|y):required",
		"remove review code:string:required,unique", "remove review writer:ref=author:required",
		"drop review book:ref=book:required mark:int:index"+version, "own tidy",
		// Names of indexes and constraints that databases would cut to the same one.
		"create "+long+" "+long+"_a:string:unique "+long+"_b:string:unique"+version, "add "+long+" "+long+"_c:int:index", "add "+long+" "+long+"_d:int:index",
		"add "+long+" "+long+"_e:ref=author", "add "+long+" "+long+"_f:ref=author",
		"remove "+long+" "+long+"_a:string:unique", "remove "+long+" "+long+"_c:int:index", "remove "+long+" "+long+"_e:ref=author",
		"drop "+long+" "+long+"_b:string:unique "+long+"_d:int:index "+long+"_f:ref=author"+version,
	)
}

// long is the name of a resource and, with two more characters, of fields that
// are as long as names can be.
const long = "electronic_document_management_archive"

// A database that was migrated through a history has the same schema as a new
// one: up, down and up again, and with rows.
func TestHistory(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	cat := templates.Catalog()
	eachDatabase(t, func(t *testing.T, database layer.Layer) {
		server, remote := servers[database.Name]
		c := choice{"framework": cat.Options("framework")[0].Name, "database": database.Name, "example": "bank"}
		lines := []string{"author name:string:required", "book " + fields}
		fresh := newSchema(t, database.Name, write(t, c, lines...))
		want := fresh.up()
		if len(want) < 45 {
			t.Fatalf("found only %d parts of the schema: %s", len(want), want)
		}

		dir := writeSpec(t, cat, newSpec(t, c.options(), lines, history()...))
		finishDrafts(t, dir)
		var env []string
		if remote {
			env = server.forTests()
		}
		runEnv(t, dir, env, "go", "test", "-vet=all", "./...")

		insertRows(t, dir, database.SQL.Epoch)
		grown := newSchema(t, database.Name, dir)
		for range 2 {
			if diff := cmp.Diff(want, grown.up()); diff != "" {
				t.Fatalf("schema after the history (-new +migrated):\n%s", diff)
			}
			grown.down()
			if left := grown.dump(); len(left) > 0 {
				t.Fatalf("left after all down migrations: %s", left)
			}
		}
	})
}

// finishDrafts makes an empty migration of each that is for the owner to write,
// because a project does not run drafts.
func finishDrafts(t *testing.T, dir string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "migrations", "*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rest, isDraft := strings.CutPrefix(string(data), "-- DRAFT: write this migration, then delete this line.\n")
		if !isDraft {
			continue
		}
		if err := os.WriteFile(name, []byte(rest), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// insertRows makes the owner's first migration insert books, so that later
// ones run on a table with rows.
func insertRows(t *testing.T, dir, now string) {
	t.Helper()
	for way, statement := range map[string]string{
		"up":   fmt.Sprintf("INSERT INTO books (title, old, oldest, created_at, updated_at) VALUES ('a', 'b', 'x', '%s', '%[1]s'), ('c', 'd', 'y', '%[1]s', '%[1]s');\n", now),
		"down": "DELETE FROM books;\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, "migrations", "000002_fill."+way+".sql"), []byte(statement), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// schema is a database of a project, which the project's server migrates.
type schema struct {
	t           *testing.T
	dir         string
	env         []string
	driver, dsn string
	tool        string // program that prints the results of queries
	database    string
}

func newSchema(t *testing.T, database, dir string) *schema {
	t.Helper()
	compile(t, dir)
	s := &schema{t: t, dir: dir, database: database, driver: "sqlite", dsn: "file:" + filepath.Join(t.TempDir(), "test.db")}
	imported := "modernc.org/sqlite"
	s.env = []string{"SQLITE_DSN=" + s.dsn}
	if server, remote := servers[database]; remote {
		s.driver, imported = server.driver, server.imported
		s.env = server.newDatabase(t, dir)
		_, s.dsn, _ = strings.Cut(s.env[0], "=")
	}
	s.tool = buildProgram(t, dir, fmt.Sprintf(printer, imported))
	return s
}

const printer = `package main

import (
	"database/sql"
	"fmt"
	"os"

	_ %q
)

func main() {
	db, err := sql.Open(os.Args[1], os.Args[2])
	if err != nil {
		panic(err)
	}
	for _, query := range os.Args[3:] {
		rows, err := db.Query(query)
		if err != nil {
			panic(err)
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				panic(err)
			}
			fmt.Println(line)
		}
		if err := rows.Err(); err != nil {
			panic(err)
		}
	}
}
`

func (s *schema) migrate(way string) string {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), filepath.Join(s.dir, "bin", "server"), "migrate", way)
	cmd.Dir = s.dir
	cmd.Env = slices.Concat(os.Environ(), s.env)
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("migrate %s: %v\n%s", way, err, out)
	}
	return string(out)
}

// up runs all migrations and returns the resulting schema.
func (s *schema) up() []string {
	s.t.Helper()
	s.migrate("up")
	return s.dump()
}

// down reverts all migrations.
func (s *schema) down() {
	s.t.Helper()
	names, err := filepath.Glob(filepath.Join(s.dir, "migrations", "*.up.sql"))
	if err != nil || len(names) == 0 {
		s.t.Fatal("no migrations: ", err)
	}
	for range names {
		s.migrate("down")
	}
}

// described are queries that return one line for each part of a schema,
// without defaults, which differ for columns added later.
var described = map[string][]string{
	"sqlite": {"SELECT name || ': ' || replace(sql, char(10), ' ') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND tbl_name <> 'applied_migrations'"},
	"postgres": {
		"SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, collation_name, numeric_precision, numeric_scale) FROM information_schema.columns " +
			"WHERE table_schema = 'public' AND table_name <> 'applied_migrations'",
		"SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'applied_migrations'",
		"SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint " +
			"WHERE connamespace = 'public'::regnamespace AND conrelid <> 'applied_migrations'::regclass",
	},
	"mysql": {
		"SELECT concat_ws(' ', table_name, column_name, column_type, is_nullable, collation_name) FROM information_schema.columns " +
			"WHERE table_schema = DATABASE() AND table_name <> 'applied_migrations'",
		"SELECT concat_ws(' ', table_name, index_name, non_unique, seq_in_index, column_name) FROM information_schema.statistics " +
			"WHERE table_schema = DATABASE() AND table_name <> 'applied_migrations'",
		"SELECT concat_ws(' ', table_name, constraint_name, column_name, referenced_table_name, referenced_column_name) " +
			"FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND table_name <> 'applied_migrations'",
		"SELECT concat_ws(' ', constraint_name, check_clause) FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()",
	},
}

var (
	presetSQL = regexp.MustCompile(` DEFAULT ('[^']*'|\S+)`)
	tableSQL  = regexp.MustCompile(`^(\w+: CREATE TABLE \w+) \((.*)\) STRICT$`)
)

// query runs queries and returns the first column of their rows.
func (s *schema) query(queries ...string) string {
	s.t.Helper()
	out, err := exec.CommandContext(s.t.Context(), s.tool, append([]string{s.driver, s.dsn}, queries...)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// dump returns a sorted description of the schema, one line per part.
func (s *schema) dump() []string {
	s.t.Helper()
	var lines []string
	for line := range strings.Lines(s.query(described[s.database]...)) {
		line = strings.ReplaceAll(strings.TrimSpace(line), `"`, "") // SQLite quotes new names
		m := tableSQL.FindStringSubmatch(line)
		if m == nil { // SQLite stores the original SQL of a table
			lines = append(lines, line)
			continue
		}
		for part := range strings.SplitSeq(m[2], ", ") {
			lines = append(lines, m[1]+" "+strings.TrimSpace(presetSQL.ReplaceAllString(part, "")))
		}
	}
	slices.Sort(lines)
	return lines
}
