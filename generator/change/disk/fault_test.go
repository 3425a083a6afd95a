package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gen-go/gen/generator/change/internal/file"
	"github.com/gen-go/gen/generator/tree"
)

// faults fails operations on files, counted from 1: the nth, or the nth and all
// that follow.
type faults struct {
	at, n int
	stay  bool
}

func (f *faults) check(string, string) error {
	f.n++
	if f.n == f.at || f.stay && f.n > f.at {
		return syscall.ENOSPC
	}
	return nil
}

// failing runs do while its nth operation fails, and reports whether it had so
// many.
func failing(at int, stay bool, do func() error) (reached bool, err error) {
	f := &faults{at: at, stay: stay}
	defer file.FailWith(f.check)()
	err = do()
	return f.n >= at, err
}

// An operation that fails leaves the files before or after the change, or a
// journal that the next run completes; the error says which.
func TestFailedChange(t *testing.T) {
	before, after := parse(t, beforeChange), parse(t, afterChange)
	for _, stay := range []bool{false, true} {
		olds, halves := 0, 0
		for at := 1; ; at++ {
			dir := t.TempDir()
			lay(t, dir, beforeChange)
			reached, err := failing(at, stay, func() error { return Writer{}.Change(t.Context(), dir, changes()) })
			_, pending := os.Stat(filepath.Join(dir, inplaceDir, journalName))
			switch {
			case err == nil:
				sameFiles(t, dir, after)
			case errors.Is(err, errPending) != (pending == nil):
				t.Errorf("operation %d: journal %v, but the error is %v", at, pending, err)
			case pending == nil:
				halves++
			default:
				olds++
				sameFiles(t, dir, before)
			}
			plainMessage(t, dir, err)
			finished, recovering := Writer{}.Recover(dir)
			if recovering != nil {
				t.Fatalf("operation %d: %v, then: %v", at, err, recovering)
			}
			if finished {
				same(t, dir, after)
			}
			if _, err := os.Stat(filepath.Join(dir, inplaceDir)); err == nil {
				t.Errorf("operation %d: the staging directory is left", at)
			}
			if !reached {
				break
			}
		}
		if olds == 0 || halves == 0 {
			t.Errorf("%d failures before the journal was written and %d after it: both must occur", olds, halves)
		}
	}
}

// The run that completes a change can fail in the same way.
func TestFailedRecovery(t *testing.T) {
	for at := 1; ; at++ {
		dir := t.TempDir()
		lay(t, dir, beforeChange)
		halfChange(t, dir)
		reached, err := failing(at, false, func() error { _, err := Writer{}.Recover(dir); return err })
		plainMessage(t, dir, err)
		if _, again := (Writer{}).Recover(dir); again != nil {
			t.Fatalf("operation %d: %v, then: %v", at, err, again)
		}
		same(t, dir, parse(t, afterChange))
		if !reached {
			return
		}
	}
}

// halfChange makes a change whose first rename fails.
func halfChange(t *testing.T, dir string) {
	t.Helper()
	restore := file.FailWith(func(op, name string) error {
		if op == "rename" && name == "a.txt" {
			return syscall.EACCES
		}
		return nil
	})
	err := Writer{}.Change(t.Context(), dir, changes())
	restore()
	want := "write a.txt: permission denied; the change is incomplete: solve this, and the next gen command completes it"
	if err == nil || err.Error() != want {
		t.Fatalf("got error %v, want %s", err, want)
	}
}

func TestFailedCreateAndLay(t *testing.T) {
	want := parse(t, rendered)
	for name, run := range map[string]func(dir string) error{
		"create": func(dir string) error { return Writer{}.Create(t.Context(), dir, want) },
		"lay":    func(dir string) error { _, err := Writer{}.Lay(t.Context(), dir, want); return err },
	} {
		for at := 1; ; at++ {
			dir := filepath.Join(t.TempDir(), "p")
			if name == "lay" {
				lay(t, dir, "-- LICENSE --\nMIT\n")
			}
			reached, err := failing(at, true, func() error { return run(dir) })
			plainMessage(t, dir, err)
			if name == "lay" {
				if _, err := (Writer{}).Recover(dir); err != nil {
					t.Fatal(err)
				}
				_ = os.Remove(filepath.Join(dir, "LICENSE"))
			}
			if got := files(t, dir); len(got) > 0 && !tree.Compare(want, got).Empty() {
				t.Errorf("%s, operation %d: %v, and only some files", name, at, err)
			}
			if !reached {
				break
			}
		}
	}
}

// A journal that cannot be read is not thrown away.
func TestDamagedJournal(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, beforeChange)
	halfChange(t, dir)
	journal := filepath.Join(dir, inplaceDir, journalName)
	if err := os.WriteFile(journal, []byte("[{"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Writer{}.Recover(dir)
	if err == nil || !strings.Contains(err.Error(), "restore the project from git and delete .gen-staging") {
		t.Errorf("got error %v, want one that says what to do", err)
	}
	if _, err := os.Stat(journal); err != nil {
		t.Error(err)
	}
}

// The files that describe the others are written last, so that they never
// describe files that are not written yet.
func TestRecordIsWrittenLast(t *testing.T) {
	c := Changes{Write: tree.Tree{".gen/lock.yaml": {}, "a": {}, "z": {}}, Remove: []string{"b"}}
	var got []string
	for _, e := range c.entries() {
		got = append(got, e.Path)
	}
	if want := "a z b .gen/lock.yaml"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// A symbolic link to the project that is swapped during a change leads neither
// the change nor the removal of its lock elsewhere.
func TestSwappedLink(t *testing.T) {
	parent := t.TempDir()
	link, one, two := filepath.Join(parent, "link"), filepath.Join(parent, "one"), filepath.Join(parent, "two")
	lay(t, one, beforeChange)
	lay(t, two, beforeChange+"-- .gen-staging/other --\nof another run\n")
	if err := os.Symlink(one, link); err != nil {
		t.Skip(err)
	}
	swapped := false
	restore := file.FailWith(func(op, _ string) error {
		if op == "write" && !swapped {
			swapped = true
			if err := os.Remove(link); err != nil {
				return err
			}
			return os.Symlink(two, link)
		}
		return nil
	})
	err := Writer{}.Change(t.Context(), link, changes())
	restore()
	if err != nil || !swapped {
		t.Fatal(err, swapped)
	}
	same(t, one, parse(t, afterChange))
	onlyEntry(t, one, "a.txt", "mine.txt", "new")
	same(t, two, parse(t, beforeChange+"-- .gen-staging/other --\nof another run\n"))
}

// A temporary directory that a killed run has left is removed by a later one,
// which spares those in use.
func TestTempDirs(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	for _, name := range []string{"gen-temp-1/tree", "mine"} {
		if err := os.MkdirAll(filepath.Join(temp, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	used, remove, err := TempDir()
	if err != nil {
		t.Fatal(err)
	}
	age(t, temp)
	_, removeNew, err := TempDir()
	if err != nil {
		t.Fatal(err)
	}
	removeNew()
	onlyEntry(t, temp, filepath.Base(filepath.Dir(used)), "mine")
	remove()
	onlyEntry(t, temp, "mine")
	t.Setenv("TMPDIR", filepath.Join(temp, "nowhere"))
	if _, _, err := TempDir(); err == nil || !strings.HasSuffix(err.Error(), "nowhere: no such file or directory; set TMPDIR to one that is writable") {
		t.Errorf("got error %v, want one that says what to set", err)
	}
}

// plainMessage fails the test if an error has the wording of the library.
func plainMessage(t *testing.T, dir string, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for _, word := range []string{"openat", "renameat", "lstat", "unlinkat", "mkdirat", "journal.part", stagePrefix, inplaceDir + "/tree"} {
		if strings.Contains(strings.ReplaceAll(err.Error(), dir, ""), word) {
			t.Errorf("%q is in the message: %v", word, err)
		}
	}
}

// files reads dir without the staging directory; it may not exist.
func files(t *testing.T, dir string) tree.Tree {
	t.Helper()
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	got := read(t, dir)
	for name := range got {
		if strings.HasPrefix(name, inplaceDir+"/") {
			delete(got, name)
		}
	}
	return got
}

func sameFiles(t *testing.T, dir string, want tree.Tree) {
	t.Helper()
	if diff := tree.Compare(want, files(t, dir)); !diff.Empty() {
		t.Errorf("%s: %+v", dir, diff)
	}
}
