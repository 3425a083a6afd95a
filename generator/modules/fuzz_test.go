package modules_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/gen-go/gen/generator/modules"
)

// FuzzMerge merges random changes of gen into random go.mod files of owners:
// nothing that gen needs may be missing afterwards, and nothing of the owner's.
func FuzzMerge(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 0))
		before := randomMod(rng)
		after := before.changed(rng)
		owners := before.edited(rng)
		merged, _, err := modules.Merge(before.files(), owners.files(), after.files(), owners.uses)
		if err != nil {
			t.Fatalf("%v\nbefore:\n%s\nafter:\n%s\nowner's:\n%s", err, before.files().GoMod, after.files().GoMod, owners.files().GoMod)
		}
		t.Logf("before:\n%s\nafter:\n%s\nowner's:\n%s\nmerged:\n%s", before.files().GoMod, after.files().GoMod, owners.files().GoMod, merged.GoMod)
		checkMerged(t, before, after, owners, merged)
		again, _, err := modules.Merge(before.files(), owners.files(), after.files(), owners.uses)
		if err != nil || string(again.GoMod) != string(merged.GoMod) || string(again.GoSum) != string(merged.GoSum) {
			t.Errorf("a second merge of the same files differs: %v\n%s", err, again.GoMod)
		}
	})
}

func checkMerged(t *testing.T, before, after, owners goMod, merged modules.Files) {
	t.Helper()
	f, err := modfile.Parse("go.mod", merged.GoMod, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range f.Require {
		if got[r.Mod.Path] != "" {
			t.Errorf("%s is required twice", r.Mod.Path)
		}
		got[r.Mod.Path] = r.Mod.Version
	}
	for path, v := range after.require {
		if before.require[path] == v && before.indirect[path] == after.indirect[path] {
			continue // not changed by gen, so the owner decides
		}
		if semver.Compare(got[path], v) < 0 {
			t.Errorf("%s is required in %q, and gen needs %s", path, got[path], v)
		}
	}
	for path, v := range owners.require {
		kept := before.require[path] == "" || before.require[path] != v || owners.imports[path] || after.require[path] != ""
		if kept && semver.Compare(got[path], v) < 0 {
			t.Errorf("%s is required in %q, and the owner has %s", path, got[path], v)
		}
	}
	for _, want := range slices.Concat(owners.own, owners.tools) {
		if !strings.Contains(string(merged.GoMod), want) {
			t.Errorf("%q is lost", want)
		}
	}
}

// goMod is a go.mod to be written.
type goMod struct {
	require  map[string]string // path → version
	indirect map[string]bool
	tools    []string
	own      []string // other directives of the owner
	imports  map[string]bool
}

func module(n int) string  { return fmt.Sprintf("%c.com/m", 'a'+n) }
func version(n int) string { return fmt.Sprintf("v1.%d.0", n) }
func (g goMod) clone() goMod {
	return goMod{maps.Clone(g.require), maps.Clone(g.indirect), slices.Clone(g.tools), nil, map[string]bool{}}
}

// uses reports whether the owner imports a package of a module.
func (g goMod) uses(path string) (bool, error) { return g.imports[path], nil }

func randomMod(rng *rand.Rand) goMod {
	g := goMod{require: map[string]string{}, indirect: map[string]bool{}}
	for range rng.IntN(6) {
		g.add(rng)
	}
	return g
}

func (g goMod) add(rng *rand.Rand) {
	path := module(rng.IntN(10))
	g.require[path] = version(rng.IntN(4))
	g.indirect[path] = rng.IntN(2) == 0
}

// changed returns what gen generates after a change.
func (g goMod) changed(rng *rand.Rand) goMod {
	c := g.clone()
	for range 1 + rng.IntN(4) {
		c.add(rng)
	}
	for path := range g.require {
		if rng.IntN(3) == 0 {
			delete(c.require, path)
		}
	}
	if len(c.require) > 0 && rng.IntN(3) == 0 {
		c.tools = append(c.tools, slices.Sorted(maps.Keys(c.require))[0]+"/cmd/gen")
	}
	return c
}

// edited returns what an owner makes of it.
func (g goMod) edited(rng *rand.Rand) goMod {
	c := g.clone()
	for range rng.IntN(5) {
		c.add(rng)
	}
	for _, path := range slices.Sorted(maps.Keys(c.require)) {
		switch rng.IntN(6) {
		case 0:
			delete(c.require, path)
		case 1:
			c.require[path] = version(rng.IntN(6))
		case 2:
			c.indirect[path] = !c.indirect[path]
		case 3:
			c.imports[path] = true
		case 4:
			c.tools = append(c.tools, path+"/cmd/own")
			c.imports[path] = true // a tool needs its module as well
		}
	}
	c.own = slices.DeleteFunc([]string{
		"replace a.com/m => ../a // mine", "replace b.com/m v1.0.0 => c.com/m v1.0.0", "exclude d.com/m v1.9.0",
		"retract v0.1.0 // broken", "toolchain go1.26.1", "godebug panicnil=1", "ignore ./node_modules", "// a comment",
	}, func(string) bool { return rng.IntN(2) == 0 })
	return c
}

func (g goMod) files() modules.Files {
	text := "module example.com/p\n\ngo 1.26.0\n\n"
	for _, line := range g.own {
		text += line + "\n"
	}
	for _, tool := range g.tools {
		text += "tool " + tool + "\n"
	}
	var required []string
	for _, path := range slices.Sorted(maps.Keys(g.require)) {
		text += "require " + path + " " + g.require[path]
		if g.indirect[path] {
			text += " // indirect"
		}
		text += "\n"
		required = append(required, path+" "+g.require[path])
	}
	return modules.Files{GoMod: []byte(text), GoSum: sums(required...)}
}

// What an owner excludes and gen needs cannot be merged.
func TestMergeRefusesExcluded(t *testing.T) {
	before, after := mod(""), mod("", "a.com/a v1.0.0")
	owners := mod("\nexclude a.com/a v1.0.0\n")
	_, _, err := modules.Merge(modules.Files{GoMod: before}, modules.Files{GoMod: owners}, modules.Files{GoMod: after}, nil)
	want := "merge go.mod: it excludes a.com/a v1.0.0, which gen requires: remove that line, or require a later version"
	if fmt.Sprint(err) != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}
