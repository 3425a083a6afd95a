package change_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

// TestYear makes random changes on two branches of a project, merges them with
// git and gen merge, and goes on from there, month by month. After each merge
// the project is consistent, compiles, and has every line of its owners; the
// whole history runs on SQLite with rows in the tables, up and down.
func TestYear(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	seeds, months := uint64(1), 2
	if *thorough {
		seeds, months = 30, 12
	}
	merged, refused := 0, 0
	for seed := range seeds {
		y := newYear(t, seed)
		for range months {
			if y.month() {
				merged++
			} else {
				refused++
			}
		}
		y.runs()
	}
	t.Logf("%d merges, %d with conflicts that were not resolved", merged, refused)
	if merged < refused {
		t.Error("too few merges")
	}
}

// year is a project of which the history is written.
type year struct {
	t     *testing.T
	cat   *layer.Catalog
	rnd   *rand.Rand
	dir   string
	now   time.Time
	lines int      // of its owners
	steps []string // what has happened
}

func newYear(t *testing.T, seed uint64) *year {
	s := &spec.Spec{Name: "shop"}
	for _, line := range []string{"author name:string:required", "book title:string:required author:ref=author isbn:string"} {
		r, err := spec.ParseResource(line)
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = append(s.Resources, r)
	}
	y := &year{t: t, cat: templates.Catalog(), rnd: rand.New(rand.NewPCG(seed, 1)), dir: made(t, s), now: clock, steps: []string{fmt.Sprintf("seed %d", seed)}}
	y.git("init", "-q", "-b", "main")
	y.commit("first")
	return y
}

// fail fails the test with the steps that led there.
func (y *year) fail(format string, args ...any) {
	y.t.Helper()
	y.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), strings.Join(y.steps, "\n"))
}

func (y *year) command(name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(y.t.Context(), name, args...)
	cmd.Dir = y.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_EDITOR=true",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	return cmd.CombinedOutput()
}

func (y *year) git(args ...string) {
	y.t.Helper()
	if out, err := y.command("git", args...); err != nil {
		y.fail("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func (y *year) commit(message string) {
	y.t.Helper()
	y.git("add", "-A")
	y.git("commit", "-q", "--allow-empty", "-m", message)
}

func (y *year) pick(words ...string) string { return words[y.rnd.IntN(len(words))] }

// month changes both branches and merges them. It reports false if that had
// conflicts, and then drops one of the branches.
func (y *year) month() bool {
	y.t.Helper()
	y.git("checkout", "-q", "-B", "feature", "main")
	for _, branch := range []string{"feature", "main"} {
		y.git("checkout", "-q", branch)
		y.steps = append(y.steps, "on "+branch)
		for range 2 + y.rnd.IntN(3) {
			if y.rnd.IntN(3) == 0 {
				y.edit()
			} else {
				y.verb()
			}
			y.commit("change")
		}
	}
	owners := append(y.owned("feature"), y.owned("main")...)
	_, err := y.command("git", "merge", "--no-edit", "feature")
	resolved := err == nil || y.merge(owners)
	if resolved {
		y.commit("merged")
	} else {
		y.git("reset", "-q", "--hard", "main")
		y.steps = append(y.steps, "the merge is aborted")
		owners = y.owned("main")
	}
	y.consistent(owners)
	return resolved
}

// verb makes a random change with gen, unless it is not possible.
func (y *year) verb() {
	y.t.Helper()
	y.now = y.now.Add(time.Duration(1+y.rnd.IntN(1000)) * time.Second)
	p, err := change.Open(y.cat, y.dir, y.now)
	if err != nil {
		y.fail("%v", err)
	}
	defer p.Close()
	was := p.Spec.Clone()
	r := was.Resources[y.rnd.IntN(len(was.Resources))]
	f := r.Fields[y.rnd.IntN(len(r.Fields))]
	name := fmt.Sprintf("%s_%d", y.pick("note", "tag", "order_line", "size"), y.rnd.IntN(9))
	text := name + ":" + y.pick("string", "text", "int", "bool", "date", "decimal", "string:index,max=40")
	var what string
	var edit func(*spec.Spec) error
	switch y.rnd.IntN(10) {
	case 0, 1, 2:
		what, edit = "add field "+r.Name+" "+text, addField(y.t, r.Name, text).edit
	case 3:
		what, edit = "add resource "+name+" "+text, addResource(y.t, name+" "+text).edit
	case 4:
		what, edit = "remove field "+r.Name+" "+f.Name, removeField(r.Name, f.Name).edit
	case 5:
		m, err := spec.ParseMigration(y.cat, "rename "+r.Name+"."+f.Name+" "+name)
		if err != nil {
			y.fail("%v", err)
		}
		p.Decisions.Renames = []spec.Migration{m}
		what, edit = m.String(), func(s *spec.Spec) error { return s.RenameField(was, r.Name, f.Name, name) }
	case 6:
		m, err := spec.ParseMigration(y.cat, "rename "+r.Name+" "+name)
		if err != nil {
			y.fail("%v", err)
		}
		p.Decisions.Renames = []spec.Migration{m}
		what, edit = m.String(), func(s *spec.Spec) error { return s.RenameResource(was, r.Name, name, "") }
	case 7:
		framework := y.pick("nethttp", "gin", "echo", "chi", "fiber")
		what, edit = "set framework="+framework, setOption(y.cat, "framework", framework).edit
	case 8:
		what, edit = "remove resource "+r.Name, removeResource(r.Name).edit
		if len(was.Resources) == 1 {
			return
		}
	default:
		middleware := y.pick("cors", "secure", "compress")
		what, edit = "add middleware "+middleware, addOption(y.cat, "middleware", middleware).edit
		if was.Options.Has("middleware", middleware) {
			what, edit = "remove middleware "+middleware, removeOption(y.cat, "middleware", middleware).edit
		}
	}
	next, err := p.Next(y.t.Context())
	if err != nil {
		y.fail("%s: %v", what, err)
	}
	if edit(next) != nil {
		return
	}
	plan, err := p.Plan(y.t.Context(), next, change.PlanOptions{NoCheck: true})
	if err != nil || len(plan.Conflicts) > 0 { // not possible, or with owners' code
		return
	}
	y.steps = append(y.steps, "gen "+what)
	if err := p.Apply(y.t.Context(), plan, what); err != nil {
		y.fail("%v", err)
	}
}

// edit adds a line to a file of the project, or a file.
func (y *year) edit() {
	y.lines++
	line := fmt.Sprintf("// Line %d is of its owner.\n", y.lines)
	name := fmt.Sprintf("internal/own/own%d.go", y.lines)
	text := "package own\n\n" + line
	if y.rnd.IntN(3) > 0 {
		var names []string
		for name := range onDisk(y.t, y.dir) {
			if strings.HasPrefix(name, "internal/") && strings.HasSuffix(name, ".go") {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		name = names[y.rnd.IntN(len(names))]
		text = string(onDisk(y.t, y.dir)[name].Data) + "\n" + line
	}
	y.steps = append(y.steps, "an owner's line in "+name)
	put(y.t, y.dir, name, text)
}

var owned = regexp.MustCompile(`// Line \d+ is of its owner\.`)

// owned returns the lines of owners in a commit.
func (y *year) owned(commit string) []string {
	out, _ := y.command("git", "grep", "-h", "-o", "-E", owned.String(), commit, "--", "*.go") // it fails if there are none
	return owned.FindAllString(string(out), -1)
}

var undecided = regexp.MustCompile(`choose one with --ours (\S+)`)

// merge completes a merge with random decisions. It reports false if conflicts
// are left, or if it is refused.
func (y *year) merge(owners []string) bool {
	y.t.Helper()
	decided := map[string]spec.Side{}
	for {
		y.now = y.now.Add(time.Second)
		m, err := change.PlanMerge(y.t.Context(), y.cat, y.dir, y.now, change.MergeOptions{PlanOptions: change.PlanOptions{NoCheck: true}, Decided: decided})
		if err != nil {
			open := undecided.FindStringSubmatch(err.Error())
			if open == nil || decided[open[1]] != spec.Undecided {
				y.steps = append(y.steps, "gen merge: "+err.Error())
				return false
			}
			decided[open[1]] = []spec.Side{spec.Ours, spec.Theirs}[y.rnd.IntN(2)]
			y.steps = append(y.steps, fmt.Sprintf("gen merge decides %s for %d", open[1], decided[open[1]]))
			continue
		}
		defer m.Close()
		if err := m.Apply(y.t.Context()); err != nil {
			y.fail("%v", err)
		}
		y.steps = append(y.steps, "gen merge")
		y.kept(owners)
		return len(m.Plan.Conflicts) == 0
	}
}

// kept fails the test if a line of an owner is lost.
func (y *year) kept(owners []string) {
	y.t.Helper()
	var all strings.Builder
	for name, f := range onDisk(y.t, y.dir) {
		if strings.HasSuffix(name, ".go") {
			all.Write(f.Data)
		}
	}
	for _, line := range owners {
		if n := strings.Count(all.String(), line); n == 0 {
			y.fail("lost: %s", line)
		}
	}
}

// consistent fails the test unless gen has nothing to do, the record is that of
// gen.yaml, files without a line of an owner are as gen makes them, and the code
// compiles.
func (y *year) consistent(owners []string) {
	y.t.Helper()
	y.kept(owners)
	p, err := change.Open(y.cat, y.dir, y.now)
	if err != nil {
		y.fail("%v", err)
	}
	defer p.Close()
	next, err := p.Next(y.t.Context())
	if err != nil {
		y.fail("%v", err)
	}
	plan, err := p.Plan(y.t.Context(), next, change.PlanOptions{NoCheck: true})
	if err != nil || !plan.Empty() {
		y.fail("gen apply has something to do: %v, %+v", err, plan)
	}
	want, err := change.New(y.cat, next)
	if err != nil {
		y.fail("%v", err)
	}
	got := onDisk(y.t, y.dir)
	for name, f := range want {
		if record.IsOwn(name) || name == spec.Path {
			continue
		}
		if g, there := got[name]; !there || string(g.Data) != string(f.Data) && !owned.Match(g.Data) {
			y.fail("%s is not as gen makes it", name)
		}
	}
	if out, err := y.command("go", "vet", "./..."); err != nil {
		y.fail("%v\n%s", err, out)
	}
}

// runs runs all migrations on SQLite one after the other, puts a row into every
// table as soon as it is there, and takes them back.
func (y *year) runs() {
	y.t.Helper()
	put(y.t, y.dir, "internal/migrate/year_test.go", rowsTest)
	if out, err := y.command("go", "test", "-count=1", "-run", "^TestRows$", "./internal/migrate"); err != nil {
		y.fail("%v\n%s", err, out)
	}
}

// rowsTest is a test in a project.
const rowsTest = `package migrate

import (
	"database/sql"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"shop/internal/store"
	"shop/migrations"
)

func TestRows(t *testing.T) {
	cfg := testConfig(t)
	names, err := fs.Glob(migrations.Files, "*.up.sql")
	if err != nil {
		t.Fatal(err)
	}
	some, rows := fstest.MapFS{}, 0
	for _, up := range names { // sorted by id
		for _, name := range []string{up, strings.TrimSuffix(up, ".up.sql") + ".down.sql"} {
			data, err := fs.ReadFile(migrations.Files, name)
			if err != nil {
				t.Fatal(err)
			}
			some[name] = &fstest.MapFile{Data: data}
		}
		before := tables(t, cfg)
		if err := open(t.Context(), cfg, some, io.Discard, (*runner).up); err != nil {
			t.Fatalf("%s: %v", up, err)
		}
		now := tables(t, cfg)
		rows -= max(len(before)-len(now), 0) // a table that was dropped had one row
		for _, n := range now {
			rows += max(n-1, 0)
		}
		total := 0
		for _, n := range now {
			total += n
		}
		if total != rows {
			t.Fatalf("%s: %d rows, want %d", up, total, rows)
		}
		for name, n := range now {
			if n == 0 {
				fill(t, cfg, name)
				rows++
			}
		}
	}
	for range names {
		if err := open(t.Context(), cfg, some, io.Discard, (*runner).down); err != nil {
			t.Fatal(err)
		}
	}
	if left := tables(t, cfg); len(left) > 0 {
		t.Fatalf("left: %v", left)
	}
}

func database(t *testing.T, cfg store.Config) *sql.DB {
	db, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db.Writes
}

// tables returns the number of rows of each table.
func tables(t *testing.T, cfg store.Config) map[string]int {
	db := database(t, cfg)
	found, err := db.QueryContext(t.Context(), "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%migrations'")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]int{}
	for found.Next() {
		var name string
		if err := found.Scan(&name); err != nil {
			t.Fatal(err)
		}
		all[name] = 0
	}
	for name := range all {
		all[name] = query(t, cfg, "SELECT count(*) FROM \""+name+"\"")
	}
	return all
}

// fill puts a row with a value in each column into a table.
func fill(t *testing.T, cfg store.Config, table string) {
	db := database(t, cfg)
	columns, err := db.QueryContext(t.Context(), "SELECT name, type FROM pragma_table_info(?)", table)
	if err != nil {
		t.Fatal(err)
	}
	var names, values []string
	for columns.Next() {
		var name, kind string
		if err := columns.Scan(&name, &kind); err != nil {
			t.Fatal(err)
		}
		value := "1"
		if kind == "TEXT" {
			value = "'2026-01-02'"
		}
		names, values = append(names, "\""+name+"\""), append(values, value)
	}
	statement := fmt.Sprintf("INSERT INTO \"%s\" (%s) VALUES (%s)", table, strings.Join(names, ", "), strings.Join(values, ", "))
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
`
