package change_test

import (
	"errors"
	"maps"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// TestUpgrade upgrades an edited project to a later release, after which the
// earlier release refuses to change it.
func TestUpgrade(t *testing.T) {
	now, then := templates.Catalog(), later()
	dir := made(t, ownersOf(t, "gin"))
	rendered := onDisk(t, dir)
	edited := rendered
	for _, name := range []string{"add a health check", "explain a resource", "README: another language", "Makefile: a target", "a requirement", "delete CI"} {
		edited = edit(t, edited, name)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := writeAll(dir, edited); err != nil {
		t.Fatal(err)
	}

	p, err := change.Open(then, dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Outdated() || p.Made != now.Version {
		t.Errorf("got made by %s, outdated %v", p.Made, p.Outdated())
	}
	plan, err := p.Plan(t.Context(), unchanged(t, p), change.PlanOptions{NoCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Conflicts) > 0 {
		t.Errorf("got conflicts %+v", plan.Conflicts)
	}
	if err := p.Apply(t.Context(), plan, "upgrade"); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	result := onDisk(t, dir)
	for _, line := range lost(rendered, edited, result) {
		t.Errorf("lost: %s", line)
	}
	for name, want := range map[string]string{
		appFile:         "puts the program together and runs it.",
		"Makefile":      "build: ## compile the service\n",
		".env.example":  "# All settings with their defaults.",
		"README.md":     "## Into production",
		record.LockPath: "generator: " + then.Version + "\n",
	} {
		if !strings.Contains(string(result[name].Data), want) {
			t.Errorf("%s does not contain %q", name, want)
		}
	}
	const ran = "migrations/000001_create_authors.up.sql"
	if string(result[ran].Data) != string(rendered[ran].Data) {
		t.Errorf("%s may have run but has changed", ran)
	}
	baseIs(t, dir, then)
	if _, err := change.Open(now, dir, clock); !errors.Is(err, record.ErrNewer) {
		t.Errorf("the earlier release opens it: %v", err)
	}
}

// baseIs checks that the base equals the render of the spec with the
// catalogue, except for migrations, so that the next change starts from there.
func baseIs(t *testing.T, dir string, cat *layer.Catalog) {
	t.Helper()
	p, err := change.Open(cat, dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	want, err := generator.Render(cat, p.Spec)
	if err != nil {
		t.Fatal(err)
	}
	got := regenerated(t, dir)
	for _, files := range []tree.Tree{got, want} {
		maps.DeleteFunc(files, func(name string, _ tree.File) bool { return isMigration(name) })
	}
	if diff := tree.Compare(want, got); !diff.Empty() {
		t.Errorf("the base differs from the render: %+v", diff)
	}
}

func isMigration(name string) bool { return path.Dir(name) == "migrations" && path.Ext(name) == ".sql" }

// migrationsOf returns the migrations among files.
func migrationsOf(files tree.Tree) tree.Tree {
	found := maps.Clone(files)
	maps.DeleteFunc(found, func(name string, _ tree.File) bool { return !isMigration(name) })
	return found
}

// TestMigrationsAreFrozen changes a project with a catalogue whose migrations
// differ. Those that the last render had stay as they are, in the project and
// in the record; only another database gets new ones.
func TestMigrationsAreFrozen(t *testing.T) {
	for name, version := range map[string]string{"a newer release": "99.0.0", "a changed template": templates.Catalog().Version} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := made(t, ownersOf(t, "nethttp"))
			changed(t, dir, addField(t, "author", "nick:string:max=20"))
			changed(t, dir, verb{"add migration", func(s *spec.Spec) error { return s.AddMigration(templates.Catalog(), "fill") }})
			own := filepath.Join(dir, "migrations", "20260304050608_fill.up.sql")
			if err := os.WriteFile(own, []byte("UPDATE authors SET nick = name;\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			ran := migrationsOf(onDisk(t, dir))
			if len(ran) < 6 {
				t.Fatalf("found only %d migrations", len(ran))
			}
			then := later()
			then.Version = version
			for _, c := range []verb{
				{"upgrade", func(*spec.Spec) error { return nil }},
				addOption(then, "middleware", "cors"),
				addField(t, "author", "age:int"),
				{"a longer string", func(s *spec.Spec) error { s.Resources[0].Fields[0].Max = "99"; return nil }},
			} {
				changedOf(t, then, dir, c)
				now, base := onDisk(t, dir), migrationsOf(regenerated(t, dir))
				for name, f := range ran.All() {
					if string(now[name].Data) != string(f.Data) {
						t.Errorf("after %s %s is\n%s\nwant\n%s", c.name, name, now[name].Data, f.Data)
					}
					if name != "migrations/"+filepath.Base(own) && string(base[name].Data) != string(f.Data) {
						t.Errorf("after %s the base has %s as\n%s\nwant\n%s", c.name, name, base[name].Data, f.Data)
					}
				}
				isApplied(t, then, dir)
			}
			if added := "migrations/20260304050609_add_age_to_authors.up.sql"; !strings.HasPrefix(string(onDisk(t, dir)[added].Data), "alter table") {
				t.Errorf("%s is not made with the new templates", added)
			}
			repaired(t, then, dir)

			changedOf(t, then, dir, setOption(then, "database", "postgres"))
			if got := onDisk(t, dir)["migrations/000001_create_authors.up.sql"]; !strings.HasPrefix(string(got.Data), "create table") {
				t.Errorf("on another database a migration is\n%s", got.Data)
			}
			isApplied(t, then, dir)
		})
	}
}

// isApplied fails the test if there is anything to apply.
func isApplied(t *testing.T, cat *layer.Catalog, dir string) {
	t.Helper()
	p, err := change.Open(cat, dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	plan, err := p.Plan(t.Context(), unchanged(t, p), change.PlanOptions{NoCheck: true})
	if err != nil || !plan.Empty() {
		t.Errorf("there are changes left: %+v, %v", plan.Files, err)
	}
}

// repaired deletes the base of a project and checks that it is rebuilt exactly.
func repaired(t *testing.T, cat *layer.Catalog, dir string) {
	t.Helper()
	before := regenerated(t, dir)
	if err := os.Remove(filepath.Join(dir, filepath.FromSlash(record.BasePath))); err != nil {
		t.Fatal(err)
	}
	if _, err := change.Repair(t.Context(), cat, dir); err != nil {
		t.Fatal(err)
	}
	if diff := tree.Compare(before, regenerated(t, dir)); !diff.Empty() {
		t.Errorf("the rebuilt base differs: %+v", diff)
	}
}

// TestTablesOfRemovedOptionsStay removes an option whose migrations may have run,
// and adds it again. The project is always that of its gen.yaml.
func TestTablesOfRemovedOptionsStay(t *testing.T) {
	cat := templates.Catalog()
	for category, name := range map[string]string{"middleware": "idempotency", "example": "bank"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := ownersOf(t, "chi")
			s.Options[category] = []string{name}
			dir := made(t, s)
			before := onDisk(t, dir)
			after := changed(t, dir, removeOption(cat, category, name))
			is(t, dir, after, []string{"remove " + name})
			now := onDisk(t, dir)
			if migrations := migrationsOf(before); !tree.Compare(migrations, migrationsOf(now)).Empty() {
				t.Errorf("migrations are gone: %v", migrationsOf(now).Paths())
			}
			if _, stays := now["internal/"+name+"/"+name+".go"]; stays {
				t.Errorf("the code of %s stays", name)
			}
			changed(t, dir, addOption(cat, category, name))
			if diff := tree.Compare(before, onDisk(t, dir)); !diff.Empty() {
				t.Errorf("added again it differs: %+v", diff)
			}
		})
	}
}
