package disk

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/tree"
)

// A project before and after a change: one file is changed, one is removed
// together with its directory, and one is created in a new directory.
const (
	beforeChange = "-- a.txt --\none\n-- old/deep/b.txt --\ntwo\n-- mine.txt --\nmine\n"
	afterChange  = "-- a.txt --\nchanged\n-- mine.txt --\nmine\n-- new/deep/c.txt --\nthree\n"
)

func changes() Changes {
	return Changes{
		Write: tree.Tree{
			"a.txt":          {Data: []byte("changed\n"), Mode: 0o644},
			"new/deep/c.txt": {Data: []byte("three\n"), Mode: 0o644},
		},
		Remove: []string{"old/deep/b.txt"},
		Before: map[string]string{"a.txt": Hash([]byte("one\n")), "old/deep/b.txt": Hash([]byte("two\n"))},
	}
}

func TestChange(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, beforeChange)
	if err := os.Chmod(filepath.Join(dir, "a.txt"), 0o664); err != nil {
		t.Fatal(err)
	}
	c := changes()
	c.Write["a.txt"] = tree.File{Data: c.Write["a.txt"].Data, Mode: 0o664}
	if err := (Writer{}).Change(t.Context(), dir, c); err != nil {
		t.Fatal(err)
	}
	same(t, dir, parse(t, afterChange))
	onlyEntry(t, dir, "a.txt", "mine.txt", "new")
	if info, err := os.Stat(filepath.Join(dir, "a.txt")); err != nil || info.Mode().Perm() != 0o664 {
		t.Errorf("mode %v (%v), want the owner's mode", info.Mode(), err)
	}
}

// If any file is not in the state that the change was computed for, nothing is
// written.
func TestChangeRefuses(t *testing.T) {
	for name, spoil := range map[string]func(dir string) error{
		"changed":  func(dir string) error { return os.WriteFile(filepath.Join(dir, "a.txt"), []byte("other"), 0o600) },
		"gone":     func(dir string) error { return os.Remove(filepath.Join(dir, "old/deep/b.txt")) },
		"appeared": func(dir string) error { return os.MkdirAll(filepath.Join(dir, "new/deep/c.txt"), 0o700) },
		"link": func(dir string) error {
			return os.Symlink(t.TempDir(), filepath.Join(dir, "new"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			lay(t, dir, beforeChange)
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			before := entries(t, dir)
			err := Writer{}.Change(t.Context(), dir, changes())
			if err == nil || !strings.Contains(err.Error(), "nothing was written") {
				t.Errorf("got error %v, want one that says that nothing was written", err)
			}
			if diff := cmp.Diff(before, entries(t, dir)); diff != "" {
				t.Errorf("files were changed (-before +after):\n%s", diff)
			}
		})
	}
}

// entries lists everything below dir, including the content of files.
func entries(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			var data []byte
			data, err = os.ReadFile(name)
			name += ": " + string(data)
		}
		all = append(all, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestKilledChangeIsFinishedOrUndone(t *testing.T) {
	untouched, finishes := 0, 0
	for at, lived := 1, false; !lived; at++ {
		dir := t.TempDir()
		lay(t, dir, beforeChange)
		if lived = runCrash(t, "change", dir, at); lived {
			same(t, dir, parse(t, afterChange))
			break
		}
		finished, err := Writer{}.Recover(dir)
		if err != nil {
			t.Fatalf("after a kill at step %d: %v", at, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "new")); err != nil {
			untouched++
			same(t, dir, parse(t, beforeChange))
			continue
		}
		if finished {
			finishes++
		}
		same(t, dir, parse(t, afterChange))
		onlyEntry(t, dir, "a.txt", "mine.txt", "new")
	}
	if untouched == 0 || finishes == 0 {
		t.Errorf("%d kills before the journal was written and %d after it: both cases must occur", untouched, finishes)
	}
}
