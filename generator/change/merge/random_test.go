package merge

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// golden returns the files of testdata/golden whose names match one of the
// patterns.
func golden(t testing.TB, patterns ...string) map[string]string {
	t.Helper()
	files := map[string]string{}
	root := os.DirFS("../../../testdata/golden")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if slices.ContainsFunc(patterns, func(p string) bool { ok, _ := path.Match(p, path.Base(name)); return ok }) {
			data, err := fs.ReadFile(root, name)
			files[name] = string(data)
			return err
		}
		return nil
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files match %v: %v", len(files), patterns, err)
	}
	return files
}

// A corpus creates random merges of real files.
type corpus struct {
	files map[string]string
	names []string
	twins map[string][]string // the same file in several projects, by its path there
}

func newCorpus(t testing.TB, patterns ...string) corpus {
	c := corpus{files: golden(t, patterns...), twins: map[string][]string{}}
	c.names = slices.Sorted(maps.Keys(c.files))
	for _, name := range c.names {
		c.twins[inProject(name)] = append(c.twins[inProject(name)], name)
	}
	return c
}

func inProject(name string) string {
	_, rest, _ := strings.Cut(name, "/")
	return rest
}

// texts returns a base and two changed versions. Theirs is sometimes derived
// from the file of another project, as when an option changes.
func (c corpus) texts(r *rand.Rand) (base, ours, theirs string) {
	name := c.names[r.IntN(len(c.names))]
	base = c.files[name]
	theirs = base
	if r.IntN(5) == 0 {
		twins := c.twins[inProject(name)]
		theirs = c.files[twins[r.IntN(len(twins))]]
	}
	return base, edit(r, base, 1+r.IntN(6)), edit(r, theirs, 1+r.IntN(6))
}

// edit makes n random changes of the kinds that people and generators make.
func edit(r *rand.Rand, text string, n int) string {
	lines := split(text)
	for range n {
		from := r.IntN(len(lines) + 1)
		to := min(from+1+r.IntN(1+r.IntN(8)), len(lines))
		block := slices.Clone(lines[from:to])
		switch r.IntN(6) {
		case 0: // insert
			lines = slices.Insert(lines, from, newLines(r)...)
		case 1: // delete
			lines = slices.Delete(lines, from, to)
		case 2: // modify lines
			for i := range lines[from:to] {
				lines[from+i] = "x" + lines[from+i]
			}
		case 3: // replace
			lines = slices.Replace(lines, from, to, newLines(r)...)
		case 4: // move
			lines = slices.Delete(lines, from, to)
			lines = slices.Insert(lines, r.IntN(len(lines)+1), block...)
		case 5: // copy
			lines = slices.Insert(lines, r.IntN(len(lines)+1), block...)
		}
	}
	return strings.Join(lines, "")
}

// newLines returns a few lines, most of which the file already has or the
// other side inserts too.
func newLines(r *rand.Rand) []string {
	likely := []string{"\n", "\n", "}\n", "\t}\n", "\treturn nil\n", "# x\n", "a b\n", "key: value\n", "| a | b |\n", "\tgo test ./...\n"}
	out := make([]string, 1+r.IntN(4))
	for i := range out {
		if out[i] = likely[r.IntN(len(likely))]; r.IntN(3) == 0 {
			out[i] = "\tnew" + string(rune('a'+r.IntN(26))) + "\n"
		}
	}
	return out
}
