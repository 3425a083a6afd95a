package change_test

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/typecheck"
	"github.com/gen-go/gen/templates"
)

var (
	thorough = flag.Bool("thorough", false, "test every edit with every verb on every framework")
	only     = flag.String("edits", "", "test only edits whose name matches")
)

// ownersOf returns the spec of the projects that owners edit.
func ownersOf(t testing.TB, framework string) *spec.Spec {
	s := &spec.Spec{Name: "myapi", Module: module, Options: layer.Choices{"framework": {framework}, "database": {"sqlite"}, "access": {"sql"}}}
	for _, line := range []string{"author name:string:required,max=120", "book title:string:required,max=200 price:decimal author:ref=author", "note text:text"} {
		r, err := spec.ParseResource(line)
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = append(s.Resources, r)
	}
	s.Fill(templates.Catalog())
	return s
}

// verbs returns the changes that are applied to edited projects.
func verbs(t testing.TB, framework string) []verb {
	cat := templates.Catalog()
	frameworks := cat.Options("framework")
	i := slices.IndexFunc(frameworks, func(l layer.Layer) bool { return l.Name == framework })
	other := frameworks[(i+1)%len(frameworks)].Name
	all := []verb{
		addResource(t, "event name:string:required at:time"),
		removeResource("note"),
		addField(t, "book", "subtitle:string:max=100"),
		removeField("book", "price"),
		setOption(cat, "framework", other),
		setOption(cat, "database", "postgres"),
		setOption(cat, "access", "sqlx"),
		addOption(cat, "example", "bank"),
		{"upgrade", func(*spec.Spec) error { return nil }},
	}
	for _, l := range cat.Options("middleware") {
		all = append(all, addOption(cat, "middleware", l.Name))
	}
	return all
}

// later returns a later release of gen with changed templates.
func later() *layer.Catalog {
	cat := templates.Catalog()
	cat.Version = "99.0.0"
	cat.Files = rewritten{cat.Files, strings.NewReplacer(
		"puts the program together.", "puts the program together and runs it.",
		"// Live ", "// Live is asked often. It ",
		"build: ## compile the service to bin/server", "build: ## compile the service",
		"# Every setting with its default.", "# All settings with their defaults.",
		"cfg, log := p.cfg, p.log\n", "cfg, log := p.cfg, p.log\n\tlog.DebugContext(ctx, \"begin\")\n",
		"## Deploy", "## Into production",
		"CREATE TABLE ", "create table ",
		"ALTER TABLE ", "alter table ",
		"DROP TABLE ", "drop table ",
	)}
	return cat
}

type rewritten struct {
	fs.FS
	with *strings.Replacer
}

func (r rewritten) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(r.FS, name)
	return []byte(r.with.Replace(string(data))), err
}

// outcome is the result of applying one verb to an edited project.
type outcome struct {
	edit, verb, framework string
	conflicts             []change.Conflict
	broken                string // compile errors without a conflict
	lost                  []string
}

func (o outcome) String() string {
	text := fmt.Sprintf("%s, then %s, %s", o.edit, o.verb, o.framework)
	for _, c := range o.conflicts {
		text += fmt.Sprintf("\n    %s:%d: %s", c.Path, c.Line, c.Reason)
	}
	if o.broken != "" {
		text += "\n    " + o.broken
	}
	return text
}

// No verb loses an edit of the owner: it is kept or part of a reported
// conflict. Without conflicts the project compiles.
func TestOwnerFirst(t *testing.T) {
	outcomes := ownerOutcomes(t)
	clean, kinds := 0, map[string]int{}
	for _, o := range outcomes {
		for _, line := range o.lost {
			t.Errorf("%v\n  loses %q", o, line)
		}
		if len(o.conflicts) == 0 && o.broken == "" {
			clean++
			continue
		}
		kinds[o.verb]++
		t.Logf("%v", o)
	}
	share := 100 * float64(clean) / float64(len(outcomes))
	t.Logf("%d edits, %d cases: %.1f %% merged without conflict; conflicts by verb: %v", len(edits), len(outcomes), share, kinds)
	if *only == "" && (len(edits) < 60 || share < 90) {
		t.Errorf("%d edits, %.1f %% merged without conflict; want at least 60 and 90 %%", len(edits), share)
	}
}

func ownerOutcomes(t *testing.T) []outcome {
	t.Helper()
	var cases []outcome
	frameworks := []string{"gin", "echo", "fiber"}
	for i, edit := range slices.Sorted(maps.Keys(edits)) {
		if ok, err := regexp.MatchString(*only, edit); err != nil || !ok {
			continue
		}
		for j := range verbs(t, "gin") {
			for k, framework := range frameworks { // by default only a third of the verbs, each on one framework
				if *thorough || (i+j)%9 == 3*k {
					cases = append(cases, outcome{edit: edit, verb: strconv.Itoa(j), framework: framework})
				}
			}
		}
	}
	rendered, edited := map[string]tree.Tree{}, map[string]tree.Tree{}
	for _, framework := range frameworks {
		out, err := change.New(templates.Catalog(), ownersOf(t, framework))
		if err != nil {
			t.Fatal(err)
		}
		rendered[framework] = out
		for name := range edits {
			edited[framework+name] = edit(t, out, name)
		}
	}
	results := make([]tree.Tree, len(cases))
	var workers sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		dir := t.TempDir()
		workers.Go(func() {
			for i := w; i < len(cases); i += runtime.GOMAXPROCS(0) {
				results[i] = cases[i].run(t, dir, rendered[cases[i].framework], edited[cases[i].framework+cases[i].edit])
			}
		})
	}
	workers.Wait()
	if t.Failed() {
		t.FailNow()
	}
	typeCheckAll(t, cases, results)
	return cases
}

// run writes the edited project to dir, over the one before it, applies the
// verb, and returns the result.
func (o *outcome) run(t *testing.T, dir string, rendered, edited tree.Tree) tree.Tree {
	if err := overwrite(dir, edited); err != nil {
		t.Error(err)
		return nil
	}
	j, _ := strconv.Atoi(o.verb)
	verb := verbs(t, o.framework)[j]
	o.verb = verb.name
	cat := templates.Catalog()
	if verb.name == "upgrade" {
		cat = later()
	}
	p, err := change.Open(cat, dir, clock)
	if err != nil {
		t.Errorf("%v: %v", o, err)
		return nil
	}
	defer p.Close()
	next, err := p.Next(t.Context())
	if err != nil {
		t.Errorf("%v: %v", o, err)
		return nil
	}
	if err := verb.edit(next); err != nil {
		t.Errorf("%v: %v", o, err)
		return nil
	}
	plan, err := p.Plan(t.Context(), next, change.PlanOptions{NoCheck: true})
	if err != nil {
		t.Errorf("%v: %v", o, err)
		return nil
	}
	o.conflicts = plan.Conflicts
	if err := p.Apply(t.Context(), plan, verb.name); err != nil {
		t.Errorf("%v: %v", o, err)
		return nil
	}
	result, err := tree.FromFS(os.DirFS(dir))
	if err != nil {
		t.Error(err)
		return nil
	}
	o.lost = lost(rendered, edited, result)
	return result
}

// edit returns the tree with an edit of the owner.
func edit(t testing.TB, rendered tree.Tree, name string) tree.Tree {
	f := files{t: t, text: map[string]string{}}
	for name, file := range rendered {
		f.text[name] = string(file.Data)
	}
	edits[name](f)
	edited := tree.Tree{}
	for name, text := range f.text {
		edited[name] = tree.File{Data: []byte(text), Mode: 0o644}
	}
	return edited
}

// overwrite makes the files in dir those of t. It leaves alone what is the same:
// to create a file is what costs most.
func overwrite(dir string, t tree.Tree) error {
	there, err := tree.FromFS(os.DirFS(dir))
	if err != nil {
		return err
	}
	diff := tree.Compare(t, there)
	changed := tree.Tree{}
	for _, name := range slices.Concat(diff.Missing, diff.Changed) {
		changed[name] = t[name]
	}
	for _, name := range slices.Concat(diff.Extra, diff.Changed) {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	return writeAll(dir, changed)
}

func writeAll(dir string, t tree.Tree) error {
	for name, f := range t.All() {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, f.Data, f.Mode); err != nil {
			return err
		}
	}
	return nil
}

// lost returns lines that the owner added and the result lacks, and files that
// the owner deleted and the result has.
func lost(rendered, edited, result tree.Tree) []string {
	var gone []string
	everywhere := map[string]int{}
	for _, f := range rendered {
		for line, n := range lines(string(f.Data)) {
			everywhere[line] += n
		}
	}
	for name, f := range edited.All() {
		if was, known := rendered[name]; known && string(was.Data) == string(f.Data) || strings.HasPrefix(name, ".gen/") {
			continue
		}
		now := lines(string(result[name].Data))
		was := lines(string(rendered[name].Data))
		for line, n := range lines(string(f.Data)) {
			if _, known := rendered[name]; !known && everywhere[line] > 0 {
				continue // generated file that was moved
			}
			// Derived files have equivalent lines.
			if n > was[line] && now[line] < n && name != "go.mod" && now[line] <= was[line] {
				gone = append(gone, name+": "+line)
			}
		}
	}
	for name := range rendered {
		_, kept := edited[name]
		_, back := result[name]
		if !kept && back {
			gone = append(gone, name+" was deleted but exists again")
		}
	}
	// gen changes the imports of a package that its owner has moved.
	gone = slices.DeleteFunc(gone, func(line string) bool { return strings.HasSuffix(line, `"`+module+`/internal/paging"`) })
	for _, line := range []string{"golang.org/x/sync v0.24.0", "example.com/other => ../other", "tool golang.org/x/tools/cmd/stringer", "toolchain go1.26.8", "go 1.26.3"} {
		if strings.Contains(string(edited["go.mod"].Data), line) && !strings.Contains(string(result["go.mod"].Data), line) {
			gone = append(gone, "go.mod: "+line)
		}
	}
	slices.Sort(gone)
	return gone
}

// lines counts the lines of a text, ignoring whitespace and line endings.
func lines(text string) map[string]int {
	count := map[string]int{}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			count[line]++
		}
	}
	return count
}

// typeCheckAll type-checks the results without conflicts and records the
// errors.
func typeCheckAll(t *testing.T, cases []outcome, results []tree.Tree) {
	t.Helper()
	checker := typecheck.New("../../internal/deps")
	for i, result := range results {
		if len(cases[i].conflicts) > 0 {
			continue
		}
		if err := checker.Project(t.Context(), module, result); err != nil {
			cases[i].broken = err.Error()
		}
	}
	t.Logf("%d different packages type-checked", checker.Unique())
}
