package disk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"github.com/gen-go/gen/generator/tree"
)

// Writing into an existing folder takes more than one rename. The files are
// staged inside it, a journal lists them, and they are renamed one by one. If a
// run is killed before the journal is written, the next one discards the staged
// files; if it is killed later, the next one completes the renames.
const (
	inplaceDir  = ".gen-staging"
	journalName = "journal.json"
)

// entry is one file of the journal: its path, and the hash of the file that it
// replaces, so that no other is ever replaced.
type entry struct {
	Path   string
	Before string `json:",omitempty"` // hash of the file; "" if there was none
	Remove bool   `json:",omitempty"` // the file is removed
}

// ErrBusy is returned if another run is changing the folder.
var ErrBusy = errors.New("another gen is running in this directory")

// ErrClash is returned if files are in the way; the Overlay lists them.
var ErrClash = errors.New("files are in the way")

// Lay writes a rendered tree into the existing folder dir and returns how the two
// fit. If something is in the way, it writes nothing.
func (w Writer) Lay(ctx context.Context, dir string, rendered tree.Tree) (Overlay, error) {
	unlock, _, err := w.begin(dir)
	if err != nil {
		return Overlay{}, err
	}
	defer unlock()
	// Only under the lock does the folder stay as it is.
	o, err := NewOverlay(dir, rendered)
	if err != nil {
		return Overlay{}, err
	}
	if len(o.Clashes) > 0 {
		return o, ErrClash
	}
	return o, w.overwrite(ctx, dir, Changes{Write: o.Write, Before: o.before})
}

// Changes are changes of the files of a project.
type Changes struct {
	Write  tree.Tree
	Remove []string
	// Before has the hash of each file that is replaced or removed. Paths without
	// a hash must not exist.
	Before map[string]string
}

// Empty reports whether there are no changes.
func (c Changes) Empty() bool { return len(c.Write)+len(c.Remove) == 0 }

// entries returns the journal: first the files to write, then those to remove.
func (c Changes) entries() []entry {
	var entries []entry
	for _, name := range c.Write.Paths() {
		entries = append(entries, entry{Path: name, Before: c.Before[name]})
	}
	for _, name := range c.Remove {
		entries = append(entries, entry{Path: name, Before: c.Before[name], Remove: true})
	}
	return entries
}

// Change makes all changes in the folder dir, or none: it fails if a file has not
// the hash in c.Before.
func (w Writer) Change(ctx context.Context, dir string, c Changes) error {
	unlock, _, err := w.begin(dir)
	if err != nil {
		return err
	}
	defer unlock()
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	var moved []string
	for _, e := range c.entries() {
		if now, err := hashOf(root, e.Path); err != nil || now != e.Before {
			moved = append(moved, e.Path)
		}
	}
	if len(moved) > 0 {
		return fmt.Errorf("these files changed while gen was running; nothing written:\n  %s", strings.Join(moved, "\n  "))
	}
	return w.overwrite(ctx, dir, c)
}

// overwrite makes the changes in dir, which begin has locked.
func (w Writer) overwrite(ctx context.Context, dir string, c Changes) error {
	staging := filepath.Join(dir, inplaceDir)
	staged := filepath.Join(staging, "tree")
	if err := os.Mkdir(staged, 0o755); err != nil {
		return fmt.Errorf("write into %s: %w", dir, err)
	}
	if err := w.fill(ctx, staged, c.Write); err != nil {
		return fmt.Errorf("write into %s: %w", dir, err)
	}
	for name := range c.Before {
		// An existing file keeps its mode, whatever the umask.
		if f, ok := c.Write[name]; ok {
			if err := os.Chmod(filepath.Join(staged, filepath.FromSlash(name)), f.Mode); err != nil {
				return fmt.Errorf("write into %s: %w", dir, err)
			}
		}
	}
	entries := c.entries()
	journal, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	part := filepath.Join(staging, "journal.part")
	if err := os.WriteFile(part, journal, 0o600); err != nil {
		return fmt.Errorf("write into %s: %w", dir, err)
	}
	if err := os.Rename(part, filepath.Join(staging, journalName)); err != nil {
		return fmt.Errorf("write into %s: %w", dir, err)
	}
	w.did()
	return w.finish(dir, entries)
}

// Recover completes or discards what a killed run left in dir, and reports
// whether it completed something. If nothing was left, it does nothing.
func (w Writer) Recover(dir string) (finished bool, err error) {
	if _, err := os.Lstat(filepath.Join(dir, inplaceDir)); errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	unlock, finished, err := w.begin(dir)
	if err != nil {
		return false, err
	}
	unlock()
	return finished, nil
}

// begin locks the staging folder of dir, after completing what a killed run left
// in it. The returned function removes the staging folder.
func (w Writer) begin(dir string) (unlock func(), finished bool, err error) {
	staging := filepath.Join(dir, inplaceDir)
	if err := os.Mkdir(staging, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, false, fmt.Errorf("write into %s: %w", dir, err)
	}
	lock := flock.New(filepath.Join(staging, "lock"))
	if free, err := lock.TryLock(); err != nil || !free {
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			err = ErrBusy
		}
		return nil, false, fmt.Errorf("%s: %w", dir, err)
	}
	unlock = func() {
		_ = os.RemoveAll(staging)
		_ = lock.Unlock()
	}
	if entries, err := readJournal(staging); err == nil {
		if err := w.finish(dir, entries); err != nil {
			if errors.Is(err, errLeft) {
				_ = os.RemoveAll(staging) // everything possible has been done
			}
			_ = lock.Unlock()
			return nil, false, err
		}
		finished = true
	}
	// Without a journal, what is left there does not count.
	for _, leftover := range []string{"tree", "journal.part", journalName} {
		if err := os.RemoveAll(filepath.Join(staging, leftover)); err != nil {
			_ = lock.Unlock()
			return nil, false, fmt.Errorf("write into %s: %w", dir, err)
		}
	}
	return unlock, finished, nil
}

func readJournal(staging string) ([]entry, error) {
	data, err := os.ReadFile(filepath.Join(staging, journalName))
	if err != nil {
		return nil, err
	}
	var entries []entry
	if err := json.Unmarshal(data, &entries); err != nil {
		return nil, err
	}
	return entries, nil
}

// finish renames the remaining staged files to their paths and removes files as
// the journal says. Files that the owner has created or changed in the meantime
// stay, and are reported. os.Root keeps every operation inside dir.
func (w Writer) finish(dir string, entries []entry) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	var left []string
	for _, e := range entries {
		if e.done(root) { // by the killed run
			w.prune(root, e)
			continue
		}
		if now, err := hashOf(root, e.Path); err != nil || now != e.Before {
			left = append(left, e.Path)
			continue
		}
		if err := w.carryOut(root, e); err != nil {
			return err
		}
	}
	if err := root.Remove(filepath.Join(inplaceDir, journalName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	w.did()
	if len(left) > 0 {
		return fmt.Errorf("%w:\n  %s", errLeft, strings.Join(left, "\n  "))
	}
	return nil
}

// done reports whether an entry of the journal has been carried out.
func (e entry) done(root *os.Root) bool {
	at := filepath.Join(inplaceDir, "tree", filepath.FromSlash(e.Path))
	if e.Remove {
		at = filepath.FromSlash(e.Path)
	}
	_, err := root.Lstat(at)
	return errors.Is(err, fs.ErrNotExist)
}

func (w Writer) carryOut(root *os.Root, e entry) error {
	to := filepath.FromSlash(e.Path)
	if e.Remove {
		if err := root.Remove(to); err != nil {
			return fmt.Errorf("remove %s: %w", e.Path, err)
		}
		w.did()
		w.prune(root, e)
		return nil
	}
	if err := root.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", e.Path, err)
	}
	w.did()
	if err := root.Rename(filepath.Join(inplaceDir, "tree", to), to); err != nil {
		return fmt.Errorf("write %s: %w", e.Path, err)
	}
	w.did()
	return nil
}

// prune removes the folders that are empty after the file of an entry is removed.
func (w Writer) prune(root *os.Root, e entry) {
	if !e.Remove {
		return
	}
	for dir := filepath.Dir(filepath.FromSlash(e.Path)); dir != "."; dir = filepath.Dir(dir) {
		if err := root.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return // not empty
		}
		w.did()
	}
}

// errLeft reports files that were not replaced because the owner had changed
// them.
var errLeft = errors.New("these files have changed meanwhile and are left as they are; the others were written")

// hashOf returns the hash of the file at name, "" if there is none, and an error
// if there is something else.
func hashOf(root *os.Root, name string) (string, error) {
	existing, err := occupant(root, name)
	switch {
	case err != nil:
		return "", err
	case existing == nil:
		return "", nil
	case !existing.Mode().IsRegular():
		return "", fmt.Errorf("%s: not a file", name)
	}
	data, err := root.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return "", err
	}
	return Hash(data), nil
}

// Hash returns the hash of the content of a file, as Changes has it.
func Hash(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }
