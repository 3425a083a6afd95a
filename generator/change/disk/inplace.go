package disk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"

	"github.com/gen-go/gen/generator/change/internal/file"
	"github.com/gen-go/gen/generator/tree"
)

// Writing into an existing directory cannot be done with one rename. The files
// are staged inside it, a journal lists them, and they are renamed one by one.
// If gen fails or is killed before the journal is written, nothing has changed,
// and the stage is discarded; if that happens later, the next run completes the
// renames.
const (
	inplaceDir  = ".gen-staging"
	journalName = "journal.json"
)

// ErrBusy is returned if another process is writing to the directory.
var ErrBusy = errors.New("another gen is running in this directory")

// ErrClash is returned if existing files are in the way. They are listed in
// Overlay.Clashes.
var ErrClash = errors.New("files are in the way")

// Lay writes a rendered tree into the existing directory dir. If files are in
// the way, it writes nothing and returns [ErrClash] and the overlay that lists
// them.
func (w Writer) Lay(ctx context.Context, dir string, rendered tree.Tree) (Overlay, error) {
	s, err := w.begin(dir)
	if err != nil {
		return Overlay{}, err
	}
	defer s.close()
	// The overlay is computed under the lock, so that no other gen changes
	// files in between.
	o, err := NewOverlay(s.dir, rendered)
	if err != nil {
		return Overlay{}, err
	}
	if len(o.Clashes) > 0 {
		return o, ErrClash
	}
	return o, s.overwrite(ctx, Changes{Write: o.Write, Before: o.before})
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
// then removals, and what records them last.
func (c Changes) entries() []entry {
	var entries []entry
	for _, name := range c.Write.Paths() {
		entries = append(entries, entry{Path: name, Before: c.Before[name]})
	}
	for _, name := range c.Remove {
		entries = append(entries, entry{Path: name, Before: c.Before[name], Remove: true})
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.rank(), b.rank()) })
	return entries
}

// Change applies all changes to the directory dir, or none if a file is not in
// the state given by c.Before.
func (w Writer) Change(ctx context.Context, dir string, c Changes) error {
	s, err := w.begin(dir)
	if err != nil {
		return err
	}
	defer s.close()
	var moved []string
	for _, e := range c.entries() {
		as, err := e.asBefore(s.root)
		if err != nil {
			return fmt.Errorf("nothing was written: %w", err)
		}
		if !as {
			moved = append(moved, e.Path)
		}
	}
	if len(moved) > 0 {
		return fmt.Errorf("these files changed while gen was running; nothing was written:\n  %s", strings.Join(moved, "\n  "))
	}
	return s.overwrite(ctx, c)
}

// Recover completes or discards what a failed or killed run left in dir, and
// reports whether it completed a change.
func (w Writer) Recover(dir string) (finished bool, err error) {
	_, err = file.Lstat(filepath.Join(dir, inplaceDir))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, plain(err)
	}
	s, err := w.begin(dir)
	if err != nil {
		return false, err
	}
	s.close()
	return s.finished, nil
}

// session is a change of a directory, which it has locked.
type session struct {
	w        Writer
	dir      string // without symbolic links, so that it stays the same
	root     file.Root
	lock     *flock.Flock
	finished bool // whether it has completed the change of another run
	pending  bool // whether a journal has to be completed by the next run
}

// begin locks the staging directory of dir and completes the journal of a
// failed or killed run.
func (w Writer) begin(dir string) (*session, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, plain(err)
	}
	s := &session{w: w, dir: dir}
	if s.root, err = file.OpenRoot(dir); err != nil {
		return nil, plain(err)
	}
	if err := file.Mkdir(s.staging(""), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		_ = s.root.Close()
		return nil, fmt.Errorf("write to %s: %w", dir, plain(err))
	}
	s.lock = flock.New(s.staging("lock"))
	if free, err := s.lock.TryLock(); err != nil || !free {
		_ = s.root.Close()
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			err = ErrBusy
		}
		return nil, fmt.Errorf("%s: %w", dir, plain(err))
	}
	if err := s.resume(); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// staging returns the path of a file in the staging directory.
func (s *session) staging(name string) string { return filepath.Join(s.dir, inplaceDir, name) }

// close removes the staging directory, unless its journal is still needed, and
// the lock.
func (s *session) close() {
	if !s.pending {
		_ = file.RemoveAll(s.staging(""))
	}
	_ = s.lock.Unlock()
	_ = s.root.Close()
}

// resume completes the journal of an earlier run, and discards files that are
// in none.
func (s *session) resume() error {
	entries, err := s.readJournal()
	if err != nil {
		s.pending = true
		return err
	}
	if entries != nil {
		if err := s.finish(entries); err != nil {
			return err
		}
		s.finished = true
	}
	for _, leftover := range []string{"tree", "journal.part", journalName} {
		if err := file.RemoveAll(s.staging(leftover)); err != nil {
			return fmt.Errorf("write to %s: %w", s.dir, plain(err))
		}
	}
	return nil
}

// readJournal returns nil if there is no journal.
func (s *session) readJournal() ([]entry, error) {
	data, err := file.ReadFile(s.staging(journalName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	at := inplaceDir + "/" + journalName
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", at, plain(err))
	}
	entries := []entry{}
	if json.Unmarshal(data, &entries) != nil {
		return nil, fmt.Errorf("%s is damaged, so an interrupted change cannot be completed: restore the project from git and delete %s", at, inplaceDir)
	}
	return entries, nil
}

// overwrite stages the changes, writes the journal and carries it out.
func (s *session) overwrite(ctx context.Context, c Changes) error {
	entries, err := s.stage(ctx, c)
	if err != nil {
		return fmt.Errorf("write to %s: %w; nothing was changed", s.dir, plain(err))
	}
	return s.finish(entries)
}

func (s *session) stage(ctx context.Context, c Changes) ([]entry, error) {
	staged := s.staging("tree")
	if err := file.Mkdir(staged, 0o755); err != nil {
		return nil, err
	}
	if err := s.w.fill(ctx, staged, c.Write); err != nil {
		return nil, err
	}
	for name := range c.Before {
		// Existing files keep their mode, regardless of the umask.
		if f, ok := c.Write[name]; ok {
			if err := file.Chmod(filepath.Join(staged, filepath.FromSlash(name)), f.Mode); err != nil {
				return nil, err
			}
		}
	}
	entries := c.entries()
	journal, err := json.Marshal(entries)
	if err != nil {
		return nil, err
	}
	part := s.staging("journal.part")
	if err := file.WriteFile(part, journal, 0o600); err != nil {
		return nil, err
	}
	if err := file.Rename(part, s.staging(journalName)); err != nil {
		return nil, err
	}
	s.w.did()
	return entries, nil
}

// finish moves staged files into place and deletes the files to be removed.
// Files that the owner has changed in the meantime stay and are listed in the
// error. If an operation fails, the journal stays for the next run. The root
// confines every operation to the directory, regardless of symbolic links.
func (s *session) finish(entries []entry) error {
	left, err := s.carryOut(entries)
	if err == nil {
		err = plainAt("remove", inplaceDir+"/"+journalName, s.root.Remove(filepath.Join(inplaceDir, journalName)))
	}
	if err != nil {
		s.pending = true
		return fmt.Errorf("%w; %w", err, errPending)
	}
	s.w.did()
	if len(left) > 0 {
		return fmt.Errorf("%w:\n  %s", errLeft, strings.Join(left, "\n  "))
	}
	return nil
}

// errPending is returned if a change could not be completed.
var errPending = errors.New("the change is incomplete: solve this, and the next gen command completes it")

// carryOut carries out the journal, and returns the files that are in another
// state than they were when the change was computed.
func (s *session) carryOut(entries []entry) (left []string, err error) {
	for _, e := range entries {
		done, err := e.done(s.root)
		if err != nil {
			return nil, err
		}
		if done { // by an earlier run
			s.w.prune(s.root, e)
			continue
		}
		as, err := e.asBefore(s.root)
		if err != nil {
			return nil, err
		}
		if !as {
			left = append(left, e.Path)
			continue
		}
		if err := s.w.carryOut(s.root, e); err != nil {
			return nil, err
		}
	}
	return left, nil
}

// errLeft is returned by finish for files that the owner has changed.
var errLeft = errors.New("these files have changed in the meantime and were left as they are; the others were written")
