package project

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

// Writing into an existing folder can't be one rename. The files are staged
// inside it, a journal names them, and they are renamed one by one. Killed
// before the journal is there, the next run discards the stage; killed after
// it, the next run finishes the renames.
const (
	inplaceDir  = ".gen-staging"
	journalName = "journal.json"
)

// entry is one file of the journal: where it goes, and what stood there when
// that was decided, so that nothing else is ever replaced.
type entry struct {
	Path   string
	Before string `json:",omitempty"` // hash of the file; "" if there was none
}

// ErrBusy says that another run is at work in the folder.
var ErrBusy = errors.New("another gen is at work in this folder")

// ErrClash says that files are in the way; the Overlay lists them.
var ErrClash = errors.New("files are in the way")

// Lay puts a rendered tree over the existing folder dir and returns how it
// fitted. Where something is in the way it writes nothing.
func (w Writer) Lay(ctx context.Context, dir string, rendered tree.Tree) (Overlay, error) {
	unlock, _, err := w.begin(dir)
	if err != nil {
		return Overlay{}, err
	}
	defer unlock()
	// Only under the lock is what stands there known to stay so.
	o, err := NewOverlay(dir, rendered)
	if err != nil {
		return Overlay{}, err
	}
	if len(o.Clashes) > 0 {
		return o, ErrClash
	}
	return o, w.overwrite(ctx, dir, o)
}

// overwrite puts the files of o into dir, which begin has locked.
func (w Writer) overwrite(ctx context.Context, dir string, o Overlay) error {
	staging := filepath.Join(dir, inplaceDir)
	staged := filepath.Join(staging, "tree")
	if err := os.Mkdir(staged, 0o755); err != nil {
		return fmt.Errorf("write into %s: %w", dir, err)
	}
	if err := w.fill(ctx, staged, o.Write); err != nil {
		return fmt.Errorf("write into %s: %w", dir, err)
	}
	var entries []entry
	for _, name := range o.Write.Paths() {
		entries = append(entries, entry{Path: name, Before: o.before[name]})
	}
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

// Recover finishes or discards what a killed run left in dir, and reports
// whether it finished something. It does nothing where there is nothing.
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

// begin locks the staging folder of dir, after finishing what a killed run
// left in it. The returned function removes it.
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
				_ = os.RemoveAll(staging) // all that could be done is done
			}
			_ = lock.Unlock()
			return nil, false, err
		}
		finished = true
	}
	// What else lies there was never promised.
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

// finish renames the staged files that are still there to their places. What
// its owner has put or changed there since stays and is told. A root keeps
// every step inside dir, whatever links stand in it.
func (w Writer) finish(dir string, entries []entry) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	var left []string
	for _, e := range entries {
		from := filepath.Join(inplaceDir, "tree", filepath.FromSlash(e.Path))
		to := filepath.FromSlash(e.Path)
		if _, err := root.Lstat(from); errors.Is(err, fs.ErrNotExist) {
			continue // renamed by the run that was killed
		}
		if now, err := hashOf(root, e.Path); err != nil || now != e.Before {
			left = append(left, e.Path)
			continue
		}
		if err := root.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return fmt.Errorf("write %s: %w", e.Path, err)
		}
		w.did()
		if err := root.Rename(from, to); err != nil {
			return fmt.Errorf("write %s: %w", e.Path, err)
		}
		w.did()
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

// errLeft says that files were not replaced because they are the owner's.
var errLeft = errors.New("these files have changed meanwhile and stay as they are; the others were written")

// hashOf returns the hash of the file at name, "" if nothing is there, and an
// error if something else is.
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
	return fmt.Sprintf("%x", sha256.Sum256(data)), nil
}
