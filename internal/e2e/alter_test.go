package e2e

import (
	stdcmp "cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/change"
	past "github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// For random sequences of changes and renames on tables with rows: the way back
// of each migration restores the schema before it, no row is lost, and the
// schema after all is that of a new project.
func TestAlter(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	cat := templates.Catalog()
	eachDatabase(t, func(t *testing.T, database layer.Layer) {
		server, remote := servers[database.Name]
		options := choice{"framework": cat.Options("framework")[0].Name, "database": database.Name}
		dir := write(t, options, "author name:string")
		imported, driver := "modernc.org/sqlite", "sqlite"
		if remote {
			imported, driver = server.imported, server.driver
		}
		tool := buildProgram(t, dir, fmt.Sprintf(walker, imported))
		for seed := range uint64(4) {
			final := alterAtRandom(t, cat, database, rand.New(rand.NewPCG(seed, 0)))
			dsn := func() string {
				if !remote {
					return "file:" + filepath.Join(t.TempDir(), "test.db")
				}
				_, dsn, _ := strings.Cut(server.newDatabase(t, dir)[0], "=")
				if database.Name == "mysql" {
					dsn += "&multiStatements=true"
				}
				return dsn
			}
			grown := walk(t, tool, driver, dsn(), plan(t, cat, final, *database.SQL), database.Name)
			first := final.Clone()
			first.Migrations = nil
			fresh := walk(t, tool, driver, dsn(), plan(t, cat, first, *database.SQL), database.Name)
			if diff := cmp.Diff(presetFree(fresh), presetFree(grown)); diff != "" {
				t.Errorf("seed %d: schema after the history (-new +migrated):\n%s\n%s", seed, diff, strings.Join(texts(final.Migrations), "\n"))
			}
		}
	})
}

// Rows that stand against a change get values that only the changed column can
// hold, or make the migration fail, also on its way back. Views and triggers of
// other tables stay.
func TestAlterRows(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	cat := templates.Catalog()
	wide := strings.Repeat("w", 100)
	eachDatabase(t, func(t *testing.T, database layer.Layer) {
		options := layer.Choices{"framework": {cat.Options("framework")[0].Name}, "database": {database.Name}}
		resources := []string{
			"book title:string:required status:enum(a|b|In C):default=\"In C\" grade:bigint:default=5000000000 code:string:required,max=200 blurb:text:required note:string:max=10",
			"review book:ref=book:required,unique", "author name:string",
		}
		dir := writeSpec(t, cat, newSpec(t, options, resources,
			"create book title:string status:enum(a|b) grade:int code:string:index,max=10 blurb:string:index,max=80 note:string"+version,
			"create review book:ref=book"+version, "create author name:string"+version, "own rows",
			`change book title:string:required fill="it's \"un\\known\", 7"`, "change book status:enum(a|b|In C):default=\"In C\"", "change book grade:bigint:default=5000000000",
			"change book blurb:text:required fill="+wide, "change review book:ref=book:required,unique reject",
			"change book code:string:required,max=200 fill="+wide, "change book note:string:max=10 reject",
		))
		now := "'" + database.SQL.Epoch + "'"
		own := "INSERT INTO books (note, created_at, updated_at) VALUES ('" + strings.Repeat("n", 30) + "', " + now + ", " + now + ");\n" +
			"INSERT INTO reviews (book_id, created_at, updated_at) VALUES (1, " + now + ", " + now + ");\n" +
			"CREATE VIEW book_titles AS SELECT title FROM books;\n"
		if database.Name == "sqlite" {
			own += "CREATE TRIGGER seen AFTER INSERT ON authors BEGIN UPDATE books SET title = 'seen'; END;\n"
		}
		if err := os.WriteFile(filepath.Join(dir, "migrations", "000004_rows.up.sql"), []byte(own), 0o644); err != nil {
			t.Fatal(err)
		}
		m := &operator{schema: newSchema(t, database.Name, dir), t: t}

		limited := database.SQL.Limits != nil
		if limited {
			m.does(true, m.base(), "up", "change_note_of_books.up.sql failed and changed nothing", "value_too_long")
			m.query("UPDATE books SET note = 'short'")
		}
		m.does(false, m.base(), "up", current)
		want := fmt.Sprintf("it's \"un\\known\", 7\nIn C\n5000000000\n%s\n%[1]s\n1\n", wide)
		if diff := cmp.Diff(want, m.query("SELECT title FROM book_titles", "SELECT status FROM books", "SELECT grade FROM books",
			"SELECT code FROM books", "SELECT blurb FROM books", "SELECT book_id FROM reviews")); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		if database.Name == "sqlite" {
			if got := m.query("INSERT INTO authors (created_at, updated_at) VALUES ("+now+", "+now+")", "SELECT title FROM book_titles", `SELECT "table" FROM pragma_foreign_key_list('reviews')`); got != "seen\nbooks\n" {
				t.Errorf("the trigger and the reference of another table: %s", got)
			}
		}

		m.query("UPDATE books SET status = 'a', grade = 1, blurb = 'b', code = '" + strings.Repeat("c", 30) + "'")
		m.does(false, m.base(), "down", "down 000011_change_note_of_books")
		if limited {
			m.does(true, m.base(), "down", "change_code_of_books.down.sql failed and changed nothing", "value_too_long")
			m.query("UPDATE books SET code = 'c'")
		}
		for _, change := range []string{"code_of_books", "book_id_of_reviews", "blurb_of_books", "grade_of_books", "status_of_books", "title_of_books"} {
			m.does(false, m.base(), "down", "change_"+change)
		}
		if limited {
			if got := m.query("SELECT count(*) FROM information_schema.check_constraints WHERE constraint_schema = DATABASE() AND constraint_name = 'value_too_long'"); got != "0\n" {
				t.Errorf("constraints of the migrations that are left: %s", got)
			}
		}
	})
}

// A decimal that gets fewer digits after the point loses them only where that was
// decided, and exactly. Otherwise the migration fails, also on its way back.
func TestAlterDecimals(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	cat := templates.Catalog()
	eachDatabase(t, func(t *testing.T, database layer.Layer) {
		options := layer.Choices{"framework": {cat.Options("framework")[0].Name}, "database": {database.Name}}
		dir := writeSpec(t, cat, newSpec(t, options, []string{"book cut:decimal:scale=2 kept:decimal:scale=0,default=7 wide:decimal:scale=3 filled:decimal:required,scale=1"},
			"create book cut:decimal kept:decimal:scale=1 wide:decimal:scale=2 filled:decimal"+version, "own rows",
			"change book cut:decimal:scale=2 truncate", "change book kept:decimal:scale=0,default=7 reject", "change book wide:decimal:scale=3",
			"change book filled:decimal:scale=1,required fill=0.5 truncate",
		))
		now := "'" + database.SQL.Epoch + "'"
		own := ""
		for _, values := range []string{
			"'99999999999999999999.999999999999999999', '1.5', '1.25', '0.05'", "'-0.009', '3.0', '2', '12'", "'12', '3', '-1', '-12.99'", "'12.5', NULL, NULL, NULL",
		} {
			own += "INSERT INTO books (cut, kept, wide, filled, created_at, updated_at) VALUES (" + values + ", " + now + ", " + now + ");\n"
		}
		if err := os.WriteFile(filepath.Join(dir, "migrations", "000002_rows.up.sql"), []byte(own), 0o644); err != nil {
			t.Fatal(err)
		}
		m := &operator{schema: newSchema(t, database.Name, dir), t: t}
		m.does(true, m.base(), "up", "change_kept_of_books.up.sql failed", "too_many_digits")
		m.query("UPDATE books SET kept = '2' WHERE kept = '1.5'")
		m.does(false, m.base(), "up", current)
		read := func(column string) string {
			texts := strings.Fields(m.query("SELECT coalesce(" + column + ", '7') FROM books ORDER BY id"))
			for i := range texts {
				texts[i] = exact(texts[i])
			}
			return strings.Join(texts, " ")
		}
		for column, want := range map[string]string{
			"cut": "9999999999999999999999/100 0 12 25/2", "kept": "2 3 3 7", "wide": "5/4 2 -1 7", "filled": "0 12 -129/10 1/2",
		} {
			if got := read(column); got != want {
				t.Errorf("%s: %s, want %s", column, got, want)
			}
		}
		m.does(false, m.base(), "down", "down 000006_change_filled_of_books")
		m.query("UPDATE books SET wide = '1.125' WHERE id = 1")
		m.does(true, m.base(), "down", "change_wide_of_books.down.sql failed", "too_many_digits")
		m.query("UPDATE books SET wide = '1.120' WHERE id = 1")
		for _, column := range []string{"wide", "kept", "cut"} {
			m.does(false, m.base(), "down", "change_"+column+"_of_books")
		}
		if got, want := read("wide"), "28/25 2 -1 7"; got != want {
			t.Errorf("wide after its way back: %s, want %s", got, want)
		}
	})
}

// SQLite writes a table anew to change a column. What gen does not know of the
// table would be lost, so the migration fails.
func TestRebuildLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	for part, own := range map[string]string{
		"column": "ALTER TABLE books ADD COLUMN shelf TEXT;\n", "index": "CREATE INDEX by_title ON books (title);\n",
		"trigger": "CREATE TRIGGER mark AFTER UPDATE ON books BEGIN SELECT 1; END;\n", "nothing": "SELECT 1;\n",
	} {
		dir := writeSpec(t, templates.Catalog(), newSpec(t, layer.Choices{"database": {"sqlite"}}, []string{"book title:string:required"},
			"create book title:string"+version, "own mine", "change book title:string:required fill=unknown"))
		if err := os.WriteFile(filepath.Join(dir, "migrations", "000002_mine.up.sql"), []byte(own), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "go", "run", "./cmd/server", "migrate", "up")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if lost := strings.Contains(string(out), "books_has_parts_that_would_be_lost"); lost != (part != "nothing") || lost == (err == nil) {
			t.Errorf("%s: %v\n%s", part, err, out)
		}
	}
}

func texts(migrations []spec.Migration) []string {
	var lines []string
	for _, m := range migrations {
		lines = append(lines, m.String())
	}
	return lines
}

// alterAtRandom returns a spec with a random history of changes.
func alterAtRandom(t *testing.T, cat *layer.Catalog, database layer.Layer, rnd *rand.Rand) *spec.Spec {
	t.Helper()
	was := newSpec(t, layer.Choices{"database": {database.Name}}, []string{
		"author name:string:max=80 born:date", "book title:string:max=100 isbn:string:unique,max=70 status:enum(a|b|c) open:bool pages:int:required author:ref=author twin:ref=book tags:refs=author others:refs=book",
		"review book:ref=book:required mark:int lang:string:default=en",
	})
	was.Fill(cat)
	was.Migrations = slices.Clone(was.History(cat))
	for n, step := 0, 0; n < 25; step++ {
		now := was.Clone()
		terms := past.Terms{Now: int64(20260000000000 + step), Committed: func(int64) bool { return true }}
		alterOne(rnd, now, &terms, step)
		if len(past.Evolve(cat, now, was, terms)) > 0 {
			continue
		}
		n++
		was = now
	}
	return was
}

// alterOne changes, renames or adds one thing. The change may be refused.
func alterOne(rnd *rand.Rand, s *spec.Spec, terms *past.Terms, step int) {
	r := &s.Resources[rnd.IntN(len(s.Resources))]
	f := &r.Fields[rnd.IntN(len(r.Fields))]
	rows := spec.Rows{}
	switch rnd.IntN(15) {
	case 0:
		to := fmt.Sprintf("field_%d", step)
		terms.Renames = []spec.Migration{{Verb: spec.Rename, Resource: spec.Resource{Name: r.Name}, Field: f.Name, To: to}}
		f.Name = to
		return
	case 1:
		to := fmt.Sprintf("thing_%d", step)
		terms.Renames = []spec.Migration{{Verb: spec.Rename, Resource: spec.Resource{Name: r.Name}, To: to}}
		if err := s.RenameResource(s, r.Name, to, ""); err != nil {
			panic(err)
		}
		return
	case 2:
		kinds := []spec.Field{{Kind: spec.Bool, Required: true}, {Kind: spec.Enum, Values: []string{"x", "y"}}, {Kind: spec.String, Index: true}, {Kind: spec.Time}}
		added := kinds[rnd.IntN(len(kinds))]
		added.Name = fmt.Sprintf("added_%d", step)
		r.Fields = append(r.Fields, added)
		return
	case 12, 13:
		other := r.Fields[rnd.IntN(len(r.Fields))]
		c := spec.Constraint{Kind: []string{spec.Unique, spec.Index}[rnd.IntN(2)], Value: f.Name + "," + other.Name}
		if rnd.IntN(3) == 0 {
			c = spec.Constraint{Kind: spec.Compared, Value: f.Name + map[spec.Kind]string{spec.Int: " < 1000", spec.BigInt: " < 1000", spec.Bool: " = true", spec.String: " <> 'no'"}[f.Kind]}
		}
		if all := r.Constraints(); len(all) > 0 && rnd.IntN(3) == 0 {
			r.Settings = r.Without(all[rnd.IntN(len(all))])
		} else if !r.Has(c) {
			r.Settings = r.With(c)
		}
		return
	case 14:
		r.SoftDelete = !r.SoftDelete
		return
	case 3, 4:
		f.Required, f.Default = !f.Required, ""
		rows.Fill = map[spec.Kind]string{spec.String: "filled", spec.Text: "filled", spec.Int: "7", spec.BigInt: "7", spec.Bool: "true", spec.Enum: first(f.Values)}[f.Kind]
	case 5:
		f.Required, f.Default = false, map[spec.Kind]string{spec.String: "preset", spec.Text: "preset", spec.Int: "5", spec.BigInt: "5", spec.Bool: "false", spec.Enum: first(f.Values)}[f.Kind]
	case 6:
		f.Unique = !f.Unique || !f.NoCase && f.Kind == spec.String
		f.NoCase = f.Unique && f.Kind == spec.String && rnd.IntN(2) == 0
		f.Index = false
	case 7:
		f.Index = !f.Index
		f.Unique = false
	case 8:
		f.Max = map[spec.Kind]string{spec.String: fmt.Sprint(70 + rnd.IntN(900))}[f.Kind]
	case 9:
		if f.Kind == spec.Enum {
			f.Values = append(slices.Clone(f.Values), fmt.Sprintf("v%d", step))
		}
	case 10:
		if f.Kind == spec.Enum && len(f.Values) > 1 {
			f.Values = slices.Clone(f.Values[:len(f.Values)-1])
			rows.Fill = f.Values[0]
		}
	case 11:
		f.OnDelete = []string{"", spec.Cascade, spec.Null}[rnd.IntN(3)]
	}
	if rnd.IntN(8) == 0 { // to a type that holds more
		f.Kind = stdcmp.Or(map[spec.Kind]spec.Kind{spec.Int: spec.BigInt, spec.String: spec.Text}[f.Kind], f.Kind)
		if f.Kind == spec.Text {
			f.Max, f.Unique, f.Index = "", false, false
		}
	}
	if f.Kind == spec.String && rnd.IntN(2) == 0 {
		rows.Truncate = true
	}
	if rows != (spec.Rows{}) {
		terms.Rows = map[string]spec.Rows{r.Name + "." + f.Name: rows}
	}
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// move is a migration with its way back, and statements that insert rows before
// it.
type move struct{ Name, Up, Down, Rows string }

// plan returns the migrations of a spec. A table gets a row as soon as it is
// there: without the values that may be missing.
func plan(t *testing.T, cat *layer.Catalog, s *spec.Spec, db layer.Dialect) []move {
	t.Helper()
	rendered, err := change.New(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	var moves []move
	all, _ := past.Replay(cat, s)
	rows := ""
	for _, m := range all {
		next := move{Name: m.String(), Rows: rows}
		for name, f := range rendered.All() {
			if strings.HasPrefix(name, fmt.Sprintf("migrations/%06d_", m.Number)) {
				if strings.HasSuffix(name, ".up.sql") {
					next.Up = string(f.Data)
				} else {
					next.Down = string(f.Data)
				}
			}
		}
		moves = append(moves, next)
		rows = ""
		if m.Verb == spec.Create {
			rows = row(m.Table, db)
		}
	}
	return moves
}

// row returns the statement that inserts a row.
func row(table past.Table, db layer.Dialect) string {
	columns, values := []string{"created_at", "updated_at"}, []string{"'" + db.Epoch + "'", "'" + db.Epoch + "'"}
	for i, c := range table.Columns {
		value := map[spec.Kind]string{
			spec.String: "'" + strings.Repeat("x", 64) + "'", spec.Text: "'x'", spec.Int: "1", spec.BigInt: "1", spec.Bool: "TRUE", spec.Enum: "'" + last(c.Values) + "'", spec.Ref: "1",
		}[c.Kind]
		if value == "" || !c.Required && i%2 == 1 || c.Kind == spec.Ref && c.Ref == table.Name {
			continue
		}
		columns, values = append(columns, c.Key()), append(values, value)
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table.Resource().PluralName(), strings.Join(columns, ", "), strings.Join(values, ", "))
}

func last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// walk runs migrations up and down, compares the schema before and after each,
// and returns the final one.
func walk(t *testing.T, tool, driver, dsn string, moves []move, database string) []string {
	t.Helper()
	input, err := json.Marshal(map[string]any{"Moves": moves, "Queries": schemas[database], "Tables": tables[database]})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), tool, driver, dsn)
	cmd.Stdin = strings.NewReader(string(input))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var schemas struct{ Before, After [][]string }
	if err := json.Unmarshal(out, &schemas); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for i := range moves {
		if diff := cmp.Diff(parts(schemas.Before[i]), parts(schemas.After[i])); diff != "" {
			t.Errorf("%s: schema after its way back (-before +after):\n%s\n%s%s", moves[i].Name, diff, moves[i].Up, moves[i].Down)
		}
	}
	return parts(schemas.Before[len(moves)])
}

// schemas are queries that return one line for each part of a schema, and tables
// those for the names of the tables.
var (
	schemas = map[string][]string{
		"sqlite": {"SELECT name || ': ' || sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"},
		"postgres": {
			"SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, collation_name) FROM information_schema.columns WHERE table_schema = 'public'",
			"SELECT concat_ws(' ', table_name, column_name, 'DEFAULT', column_default) FROM information_schema.columns WHERE table_schema = 'public'",
			"SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
			"SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'",
			"SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
		},
		"mysql": {
			"SELECT concat_ws(' ', table_name, column_name, column_type, is_nullable, collation_name) FROM information_schema.columns WHERE table_schema = DATABASE()",
			"SELECT concat_ws(' ', table_name, column_name, 'DEFAULT', column_default) FROM information_schema.columns WHERE table_schema = DATABASE()",
			"SELECT concat_ws(' ', table_name, index_name, non_unique, seq_in_index, column_name) FROM information_schema.statistics WHERE table_schema = DATABASE()",
			"SELECT concat_ws(' ', table_name, constraint_name, column_name, referenced_table_name, referenced_column_name) " +
				"FROM information_schema.key_column_usage WHERE table_schema = DATABASE()",
			"SELECT concat_ws(' ', constraint_name, delete_rule) FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE()",
			"SELECT concat_ws(' ', constraint_name, check_clause) FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()",
		},
	}
	tables = map[string]string{
		"sqlite":   "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
		"postgres": "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'",
		"mysql":    "SELECT concat('`', table_name, '`') FROM information_schema.tables WHERE table_schema = DATABASE()",
	}
	createSQL = regexp.MustCompile(`^(\w+: CREATE TABLE \w+) ?\((.*)\) STRICT$`)
)

// parts splits the SQL of SQLite's tables into sorted parts.
func parts(schema []string) []string {
	var lines []string
	for _, line := range schema {
		line = strings.Join(strings.Fields(strings.ReplaceAll(line, `"`, "")), " ")
		m := createSQL.FindStringSubmatch(line)
		if m == nil {
			lines = append(lines, line)
			continue
		}
		for part := range strings.SplitSeq(m[2], ", ") {
			lines = append(lines, m[1]+" "+strings.TrimSpace(part))
		}
	}
	slices.Sort(lines)
	return lines
}

// presetFree returns a schema without defaults and rows, which differ between a
// new project and one whose columns were added later.
func presetFree(schema []string) []string {
	var lines []string
	for _, line := range schema {
		if !strings.HasPrefix(line, "rows of ") && !strings.Contains(line, " DEFAULT") || strings.Contains(line, ": CREATE TABLE") {
			lines = append(lines, presetSQL.ReplaceAllString(line, ""))
		}
	}
	return lines
}

const walker = `package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"

	_ %q
)

func check(err error, what ...any) {
	if err != nil {
		fmt.Println(append(what, err)...)
		os.Exit(1)
	}
}

func main() {
	ctx := context.Background()
	db, err := sql.Open(os.Args[1], os.Args[2])
	check(err)
	db.SetMaxOpenConns(1)
	var in struct {
		Moves   []struct{ Name, Up, Down, Rows string }
		Queries []string
		Tables  string
	}
	check(json.NewDecoder(os.Stdin).Decode(&in))
	lines := func(query string) (all []string) {
		rows, err := db.QueryContext(ctx, query)
		check(err, query)
		defer rows.Close()
		for rows.Next() {
			var line string
			check(rows.Scan(&line))
			all = append(all, line)
		}
		check(rows.Err(), query)
		return all
	}
	schema := func() (all []string) {
		for _, query := range in.Queries {
			all = append(all, lines(query)...)
		}
		for _, table := range lines(in.Tables) {
			all = append(all, "rows of "+table+": "+lines("SELECT count(*) FROM "+table)[0])
		}
		return all
	}
	run := func(name, text string) {
		if text == "" {
			return
		}
		tx, err := db.BeginTx(ctx, nil)
		check(err)
		_, err = tx.ExecContext(ctx, text)
		check(err, name, text)
		check(tx.Commit(), name, text)
	}
	var out struct{ Before, After [][]string }
	for _, m := range in.Moves {
		run("rows", m.Rows)
		out.Before = append(out.Before, schema())
		run(m.Name, m.Up)
	}
	out.Before = append(out.Before, schema())
	out.After = make([][]string, len(in.Moves))
	for i := len(in.Moves) - 1; i >= 0; i-- {
		run("back: "+in.Moves[i].Name, in.Moves[i].Down)
		out.After[i] = schema()
	}
	check(json.NewEncoder(os.Stdout).Encode(out))
}
`
