package project

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

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
	return o, w.overwrite(ctx, dir, o.Write)
}

// overwrite replaces the files of t in dir, which begin has locked.
func (w Writer) overwrite(ctx context.Context, dir string, t tree.Tree) error {
	staging := filepath.Join(dir, inplaceDir)
	staged := filepath.Join(staging, "tree")
	if err := os.Mkdir(staged, 0o755); err != nil {
		return fmt.Errorf("write into %s: %w", dir, err)
	}
	if err := w.fill(ctx, staged, t); err != nil {
		return fmt.Errorf("write into %s: %w", dir, err)
	}
	journal, err := json.Marshal(t.Paths())
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
	return w.finish(dir, t.Paths())
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
	if paths, err := readJournal(staging); err == nil {
		if err := w.finish(dir, paths); err != nil {
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

func readJournal(staging string) ([]string, error) {
	data, err := os.ReadFile(filepath.Join(staging, journalName))
	if err != nil {
		return nil, err
	}
	var paths []string
	if err := json.Unmarshal(data, &paths); err != nil {
		return nil, err
	}
	return paths, nil
}

// finish renames the staged files that are still there to their places. A
// root keeps every step inside dir, whatever links stand in it.
func (w Writer) finish(dir string, paths []string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, name := range paths {
		from := filepath.Join(inplaceDir, "tree", filepath.FromSlash(name))
		to := filepath.FromSlash(name)
		if _, err := root.Lstat(from); errors.Is(err, fs.ErrNotExist) {
			continue // renamed by the run that was killed
		}
		if err := root.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		w.did()
		if err := root.Rename(from, to); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		w.did()
	}
	if err := root.Remove(filepath.Join(inplaceDir, journalName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	w.did()
	return nil
}
