package change_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// TestOperations makes random changes on two branches of a project that nobody
// edits, and joins them by each operation of git that merges. What gen merge
// makes of it is the project that gen new makes of its gen.yaml, with every
// migration that was committed before, and gen apply has nothing to do.
func TestOperations(t *testing.T) {
	needGit(t)
	seeds := uint64(1)
	if *thorough {
		seeds = 30
	}
	for name, operation := range map[string]func(*repository){
		"merge": func(r *repository) {
			r.branches()
			r.stops("merge", "--no-edit", "feature")
			r.ended("MERGE_HEAD")
		},
		"squash": func(r *repository) {
			r.branches()
			r.stops("merge", "--squash", "feature")
			r.ended("SQUASH_MSG")
		},
		"rebase": func(r *repository) {
			r.branches()
			r.git("checkout", "-q", "feature")
			r.stops("rebase", "main")
			for r.is("rebase-merge") {
				r.stops("rebase", "--continue")
			}
		},
		"cherry-pick": func(r *repository) {
			r.branches()
			r.stops("cherry-pick", "feature")
			r.ended("CHERRY_PICK_HEAD")
		},
		"revert": func(r *repository) {
			r.verbs(2)
			reverted := r.head()
			r.verbs(2)
			r.stops("revert", "--no-edit", reverted)
			r.ended("REVERT_HEAD")
		},
		"revert the last": func(r *repository) { // which does not stop
			r.verbs(3)
			r.ours = r.head()
			r.git("revert", "--no-edit", "HEAD")
			r.steps = append(r.steps, "git revert")
			r.now = r.now.Add(time.Second)
			if err := changeWith(r.t, r.cat, r.dir, func(*spec.Spec) error { return nil }); err != nil {
				r.fail("gen apply: %v", err)
			}
		},
		"stash pop": func(r *repository) {
			r.git("checkout", "-q", "-b", "feature")
			r.verbs(2)
			r.git("checkout", "-q", "main")
			for done := false; !done; {
				done = r.verb()
			}
			r.git(append([]string{"stash", "-q"}, [][]string{nil, {"-u"}}[r.rnd.IntN(2)]...)...) // others stay
			r.git("merge", "-q", "--ff-only", "feature")
			r.stops("stash", "pop")
		},
	} {
		t.Run(name, func(t *testing.T) {
			refused := 0
			for seed := range seeds {
				r := newRepository(t, seed)
				operation(r)
				r.consistent()
				if r.refused {
					refused++
				}
			}
			t.Logf("%d of %d contradict each other", refused, seeds)
			if 5*refused > 1+int(seeds) {
				t.Error("too many contradict each other")
			}
		})
	}
}

// repository is a project in git that nobody edits.
type repository struct {
	t       *testing.T
	cat     *layer.Catalog
	rnd     *rand.Rand
	dir     string
	now     time.Time
	steps   []string // what has happened
	ours    string   // commit to which the other side comes
	left    string   // notes about migrations that are left out
	refused bool     // the sides contradict each other
}

func newRepository(t *testing.T, seed uint64) *repository {
	rnd := rand.New(rand.NewPCG(seed, 7))
	s := &spec.Spec{Name: "shop", Options: layer.Choices{"database": {[]string{"sqlite", "postgres", "mysql", layer.None}[rnd.IntN(4)]}}}
	lines := []string{"author name:string:required", "book title:string:required author:ref=author isbn:string"}
	if s.Options.Has("database", layer.None) {
		lines[1] = "book title:string:required isbn:string"
	}
	for _, line := range lines {
		res, err := spec.ParseResource(line)
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = append(s.Resources, res)
	}
	r := &repository{t: t, cat: templates.Catalog(), rnd: rnd, dir: made(t, s), now: clock, steps: []string{fmt.Sprintf("seed %d", seed)}}
	r.git("init", "-q", "-b", "main")
	r.commit()
	return r
}

func (r *repository) fail(format string, args ...any) {
	r.t.Helper()
	r.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), strings.Join(r.steps, "\n"))
}

func (r *repository) command(args ...string) (string, error) {
	out, err := gitCommand(r.t, r.dir, args...).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func (r *repository) git(args ...string) string {
	r.t.Helper()
	out, err := r.command(args...)
	if err != nil {
		r.fail("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (r *repository) commit() {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", "change")
}

func (r *repository) head() string { return r.git("rev-parse", "HEAD") }

// is reports whether git has left a file in its directory.
func (r *repository) is(name string) bool {
	_, err := os.Lstat(path.Join(r.dir, ".git", name))
	return !errors.Is(err, os.ErrNotExist)
}

// ended commits the result of an operation that has stopped, of which git has left
// a file.
func (r *repository) ended(left string) {
	r.t.Helper()
	if r.is(left) {
		r.git("commit", "-q", "--no-edit", "--allow-empty")
	}
}

// branches makes a feature branch and changes both.
func (r *repository) branches() {
	r.t.Helper()
	r.git("checkout", "-q", "-b", "feature")
	r.verbs(2 + r.rnd.IntN(2))
	r.git("checkout", "-q", "main")
	r.verbs(2)
	r.steps = append(r.steps, "on main")
}

// verbs commits random changes.
func (r *repository) verbs(n int) {
	r.t.Helper()
	for n > 0 {
		if r.verb() {
			r.commit()
			n--
		}
	}
}

// verb makes a random change with gen, and reports whether it was possible.
func (r *repository) verb() bool {
	r.t.Helper()
	r.now = r.now.Add(time.Duration(1+r.rnd.IntN(1000)) * time.Second)
	p, err := change.Open(r.cat, r.dir, r.now)
	if err != nil {
		r.fail("%v", err)
	}
	defer p.Close()
	next, err := p.Next(r.t.Context())
	if err != nil {
		r.fail("%v", err)
	}
	what, edit := r.random(p.Spec.Clone())
	if m, err := spec.ParseMigration(r.cat, what); err == nil && m.Verb == spec.Rename {
		p.Decisions.Renames = []spec.Migration{m}
	}
	if edit(next) != nil {
		return false
	}
	plan, err := p.Plan(r.t.Context(), next, change.PlanOptions{NoCheck: true})
	if err != nil || plan.Empty() {
		return false
	}
	if err := p.Apply(r.t.Context(), plan, what); err != nil {
		r.fail("%v", err)
	}
	r.steps = append(r.steps, "gen "+what)
	return true
}

// random returns a random change.
func (r *repository) random(was *spec.Spec) (what string, edit func(*spec.Spec) error) {
	pick := func(words ...string) string { return words[r.rnd.IntN(len(words))] }
	res := was.Resources[r.rnd.IntN(len(was.Resources))]
	f := res.Fields[r.rnd.IntN(len(res.Fields))].Name
	name := fmt.Sprintf("%s_%d", pick("note", "tag", "size"), r.rnd.IntN(4))
	text := name + ":" + pick("string", "text", "int", "bool", "decimal", "string:unique,max=40")
	switch r.rnd.IntN(9) {
	case 0, 1:
		return "add field " + res.Name + " " + text, addField(r.t, res.Name, text).edit
	case 2:
		return "add resource " + name + " " + text, addResource(r.t, name+" "+text).edit
	case 3:
		return "remove field " + res.Name + " " + f, removeField(res.Name, f).edit
	case 4:
		return "rename " + res.Name + "." + f + " " + name, func(s *spec.Spec) error { return s.RenameField(was, res.Name, f, name) }
	case 5:
		return "rename " + res.Name + " " + name, func(s *spec.Spec) error { return s.RenameResource(was, res.Name, name, "") }
	case 6:
		return "set framework", setOption(r.cat, "framework", pick("gin", "echo", "chi", "fiber")).edit
	case 7:
		return "remove resource " + res.Name, func(s *spec.Spec) error {
			if len(s.Resources) == 1 {
				return errors.New("the last one")
			}
			return s.RemoveResource(res.Name)
		}
	default:
		return "add middleware", addOption(r.cat, "middleware", pick("cors", "secure", "compress")).edit
	}
}

// stops runs git, which may stop, and completes what it does.
func (r *repository) stops(args ...string) {
	r.t.Helper()
	if r.refused {
		return
	}
	r.ours = r.git("rev-parse", "main")
	r.steps = append(r.steps, "git "+strings.Join(args, " "))
	out, err := r.command(args...)
	if err != nil && !strings.Contains(out, "gen.yaml") && !strings.Contains(out, "lock.yaml") {
		r.fail("%v\n%s", err, out)
	}
	if err != nil {
		r.merge()
	}
}

var (
	undecided   = regexp.MustCompile(`choose one with --ours (\S+)`)
	asksForRows = regexp.MustCompile(`--reject (\S+) makes`)
)

// merge completes a merge with random decisions, or drops it if the sides
// contradict each other.
func (r *repository) merge() {
	r.t.Helper()
	o := change.MergeOptions{PlanOptions: change.PlanOptions{NoCheck: true}, Decided: map[string]spec.Side{}, Rows: map[string]spec.Rows{}}
	for {
		r.now = r.now.Add(time.Second)
		m, err := change.PlanMerge(r.t.Context(), r.cat, r.dir, r.now, o)
		if err == nil {
			if len(m.Plan.Conflicts) > 0 {
				r.fail("conflicts in files that nobody has edited: %v", m.Plan.Conflicts)
			}
			if err := errors.Join(m.Apply(r.t.Context()), m.Close()); err != nil {
				r.fail("%v", err)
			}
			r.steps = append(r.steps, "gen merge")
			for _, note := range m.Plan.Notes {
				if strings.Contains(note, "is left out") {
					r.left += note + "\n"
				}
			}
			return
		}
		r.steps = append(r.steps, "gen merge: "+err.Error())
		open, rows := undecided.FindStringSubmatch(err.Error()), asksForRows.FindStringSubmatch(err.Error())
		switch {
		case open != nil && o.Decided[open[1]] == spec.Undecided:
			o.Decided[open[1]] = []spec.Side{spec.Ours, spec.Theirs}[r.rnd.IntN(2)]
		case rows != nil && o.Rows[rows[1]] == spec.Rows{}:
			o.Rows[rows[1]] = spec.Rows{Reject: true}
		case strings.Contains(err.Error(), "do not go together"), strings.Contains(err.Error(), "give "): // one of them another name
			r.refused = true
			r.git("reset", "-q", "--hard")
			return
		default:
			r.fail("refused")
		}
	}
}

// consistent fails the test unless the project is the one that gen new makes of
// its gen.yaml, with the migrations that were committed, and gen apply has nothing
// to do.
func (r *repository) consistent() {
	r.t.Helper()
	if r.refused {
		return
	}
	p, err := change.Open(r.cat, r.dir, r.now)
	if err != nil {
		r.fail("%v", err)
	}
	defer p.Close()
	next, err := p.Next(r.t.Context())
	if err != nil {
		r.fail("%v", err)
	}
	plan, err := p.Plan(r.t.Context(), next, change.PlanOptions{NoCheck: true})
	if err != nil || !plan.Empty() {
		r.fail("gen apply has something to do: %v, %+v", err, plan)
	}
	want, err := change.New(r.cat, next)
	if err != nil {
		r.fail("%v", err)
	}
	got := onDisk(r.t, r.dir)
	if diff := tree.Compare(want, got); !diff.Empty() {
		for _, name := range diff.Changed {
			r.steps = append(r.steps, name+" (-want +got):", cmp.Diff(string(want[name].Data), string(got[name].Data)))
		}
		r.fail("not the project that gen new makes: %+v", diff)
	}
	for _, name := range strings.Fields(r.git("ls-tree", "-r", "--name-only", r.ours, "--", "migrations")) {
		id, _, _ := strings.Cut(path.Base(name), "_")
		if text := r.git("show", r.ours+":"+name); !strings.Contains(r.left, "migration "+id+" of ours") && strings.TrimSpace(string(got[name].Data)) != text {
			r.fail("%s was committed, and is not as it was", name)
		}
	}
}
