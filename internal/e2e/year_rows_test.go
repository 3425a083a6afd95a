package e2e

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"

	past "github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
)

// living is a database that lives through the year, and one for each state of the
// project.
type living struct {
	old, fresh *operator
	program    string // that migrates them, of the state that was deployed last
	migrations []past.Migration
}

// yearTest is a test in package migrate of a project. See testdata.
//
//go:embed testdata/year_test.go.txt
var yearTest string

// database returns the name of the project's database, or "" if it needs a server
// that is not used.
func (y *year) database() string {
	y.t.Helper()
	name := y.spec().Options["database"][0]
	if _, remote := servers[name]; remote && !*useServers {
		return ""
	}
	return name
}

// deploy migrates the database that lives through the year, after which each
// table gets another row. With another kind of database begins another one.
func (y *year) deploy() {
	y.t.Helper()
	database := y.database()
	if database == "" {
		y.live = nil
		return
	}
	if y.live == nil || y.live.old.database != database {
		y.live = &living{old: y.newDatabase(database), fresh: y.newDatabase(database)}
	}
	y.live.program = y.program()
	y.live.migrations = y.state().migrations
	y.migrate(y.live.old, map[string]any{"Fill": y.tables()})
	y.counts["deployed"]++
}

func (y *year) newDatabase(database string) *operator {
	y.t.Helper()
	s := &schema{t: y.t, dir: y.dir, database: database, driver: "sqlite", dsn: "file:" + filepath.Join(y.t.TempDir(), "year.db")}
	imported := "modernc.org/sqlite"
	if server, remote := servers[database]; remote {
		s.driver, imported = server.driver, server.imported
		s.env = server.newDatabase(y.t, y.dir)
		_, s.dsn, _ = strings.Cut(s.env[0], "=")
		s.env = append(s.env, server.forTests()...)
	}
	s.tool = buildProgram(y.t, y.dir, fmt.Sprintf(printer, imported))
	return &operator{schema: s, t: y.t}
}

// program builds the program that migrates databases of the project as it is now.
func (y *year) program() string {
	y.t.Helper()
	const name = "internal/migrate/year_test.go"
	y.write(name, strings.ReplaceAll(yearTest, "MODULE", y.spec().Module))
	binary := filepath.Join(y.t.TempDir(), "migrate.test")
	out, err := y.command("go", "test", "-c", "-o", binary, "./internal/migrate")
	if err != nil {
		y.fail("%v\n%s", err, out)
	}
	if err := os.Remove(filepath.Join(y.dir, name)); err != nil {
		y.fail("%v", err)
	}
	return binary
}

// listed are queries for the tables of a database.
var listed = map[string]string{
	"sqlite":   "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
	"postgres": "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()",
	"mysql":    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()",
}

// migrate runs the program that was deployed last.
func (y *year) migrate(db *operator, plan map[string]any) {
	y.t.Helper()
	option, _ := y.cat.Option("database", db.database)
	plan["DSN"], plan["Tables"], plan["Epoch"], plan["Steps"] = db.dsn, listed[db.database], option.SQL.Epoch, y.rowSteps()
	text, err := json.Marshal(plan)
	if err != nil {
		y.fail("%v", err)
	}
	file := filepath.Join(y.t.TempDir(), "plan.json")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		y.fail("%v", err)
	}
	out, err := y.command("env", append(slices.Clone(db.env), "YEAR_PLAN="+file, y.live.program, "-test.run", "^TestYear$", "-test.v")...)
	switch {
	case err != nil:
		y.fail("%v\n%s", err, out)
	case strings.Contains(out, "--- SKIP: TestYear"):
		y.counts["rolled back in part"]++
		y.step("%s", strings.TrimSpace(out))
	case !strings.Contains(out, "--- PASS: TestYear"):
		y.fail("TestYear did not run\n%s", out)
	}
}

// migratesUpAndDown runs all migrations on a new database with rows, after which
// its schema is that of the one that lives through the year, and takes them back.
func (y *year) migratesUpAndDown() {
	y.t.Helper()
	if y.live == nil {
		return
	}
	y.live.fresh.empty()
	y.migrate(y.live.fresh, map[string]any{})
	if diff := cmp.Diff(y.live.fresh.dump(), y.live.old.dump()); diff != "" {
		y.fail("the schema of a database that has lived through the year (-new +old):\n%s", diff)
	}
	y.migrate(y.live.fresh, map[string]any{"Down": true})
}

// takeBack does what a message says about migrations that are gone: with the
// program that was deployed last, it takes them back.
func (y *year) takeBack(_ state, message string) {
	y.t.Helper()
	if y.live == nil {
		return
	}
	until := int64(0)
	for line := range strings.Lines(message) {
		line, remedy, told := strings.Cut(strings.TrimSpace(line), "; on a database on which it ran, take it back first")
		_, number, of := strings.Cut(line, "migration ")
		if !told || !of || !strings.Contains(line, " of ours ") && !strings.Contains(remedy, "ours") {
			continue
		}
		id, err := strconv.ParseInt(number[:strings.IndexByte(number, ' ')], 10, 64)
		if err != nil {
			y.fail("%v", err)
		}
		ran := slices.ContainsFunc(y.live.migrations, func(m past.Migration) bool { return m.Number == id })
		if ran && (until == 0 || id < until) {
			until = id
		}
	}
	if until > 0 {
		y.counts["taken back"]++
		y.step("server migrate down, until %d", until)
		y.migrate(y.live.old, map[string]any{"Down": true, "Until": until})
	}
}

// rowSteps returns what the migrations that were deployed do to rows, by number.
// See yearStep in testdata.
func (y *year) rowSteps() map[int64]map[string]any {
	steps := map[int64]map[string]any{}
	for _, m := range y.live.migrations {
		table := m.Table.Resource().PluralName()
		step := map[string]any{"Verb": m.Verb, "Table": table, "To": table}
		for n := m.Number; n <= m.Last; n++ {
			steps[n] = step
		}
		switch m.Verb {
		case spec.Create, spec.Drop:
			step["Created"] = rowTable(m.Table)
		case spec.Add, spec.Remove:
			f := spec.Field{Name: deletedAt, Kind: spec.Time}
			if m.Setting == "" {
				f = m.Resource.Fields[0]
			}
			step["Column"], step["Now"], step["Old"], step["New"] = f.Key(), f.Key(), rowColumn(f, ""), rowColumn(f, "")
		case spec.Change, spec.Rename:
			step["Table"] = m.Before.Resource().PluralName()
			if i := m.Changed(); i >= 0 && (m.Verb == spec.Change || m.Field != "") {
				old, now := m.Before.Columns[i], m.Table.Columns[i]
				step["Column"], step["Now"] = old.Key(), now.Key()
				step["Old"], step["New"] = rowColumn(old.Field, old.Parent), rowColumn(now.Field, now.Parent)
			}
			if m.Verb == spec.Change {
				step["Fill"], step["Truncate"] = m.Treatment(false, nil).Fill, m.Rows.Truncate
			}
		}
	}
	return steps
}

func rowTable(t past.Table) map[string]any {
	var columns []map[string]any
	for _, c := range t.Columns {
		columns = append(columns, rowColumn(c.Field, c.Parent))
	}
	return map[string]any{"Name": t.Resource().PluralName(), "Columns": columns}
}

func rowColumn(f spec.Field, parent string) map[string]any {
	longest := 0
	if f.Kind == spec.String {
		longest = f.Length()
	}
	return map[string]any{"Name": f.Key(), "Kind": f.Kind, "Parent": parent, "Null": f.Nullable(), "Unique": f.Unique, "Values": f.Values, "Max": longest}
}

// tables returns the tables after all migrations.
func (y *year) tables() []map[string]any {
	y.t.Helper()
	_, last := past.Replay(y.cat, y.spec())
	tables := []map[string]any{}
	for _, t := range last {
		tables = append(tables, rowTable(t))
	}
	return tables
}
