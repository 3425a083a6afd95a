package change_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// clock is when all changes of the tests are made.
var clock = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// never reports that nothing is committed.
func never(int64) bool { return false }

// verb is a command with its arguments.
type verb struct {
	name string
	edit func(*spec.Spec) error
}

func addOption(cat *layer.Catalog, category, name string) verb {
	return verb{"add " + category + " " + name, func(s *spec.Spec) error { return s.Add(cat, category, name) }}
}

func removeOption(cat *layer.Catalog, category, name string) verb {
	return verb{"remove " + category + " " + name, func(s *spec.Spec) error { return s.Remove(cat, category, name) }}
}

func setOption(cat *layer.Catalog, category, name string) verb {
	return verb{"set " + category + "=" + name, func(s *spec.Spec) error { return s.Set(cat, category, name) }}
}

func addResource(t testing.TB, line string) verb {
	r, err := spec.ParseResource(line)
	if err != nil {
		t.Fatal(err)
	}
	return verb{"add resource " + line, func(s *spec.Spec) error { return s.AddResource(r) }}
}

func removeResource(name string) verb { //nolint:unparam // like the other verbs
	return verb{"remove resource " + name, func(s *spec.Spec) error { return s.RemoveResource(name) }}
}

func addClient(name string) verb {
	return verb{"add client " + name, func(s *spec.Spec) error { return s.AddClients(name) }}
}

func removeClient(name string) verb {
	return verb{"remove client " + name, func(s *spec.Spec) error { return s.RemoveClients(name) }}
}

func addField(t testing.TB, resource, field string) verb {
	f, err := spec.ParseField(field)
	if err != nil {
		t.Fatal(err)
	}
	return verb{"add field " + resource + " " + field, func(s *spec.Spec) error { return s.AddFields(resource, f) }}
}

func removeField(resource, name string) verb {
	return verb{"remove field " + resource + " " + name, func(s *spec.Spec) error { return s.RemoveFields(resource, name) }}
}

// changed applies a change to the project in dir and returns its new spec. It
// fails the test if there are conflicts, because only gen has changed the
// project.
func changed(t *testing.T, dir string, c verb) *spec.Spec {
	t.Helper()
	return changedOf(t, templates.Catalog(), dir, c)
}

func changedOf(t *testing.T, cat *layer.Catalog, dir string, c verb) *spec.Spec {
	t.Helper()
	p, err := change.Open(cat, dir, clock)
	if err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	defer p.Close()
	next, err := p.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.edit(next); err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	plan, err := p.Plan(t.Context(), next, change.PlanOptions{})
	if err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	if len(plan.Conflicts) > 0 {
		t.Fatalf("%s: %v", c.name, plan.Conflicts)
	}
	if err := p.Apply(t.Context(), plan, c.name); err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	return next
}

// unchanged returns the current spec of a project.
func unchanged(t *testing.T, p *change.Project) *spec.Spec {
	t.Helper()
	next, err := p.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// made creates a project and returns its directory.
func made(t *testing.T, s *spec.Spec) string {
	t.Helper()
	cat := templates.Catalog()
	s.Fill(cat)
	rendered, err := change.New(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "p")
	if err := (disk.Writer{}).Create(t.Context(), dir, rendered); err != nil {
		t.Fatal(err)
	}
	return dir
}

// onDisk reads a project without the archive for undo and what git keeps.
func onDisk(t *testing.T, dir string) tree.Tree {
	t.Helper()
	got, err := tree.FromFS(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	delete(got, record.UndoPath)
	maps.DeleteFunc(got, func(name string, _ tree.File) bool { return strings.HasPrefix(name, ".git/") })
	return got
}

// is fails the test unless the project in dir equals the render of s.
func is(t *testing.T, dir string, s *spec.Spec, history []string) {
	t.Helper()
	isOf(t, templates.Catalog(), dir, s, history)
}

func isOf(t *testing.T, cat *layer.Catalog, dir string, s *spec.Spec, history []string) {
	t.Helper()
	s.Fill(cat)
	want, err := change.New(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	if diff := tree.Compare(want, onDisk(t, dir)); !diff.Empty() {
		t.Fatalf("after %s the project differs from the render of its spec: %+v", strings.Join(history, "; "), diff)
	}
}

// pool are the resources from which a random spec has some, in this order.
var pool = []string{
	"author softdelete=true bulk=true name:string:required,unique born:date",
	"book title:string:required,max=200 price:decimal author:ref=author",
	"event at:time:required,index kind:enum(a|b):default=a payload:json seats:int:min=1",
	"note text:text:required user:owner", // with users only
}

// randomSpec returns a spec with random options and some resources of the
// pool.
func randomSpec(t testing.TB, cat *layer.Catalog, random *rand.Rand) *spec.Spec {
	for {
		s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: layer.Choices{}}
		for _, k := range cat.Categories {
			for _, l := range cat.Options(k.Name) {
				if k.Many && random.IntN(2) == 0 {
					s.Options[k.Name] = append(s.Options[k.Name], l.Name)
				}
			}
			if answers := cat.Answers(k); !k.Many {
				s.Options[k.Name] = []string{answers[random.IntN(len(answers))].Name}
			}
		}
		cat.Prune(s.Options)
		for _, line := range pool[:random.IntN(len(pool)+1)] {
			r, err := spec.ParseResource(line)
			if err != nil {
				t.Fatal(err)
			}
			s.Resources = append(s.Resources, r)
		}
		for _, name := range clientPool {
			if random.IntN(2) == 0 {
				s.Clients = append(s.Clients, spec.Client{Name: name})
			}
		}
		s.Fill(cat)
		if s.Validate(cat).Err() == nil {
			return s
		}
	}
}

// leftOut removes an option from s, and reports whether s is valid then: another
// option or a resource may need it.
func leftOut(t testing.TB, cat *layer.Catalog, s *spec.Spec, l layer.Layer) bool {
	if err := s.Remove(cat, l.Category, l.Name); err != nil {
		t.Fatal(err)
	}
	return s.Validate(cat).Err() == nil
}

// clientPool are the clients from which a random spec has some.
var clientPool = []string{"payments", "fraud_check"}

// steps returns changes in random order that lead from one spec to another.
// The resources of the first must be a prefix of those of the second.
func steps(t testing.TB, cat *layer.Catalog, from, to *spec.Spec, random *rand.Rand) []verb {
	var all []verb
	for _, k := range cat.Categories {
		was, now := from.Options[k.Name], to.Options[k.Name]
		if !k.MayBeEmpty() {
			if !slices.Equal(was, now) && len(now) > 0 {
				all = append(all, setOption(cat, k.Name, now[0]))
			}
			continue
		}
		for _, name := range was {
			if !slices.Contains(now, name) {
				all = append(all, removeOption(cat, k.Name, name))
			}
		}
		for _, name := range now {
			if !slices.Contains(was, name) {
				all = append(all, addOption(cat, k.Name, name))
			}
		}
	}
	for _, name := range clientPool {
		was, _ := from.HasClient(name)
		switch now, _ := to.HasClient(name); {
		case now && !was:
			all = append(all, addClient(name))
		case was && !now:
			all = append(all, removeClient(name))
		}
	}
	for _, line := range pool[len(from.Resources):max(len(to.Resources), len(from.Resources))] {
		all = append(all, addResource(t, line))
	}
	// Resources keep their order, which is that of their migrations.
	order := random.Perm(len(all))
	shuffled := make([]verb, 0, len(all))
	var resources []verb
	for _, i := range order {
		if strings.HasPrefix(all[i].name, "add resource") {
			continue
		}
		shuffled = append(shuffled, all[i])
	}
	for _, c := range all {
		if strings.HasPrefix(c.name, "add resource") {
			resources = append(resources, c)
		}
	}
	at := 0
	for _, c := range resources {
		at += random.IntN(len(shuffled) - at + 1)
		shuffled = slices.Insert(shuffled, at, c)
		at++
	}
	return shuffled
}

// The result of a sequence of changes equals a new project with the same spec.
func TestPathIndependence(t *testing.T) {
	cat := templates.Catalog()
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 1))
			from, to := randomSpec(t, cat, random), randomSpec(t, cat, random)
			dir := made(t, from)
			var history []string
			for _, c := range steps(t, cat, from, to, random) {
				if !applies(t, dir, c) {
					continue // not compatible with the current options
				}
				history = append(history, c.name)
				is(t, dir, changed(t, dir, c), history)
			}
		})
	}
}

// applies reports whether a change leads to a valid spec.
func applies(t *testing.T, dir string, c verb) bool {
	t.Helper()
	p, err := change.Open(templates.Catalog(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	next, err := p.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.edit(next) != nil {
		return false
	}
	next.Fill(templates.Catalog())
	return len(history.Evolve(templates.Catalog(), next, p.Was, history.Terms{Now: 20260304050607, Committed: never})) == 0
}

// Setting what a resource can do and setting it back restores the project, on every framework and database.
func TestSettingsInverse(t *testing.T) {
	cat := templates.Catalog()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := randomSpec(t, cat, rand.New(rand.NewPCG(seed, 3)))
			if len(s.Resources) == 0 {
				return
			}
			dir := made(t, s)
			there := onDisk(t, dir)
			for _, setting := range []string{"author.bulk", "author.softdelete"} {
				without := setOption(cat, setting, "false")
				is(t, dir, changed(t, dir, without), []string{without.name})
				changed(t, dir, setOption(cat, setting, "true"))
				if diff := tree.Compare(there, onDisk(t, dir)); !diff.Empty() {
					t.Fatalf("%v: without %s and with it again: %+v", s.Options, setting, diff)
				}
			}
		})
	}
}

// Adding and removing a client restores the project, beside another one and
// alone, and keeps what its owner has written in files of other clients.
func TestClientInverse(t *testing.T) {
	for name, options := range map[string]layer.Choices{
		"gin, SQLite":      {"framework": {"gin"}, "database": {"sqlite"}},
		"fiber, none":      {"framework": {"fiber"}, "database": {"none"}},
		"chi, PostgreSQL":  {"framework": {"chi"}, "database": {"postgres"}, "access": {"gorm"}},
		"echo, MySQL":      {"framework": {"echo"}, "database": {"mysql"}, "access": {"sqlx"}},
		"nethttp and auth": {"framework": {"nethttp"}, "auth": {"jwt"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := made(t, &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: options})
			there := onDisk(t, dir)
			first := addClient("payments")
			is(t, dir, changed(t, dir, first), []string{first.name})
			one := filepath.Join(dir, "internal/client/payments/client.go")
			text, err := os.ReadFile(one)
			if err != nil {
				t.Fatal(err)
			}
			edited := strings.Replace(string(text), "// Item is what", "// Refund is mine.\ntype Refund struct{}\n\n// Item is what", 1)
			if err := os.WriteFile(one, []byte(edited), 0o600); err != nil {
				t.Fatal(err)
			}
			before := onDisk(t, dir)
			changed(t, dir, addClient("fraud_check"))
			changed(t, dir, removeClient("fraud_check"))
			if diff := tree.Compare(before, onDisk(t, dir)); !diff.Empty() {
				t.Errorf("beside payments: %+v", diff)
			}
			if err := os.WriteFile(one, text, 0o600); err != nil {
				t.Fatal(err)
			}
			changed(t, dir, removeClient("payments"))
			if diff := tree.Compare(there, onDisk(t, dir)); !diff.Empty() {
				t.Errorf("alone: %+v", diff)
			}
		})
	}
}

// Adding and removing an option, or setting it and setting it back, restores
// the project, for every layer of the catalogue. A change without effect
// writes nothing.
func TestInverse(t *testing.T) {
	cat := templates.Catalog()
	for _, l := range cat.Layers {
		if l.Category == "" {
			continue
		}
		t.Run(l.ID(), func(t *testing.T) {
			t.Parallel()
			k, _ := cat.Category(l.Category)
			random := rand.New(rand.NewPCG(uint64(len(l.ID())), 7))
			for range 2 {
				s := randomSpec(t, cat, random)
				// Removed and added again, migrations would have new ids.
				for l.Migrations > 0 && k.MayBeEmpty() && !leftOut(t, cat, s, l) {
					s = randomSpec(t, cat, random)
				}
				dir := made(t, s)
				there := onDisk(t, dir)
				do, back := addOption(cat, l.Category, l.Name), removeOption(cat, l.Category, l.Name)
				switch has := s.Options.Has(l.Category, l.Name); {
				case !k.MayBeEmpty() && len(s.Options[l.Category]) > 0:
					do, back = setOption(cat, l.Category, l.Name), setOption(cat, l.Category, s.Options[l.Category][0])
				case has:
					do, back = back, do
				}
				if has := s.Options.Has(l.Category, l.Name); !applies(t, dir, do) || has && !k.MayBeEmpty() {
					continue
				}
				before := s.Clone()
				after := changed(t, dir, do)
				after.Fill(cat)
				if !maps.EqualFunc(restored(cat, after, back).Options, before.Options, slices.Equal) {
					continue // another option was removed too, such as access with the database
				}
				changed(t, dir, back)
				if diff := tree.Compare(there, onDisk(t, dir)); !diff.Empty() {
					t.Fatalf("%v: %s and %s left %+v", s.Options, do.name, back.name, diff)
				}
				identity(t, dir)
			}
		})
	}
}

func restored(cat *layer.Catalog, s *spec.Spec, back verb) *spec.Spec {
	s = s.Clone()
	if back.edit(s) != nil {
		return &spec.Spec{}
	}
	s.Fill(cat)
	return s
}

// identity fails the test if applying the unchanged spec would write anything.
func identity(t *testing.T, dir string) {
	t.Helper()
	p, err := change.Open(templates.Catalog(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	plan, err := p.Plan(t.Context(), unchanged(t, p), change.PlanOptions{})
	if err != nil || !plan.Empty() {
		t.Fatalf("a change without effect writes %v (%v)", plan.Files, err)
	}
}

// Compatible options commute: any two of them are added in both orders. Those
// with migrations are not, since the history has the order in which they came.
func TestAddsCommute(t *testing.T) {
	cat := templates.Catalog()
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 3))
			s := randomSpec(t, cat, random)
			s.Options = layer.Choices{"framework": s.Options["framework"], "database": {"sqlite"}}
			s.Fill(cat)
			for s.Validate(cat).Err() != nil { // a resource needs an option, as one with an owner does
				s.Resources = s.Resources[:len(s.Resources)-1]
			}
			var adds []verb
			tables := map[string]bool{} // adds with migrations
			for _, k := range cat.Categories {
				options := cat.Options(k.Name)
				switch {
				case !k.MayBeEmpty():
					options = nil
				case !k.Many:
					options = options[random.IntN(len(options)):][:1]
				}
				for _, l := range options {
					adds = append(adds, addOption(cat, l.Category, l.Name))
					tables[adds[len(adds)-1].name] = l.Migrations > 0
				}
			}
			random.Shuffle(len(adds), func(i, j int) { adds[i], adds[j] = adds[j], adds[i] })
			one, other := made(t, s.Clone()), made(t, s.Clone())
			first := addAll(t, one, adds)
			second := addAll(t, other, reversedBut(tables, adds))
			if diff := tree.Compare(onDisk(t, one), onDisk(t, other)); !diff.Empty() {
				t.Errorf("%s\nand %s\ngive different projects: %+v", first, second, diff)
			}
		})
	}
}

// reversedBut returns changes in reverse order, except that those which are kept
// come one after the other as before.
func reversedBut(kept map[string]bool, changes []verb) []verb {
	var reversed, before []verb
	for _, c := range changes {
		if kept[c.name] {
			before = append(before, c)
		}
	}
	for _, c := range slices.Backward(changes) {
		if kept[c.name] {
			c, before = before[0], before[1:]
		}
		reversed = append(reversed, c)
	}
	return reversed
}

// addAll applies changes in order, except that a change which needs another one
// comes after it. It returns the actual order.
func addAll(t *testing.T, dir string, adds []verb) string {
	t.Helper()
	var done []string
	for todo := adds; len(todo) > 0; {
		var later []verb
		for _, c := range todo {
			if !applies(t, dir, c) {
				later = append(later, c)
				continue
			}
			changed(t, dir, c)
			done = append(done, c.name)
		}
		if len(later) == len(todo) {
			t.Fatalf("after %s: cannot %s", strings.Join(done, ", "), later[0].name)
		}
		todo = later
	}
	return strings.Join(done, ", ")
}
