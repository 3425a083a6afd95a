package templates_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/typecheck"
	"github.com/gen-go/gen/templates"
)

// parts are the parts that a random project may have: an example, resources,
// and fields of these resources in addition to their first one.
var parts = []string{
	"example", "author name:string:required", "book title:string", "note text:text:required",
	"author born:date", "author code:string:unique", "book isbn:string:unique,max=20", "book pages:int:required,min=1",
	"book status:enum(draft|published):required", "book sold:bigint:index", "note at:time:required", "note data:json:required",
	"note open:bool:default=true", "note price:decimal:required", "note labels:string[]:required", "book tags:enum(a|B)[]",
}

// partsSpec returns the spec of a project with the given parts. There is a
// reference if both resources exist.
func partsSpec(t *testing.T, cat *layer.Catalog, database string, on map[string]bool) *spec.Spec {
	t.Helper()
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: layer.Choices{"database": {database}}}
	if on["example"] {
		s.Options["example"] = []string{"bank"}
	}
	for _, part := range parts[1:] {
		name, field, _ := strings.Cut(part, " ")
		i := slices.IndexFunc(s.Resources, func(r spec.Resource) bool { return r.Name == name })
		first := !slices.ContainsFunc(parts[:slices.Index(parts, part)], func(p string) bool { return strings.HasPrefix(p, name+" ") })
		switch {
		case !on[part]:
		case first:
			if name == "book" && on[parts[1]] {
				part += " author:ref=author"
			}
			if err := describe(cat, s, []string{part}); err != nil {
				t.Fatal(err)
			}
		case i >= 0:
			f, err := spec.ParseField(field)
			if err != nil {
				t.Fatal(err)
			}
			s.Resources[i].Fields = append(s.Resources[i].Fields, f)
		}
	}
	s.Fill(cat)
	return s
}

// terms are those of all changes in the tests.
var terms = history.Terms{Now: 20260304050607, Committed: func(int64) bool { return false }}

// TestMigrationsStay adds and removes parts of random projects, one at a time.
// The files of existing migrations never change, numbers are not reused, and
// adding and removing a part immediately restores the project byte for byte.
func TestMigrationsStay(t *testing.T) {
	cat := templates.Catalog()
	changes, undone := 0, 0
	for seed := range uint64(6) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		database := []string{"sqlite", "postgres", "mysql"}[seed%3]
		on := map[string]bool{parts[2]: true}
		was := partsSpec(t, cat, database, on)
		before := renderParts(t, cat, was)
		for range 8 {
			part := parts[rnd.IntN(len(parts))]
			changed := maps.Clone(on)
			changed[part] = !on[part]
			now := partsSpec(t, cat, database, changed)
			if len(history.Evolve(cat, now, was, terms)) > 0 {
				continue // the bank cannot be removed
			}
			changes++
			after := renderParts(t, cat, now)
			taken := sameMigrations(t, before, after)
			back := partsSpec(t, cat, database, on)
			if ps := history.Evolve(cat, back, now, terms); len(ps) == 0 && !taken {
				undone++
				if diff := tree.Compare(before, renderParts(t, cat, back)); !diff.Empty() {
					t.Errorf("seed %d: %s and undone: %+v", seed, part, diff)
				}
			}
			on, was, before = changed, now, after
		}
	}
	t.Logf("%d changes, %d undone", changes, undone)
	if undone < 20 {
		t.Error("hardly any change was undone")
	}
}

func renderParts(t *testing.T, cat *layer.Catalog, s *spec.Spec) tree.Tree {
	t.Helper()
	if err := s.Validate(cat).Err(); err != nil {
		t.Fatal(err)
	}
	out, err := render.Tree(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	yaml, err := s.Marshal(cat)
	if err != nil {
		t.Fatal(err)
	}
	out["gen.yaml"] = tree.File{Data: yaml, Mode: 0o644}
	return out
}

// sameMigrations fails the test if files of a migration have changed. It
// reports whether migrations were removed, which must be the last ones.
func sameMigrations(t *testing.T, before, after tree.Tree) (taken bool) {
	t.Helper()
	for name, f := range before.All() {
		if !strings.HasSuffix(name, ".sql") {
			continue
		}
		g, ok := after[name]
		switch {
		case ok && taken:
			t.Errorf("%s still exists, but an earlier migration was removed", name)
		case !ok:
			taken = true
		case !bytes.Equal(f.Data, g.Data):
			t.Errorf("%s changed", name)
		}
	}
	return taken
}

// A project may have a history without resources: because the owner started
// with a migration, or because all tables have been dropped.
func TestHistoryAlone(t *testing.T) {
	cat := templates.Catalog()
	for _, database := range cat.Options("database") {
		if database.SQL == nil {
			continue
		}
		s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: layer.Choices{"database": {database.Name}}}
		if err := describe(cat, s, []string{"!own begin", "!create book title:string:required", "!drop book title:string:required"}); err != nil {
			t.Fatal(err)
		}
		s.Fill(cat)
		if err := s.Validate(cat).Err(); err != nil {
			t.Fatal(err)
		}
		out, err := sources(cat, s)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"000001_begin.down", "000001_begin.up", "000002_create_books.down", "000002_create_books.up", "000003_drop_books.down", "000003_drop_books.up"} {
			if _, ok := out["migrations/"+name+".sql"]; !ok {
				t.Errorf("%s: missing migrations/%s.sql", database.Name, name)
			}
		}
		if up, down := out["migrations/000002_create_books.up.sql"], out["migrations/000003_drop_books.down.sql"]; !bytes.Equal(up.Data, down.Data) {
			t.Errorf("%s: the down migration of drop differs from create", database.Name)
		}
		if err := typecheck.New("../internal/deps").Project(t.Context(), s.Module, out); err != nil {
			t.Errorf("%s: %v", database.Name, err)
		}
	}
}

// Rows get the value of an added column that the history says, which remains
// its default.
func TestFillers(t *testing.T) {
	cat := templates.Catalog()
	for database, want := range map[string][]string{
		"sqlite":   {"DEFAULT '1'", "DEFAULT 2", "DEFAULT '-'", "DEFAULT '-'"},
		"postgres": {"DEFAULT '1'", "DEFAULT 2", "DEFAULT '-'", "DEFAULT '-'"},
		"mysql":    {"DEFAULT '1'", "DEFAULT 2", "DEFAULT '-'", "DEFAULT ('-')"},
	} {
		s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: layer.Choices{"database": {database}}}
		if err := describe(cat, s, []string{
			"book t:string a:decimal:required,min=1 b:int:required,min=2 c:string:required d:text:required", "!create book t:string",
			"!add book a:decimal:required fill=1", "!add book b:int:required fill=2", "!add book c:string:required fill=-", "!add book d:text:required fill=-",
		}); err != nil {
			t.Fatal(err)
		}
		s.Fill(cat)
		out := renderParts(t, cat, s)
		for i, want := range want {
			name := fmt.Sprintf("migrations/%06d_add_%c_to_books.up.sql", i+2, 'a'+i)
			if got := string(out[name].Data); !strings.Contains(got, " NOT NULL "+want) || !strings.HasPrefix(got, "-- Rows that are there get "+strings.Trim(want[len("DEFAULT "):], "()")+".\n") {
				t.Errorf("%s %s: got %s\nwant it to contain %q", database, name, got, want)
			}
		}
	}
}

// Existing columns keep their kind when others are added.
func TestStoredKindsStay(t *testing.T) {
	cat := templates.Catalog()
	long := strings.Repeat("x:string:max=700 ", 14)
	for i := range 14 {
		long = strings.Replace(long, "x:", string(rune('a'+i))+":", 1)
	}
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: layer.Choices{"database": {"mysql"}}}
	if err := describe(cat, s, []string{
		"book " + long + "extra:string:max=700 short:string:max=100", "!create book " + long, "!add book extra:string:max=700", "!add book short:string:max=100",
	}); err != nil {
		t.Fatal(err)
	}
	s.Fill(cat)
	out := renderParts(t, cat, s)
	for file, want := range map[string]string{
		"000001_create_books.up.sql":         "    n varchar(700),",
		"000002_add_extra_to_books.up.sql":   "    ADD COLUMN extra longtext;",
		"000003_add_short_to_books.up.sql":   "    ADD COLUMN short varchar(100);",
		"000002_add_extra_to_books.down.sql": "    DROP COLUMN extra;",
	} {
		if got := string(out["migrations/"+file].Data); !strings.Contains(got, want) {
			t.Errorf("%s: got %s\nwant it to contain %q", file, got, want)
		}
	}
}

// Brokers share their tables, so each has the migrations of the others.
func TestOutboxesAreAlike(t *testing.T) {
	cat := templates.Catalog()
	first := map[string]string{}
	for _, l := range cat.Options("messaging") {
		found := map[string]string{}
		err := fs.WalkDir(cat.Files, l.Dir, func(name string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".sql") {
				return err
			}
			data, err := fs.ReadFile(cat.Files, name)
			found[strings.TrimPrefix(name, l.Dir)] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(first) == 0 {
			first = found
		}
		if len(found) == 0 || !maps.Equal(found, first) {
			t.Errorf("the migrations of %s differ", l.ID())
		}
	}
}
