package e2e

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gen-go/gen/cli"
	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/typecheck"
	"github.com/gen-go/gen/templates"
)

var thorough = flag.Bool("thorough", false, "live through many years")

// TestYear makes random changes on two branches of a project, with gen and by
// hand, merges them with git and gen merge, and goes on from there, month by
// month. After each month the project builds, its tests pass, and a database
// with rows that has lived through the whole year migrates, as does a new one, up
// and down. No line of an owner, no column and no row is lost without a message
// that names it.
func TestYear(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	databases := []string{"sqlite"}
	if *useServers {
		databases = append(databases, "postgres", "mysql")
	}
	years, months := len(databases), 2
	if *thorough {
		years, months = 30, 12
	}
	types := typecheck.New("../deps")
	for seed := range years {
		database := databases[seed%len(databases)]
		t.Run(fmt.Sprintf("%s %d", database, seed), func(t *testing.T) {
			t.Parallel()
			if server, remote := servers[database]; remote {
				server.need(t)
			}
			y := newYear(t, types, uint64(seed), database)
			if y.released = seed%2 == 1; y.released {
				y.upgradeRelease(database)
			} else {
				y.begin(database)
			}
			for n := range months {
				y.month()
				y.check(*thorough || n == months-1)
			}
			t.Log(y.counts)
			if y.counts["merges"] <= months/3 {
				t.Error("too few merges")
			}
		})
	}
}

// year is a project of which the history is written.
type year struct {
	t        *testing.T
	cat      *layer.Catalog
	rnd      *rand.Rand
	dir      string
	now      time.Time
	released bool // whether it began with an earlier release, and has code of an owner
	edits    int  // of its owners
	steps    []string
	counts   map[string]int
	live     *living // database, or nil
	types    *typecheck.Checker
}

func newYear(t *testing.T, types *typecheck.Checker, seed uint64, database string) *year {
	y := &year{
		t: t, cat: templates.Catalog(), types: types, rnd: rand.New(rand.NewPCG(seed, 1)), dir: filepath.Join(t.TempDir(), "shop"),
		now: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), counts: map[string]int{},
	}
	y.step("seed %d on %s", seed, database)
	return y
}

// begin creates a project.
func (y *year) begin(database string) {
	y.t.Helper()
	args := []string{
		"new", "shop", "--dir", y.dir, "--database", database,
		"--resource", "author name:string:required status:enum(draft|open|closed):default=draft",
		"--resource", "book title:string:required,max=120 author:ref=author isbn:string pages:int",
	}
	if code, out := y.run(args...); code != 0 {
		y.fail("%s", out)
	}
	y.git("init", "-q", "-b", "main")
	y.commit("first")
}

// upgradeRelease begins with a project that an earlier release generated and
// its owner has edited.
func (y *year) upgradeRelease(database string) {
	y.t.Helper()
	name := map[string]string{"sqlite": "library", "postgres": "ledger", "mysql": "depot"}[database]
	copyOver(y.t, y.dir, filepath.Join("../../testdata/upgrade", name))
	y.git("init", "-q", "-b", "main")
	y.commit("first")
	code, out := y.gen("upgrade")
	if resolved := filepath.Join("../../testdata/upgrade", name+".resolved"); exists(resolved) {
		copyOver(y.t, y.dir, resolved)
	} else if code != 0 {
		y.fail("%s", out)
	}
	y.commit("upgrade")
	if code, out := y.gen("apply", "--force"); code != 0 { // the API documents, which have waited for the conflicts
		y.fail("%s", out)
	}
	y.commit("documents")
	if name == "library" { // whose owner has an index that would stand against changes of the table
		y.ownMigration("drop_index", "DROP INDEX books_title", "CREATE INDEX books_title ON books (title)")
		y.commit("index")
	}
}

func (y *year) step(format string, args ...any) {
	y.steps = append(y.steps, fmt.Sprintf(format, args...))
}

// fail fails the test with the steps that led there.
func (y *year) fail(format string, args ...any) {
	y.t.Helper()
	if dir := os.Getenv("YEAR_KEEP"); dir != "" {
		_ = os.RemoveAll(filepath.Join(dir, strings.ReplaceAll(y.t.Name(), "/", "-")))
		_ = os.CopyFS(filepath.Join(dir, strings.ReplaceAll(y.t.Name(), "/", "-")), os.DirFS(y.dir))
	}
	y.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), strings.Join(y.steps, "\n"))
}

// gen runs a command of gen in the project, one second or more after the last
// one.
func (y *year) gen(args ...string) (code int, out string) {
	y.t.Helper()
	code, out = y.run(append(args, "-C", y.dir)...)
	y.step("gen %s: %d", strings.Join(args, " "), code)
	return code, out
}

func (y *year) run(args ...string) (code int, out string) {
	y.now = y.now.Add(time.Duration(1+y.rnd.IntN(1000)) * time.Second)
	var b bytes.Buffer
	code = cli.Main(y.t.Context(), y.cat, args, cli.IO{Out: &b, Err: &b, Now: func() time.Time { return y.now }})
	return code, b.String()
}

func (y *year) command(name string, args ...string) (string, error) {
	cmd := exec.CommandContext(y.t.Context(), name, args...)
	cmd.Dir = y.dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_EDITOR=true",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
		"GOFLAGS="+os.Getenv("GOFLAGS")+" -trimpath")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (y *year) git(args ...string) string {
	y.t.Helper()
	out, err := y.command("git", args...)
	if err != nil {
		y.fail("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (y *year) commit(message string) {
	y.t.Helper()
	y.git("add", "-A")
	y.git("commit", "-q", "--allow-empty", "-m", message)
}

func (y *year) pick(words ...string) string { return words[y.rnd.IntN(len(words))] }

// one reports true once in n times.
func (y *year) one(n int) bool { return y.rnd.IntN(n) == 0 }

// spec returns gen.yaml.
func (y *year) spec() *spec.Spec {
	y.t.Helper()
	text, err := os.ReadFile(filepath.Join(y.dir, spec.Path))
	if err != nil {
		y.fail("%v", err)
	}
	s, _, err := spec.Load(bytes.NewReader(text), y.cat)
	if err != nil {
		y.fail("%v", err)
	}
	s.Fill(y.cat)
	return &s
}

// month changes both branches and merges them. If that has conflicts that it
// cannot resolve, it drops one of the branches.
func (y *year) month() {
	y.t.Helper()
	y.git("checkout", "-q", "-B", "feature", "main")
	for _, branch := range []string{"feature", "main"} {
		y.git("checkout", "-q", branch)
		y.step("on %s", branch)
		for range 2 + y.rnd.IntN(3) {
			if y.one(3) {
				y.edit()
			} else {
				y.move()
			}
			y.commit("change")
		}
	}
	if y.one(2) {
		y.deploy()
	}
	if y.merge() {
		y.counts["merges"]++
		return
	}
	y.counts["merges dropped"]++
	y.t.Logf("a merge is dropped: %s", strings.TrimSpace(y.steps[len(y.steps)-1]))
	y.git("reset", "-q", "--hard", "main")
	y.step("the merge is aborted")
}

var undecided = regexp.MustCompile(`choose one with --ours (\S+)`)

// merge merges the branches with random decisions. It reports false if that is
// not possible.
func (y *year) merge() bool {
	y.t.Helper()
	ours, theirs := y.branches()
	if _, err := y.command("git", "merge", "--no-edit", "feature"); err == nil {
		y.kept(ours, "")
		y.kept(theirs, "")
		y.commit("merged")
		return true
	}
	args := []string{"merge"}
	if !y.released {
		args = append(args, "--no-check")
	}
	for {
		code, out := y.gen(args...)
		flags := y.decide(out, nil)
		for _, key := range undecided.FindAllStringSubmatch(out, -1) {
			flags = append(flags, y.pick("--ours", "--theirs")+"="+key[1])
		}
		switch {
		case code == 0:
		case len(flags) > 0 && len(args) < 30:
			args = append(args, flags...)
			continue
		case !strings.Contains(out, "Conflicts to resolve") || !y.resolve(out, true):
			y.step("%s", out)
			return false
		}
		y.counts["gen merge"]++
		y.takeBack(ours, out)
		y.kept(ours, out)
		y.kept(theirs, out)
		y.dropped(out, ours, theirs)
		y.commit("merged")
		return true
	}
}

// check fails the test unless the project is consistent, builds, and migrates its
// databases. With tests, its tests pass.
func (y *year) check(tests bool) {
	y.t.Helper()
	if code, out := y.gen("apply", "--no-check"); code != 0 || !strings.HasPrefix(out, "Nothing to do.") {
		y.fail("gen apply has something to do: %s", out)
	}
	if !y.released {
		y.asRendered()
	}
	var env []string
	if server, remote := servers[y.spec().Options["database"][0]]; remote && *useServers {
		env = server.forTests()
	}
	if err := y.types.Project(y.t.Context(), y.spec().Module, y.files()); err != nil {
		y.fail("%v", err)
	}
	if tests {
		if out, err := y.command("env", append(env, "go", "test", "./...")...); err != nil {
			y.fail("%v\n%s", err, out)
		}
	}
	y.deploy()
	y.migratesUpAndDown()
}

// asRendered fails the test unless files without a line of an owner are as gen
// generates them.
func (y *year) asRendered() {
	y.t.Helper()
	want, err := change.New(y.cat, y.spec())
	if err != nil {
		y.fail("%v", err)
	}
	got := y.files()
	if y.counts["conflicts resolved"] > 0 { // what a conflict has imported is kept, and required
		delete(want, "go.mod")
	}
	for name, f := range want {
		if record.IsOwn(name) || name == spec.Path || strings.HasPrefix(name, "docs/") || name == "go.sum" {
			continue
		}
		if g, there := got[name]; !there || string(g.Data) != string(f.Data) && !mark.Match(g.Data) {
			y.fail("%s is not as gen makes it", name)
		}
	}
}

// files returns the files of the project, without the record of gen.
func (y *year) files() tree.Tree {
	y.t.Helper()
	found := tree.Tree{}
	for name := range strings.SplitSeq(y.git("ls-files", "-z", "--cached", "--others", "--exclude-standard"), "\x00") {
		data, err := os.ReadFile(filepath.Join(y.dir, name))
		if err == nil && !record.IsOwn(name) { // those that are deleted are listed, too
			found[name] = tree.File{Data: data}
		}
	}
	return found
}
