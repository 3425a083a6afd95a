package disk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"github.com/gen-go/gen/generator/tree"
)

// Writing into an existing directory cannot be done with one rename. The files
// are staged inside it, a journal lists them, and they are renamed one by one.
// If gen is killed before the journal is written, the next run discards the
// stage; if it is killed later, the next run completes the renames.
const (
	inplaceDir  = ".gen-staging"
	journalName = "journal.json"
)

// entry is a file in the journal. Before is the state for which the change was
// computed; a file in any other state is not replaced.
type entry struct {
	Path   string
	Before string `json:",omitempty"` // hash of the existing file; "" if there was none
	Remove bool   `json:",omitempty"` // remove instead of replace
}

// ErrBusy is returned if another process is writing to the directory.
var ErrBusy = errors.New("another gen is running in this directory")

// ErrClash is returned if existing files are in the way. They are listed in
// Overlay.Clashes.
var ErrClash = errors.New("files are in the way")

// Lay writes a rendered tree into the existing directory dir. If files are in
// the way, it writes nothing and returns [ErrClash] and the overlay that lists
// them.
func (w Writer) Lay(ctx context.Context, dir string, rendered tree.Tree) (Overlay, error) {
	unlock, _, err := w.begin(dir)
	if err != nil {
		return Overlay{}, err
	}
	defer unlock()
	// The overlay is computed under the lock, so that no other gen changes
	// files in between.
	o, err := NewOverlay(dir, rendered)
	if err != nil {
		return Overlay{}, err
	}
	if len(o.Clashes) > 0 {
		return o, ErrClash
	}
	return o, w.overwrite(ctx, dir, Changes{Write: o.Write, Before: o.before})
}

// Changes is a set of changes to the files of a project.
type Changes struct {
	Write  tree.Tree
	Remove []string
	// Before has the [Hash] of each of these files at the time the changes
	// were computed. Paths without entry did not exist.
	Before map[string]string
}

// Empty reports whether there are no changes.
func (c Changes) Empty() bool { return len(c.Write)+len(c.Remove) == 0 }

// entries returns the changes in the order in which they are made: writes,
// then removals.
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

// Change applies all changes to the directory dir, or none if a file is not in
// the state given by c.Before.
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
		return fmt.Errorf("these files changed while gen was running; nothing was written:\n  %s", strings.Join(moved, "\n  "))
	}
	return w.overwrite(ctx, dir, c)
}

// overwrite applies the changes to dir, which begin has locked.
func (w Writer) overwrite(ctx context.Context, dir string, c Changes) error {
	staging := filepath.Join(dir, inplaceDir)
	staged := filepath.Join(staging, "tree")
	if err := os.Mkdir(staged, 0o755); err != nil {
		return fmt.Errorf("write to %s: %w", dir, err)
	}
	if err := w.fill(ctx, staged, c.Write); err != nil {
		return fmt.Errorf("write to %s: %w", dir, err)
	}
	for name := range c.Before {
		// Existing files keep their mode, regardless of the umask.
		if f, ok := c.Write[name]; ok {
			if err := os.Chmod(filepath.Join(staged, filepath.FromSlash(name)), f.Mode); err != nil {
				return fmt.Errorf("write to %s: %w", dir, err)
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
		return fmt.Errorf("write to %s: %w", dir, err)
	}
	if err := os.Rename(part, filepath.Join(staging, journalName)); err != nil {
		return fmt.Errorf("write to %s: %w", dir, err)
	}
	w.did()
	return w.finish(dir, entries)
}

// Recover completes or discards what a killed run left in dir, and reports
// whether it completed a change.
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

// begin locks the staging directory of dir and completes the journal of a
// killed run. The returned function removes the staging directory.
func (w Writer) begin(dir string) (unlock func(), finished bool, err error) {
	staging := filepath.Join(dir, inplaceDir)
	if err := os.Mkdir(staging, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, false, fmt.Errorf("write to %s: %w", dir, err)
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
				_ = os.RemoveAll(staging) // everything else has been done
			}
			_ = lock.Unlock()
			return nil, false, err
		}
		finished = true
	}
	// Files that are not in a journal can be discarded.
	for _, leftover := range []string{"tree", "journal.part", journalName} {
		if err := os.RemoveAll(filepath.Join(staging, leftover)); err != nil {
			_ = lock.Unlock()
			return nil, false, fmt.Errorf("write to %s: %w", dir, err)
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

// finish moves staged files into place and deletes the files to be removed.
// Files that the owner has changed in the meantime stay and are listed in the
// error. The os.Root confines every operation to dir, regardless of symbolic
// links.
func (w Writer) finish(dir string, entries []entry) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	var left []string
	for _, e := range entries {
		if e.done(root) { // by a killed run
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

// done reports whether a journal entry has been applied.
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

// prune removes directories that are empty after the removal of a file.
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

// errLeft is returned by finish for files that the owner has changed.
var errLeft = errors.New("these files have changed in the meantime and were left as they are; the others were written")

// hashOf returns the hash of the file at name, "" if it does not exist, or an
// error if it is not a regular file.
func hashOf(root *os.Root, name string) (string, error) {
	existing, err := occupant(root, name)
	switch {
	case err != nil:
		return "", err
	case existing == nil:
		return "", nil
	case !existing.Mode().IsRegular():
		return "", fmt.Errorf("%s: not a regular file", name)
	}
	file, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return "", err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// Hash returns the SHA-256 hash of a file's content, by which changes are
// detected.
func Hash(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }
