package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"github.com/gen-go/gen/generator/change/internal/file"
)

// stagePrefix is the prefix of staging directories. They are next to their
// target, so that the rename stays on the same file system.
const stagePrefix = ".gen-new-"

// tempPrefix is the prefix of temporary directories.
const tempPrefix = "gen-temp-"

// TempDir creates a directory for files that only other programs need. If gen
// is killed, a later run removes it.
func TempDir() (dir string, remove func(), err error) {
	s, err := newStage(os.TempDir(), tempPrefix)
	if err != nil {
		return "", nil, fmt.Errorf("no temporary directory can be created in %s: %w; set TMPDIR to one that is writable", os.TempDir(), plain(err))
	}
	return s.tree(), s.discard, nil
}

// stage is a locked directory in which files are prepared. The lock
// distinguishes running processes from killed ones.
type stage struct {
	dir  string
	lock *flock.Flock
}

func newStage(parent, prefix string) (*stage, error) {
	removeAbandoned(parent, prefix)
	dir, err := file.MkdirTemp(parent, prefix)
	if err != nil {
		return nil, err
	}
	s := &stage{dir: dir, lock: flock.New(filepath.Join(dir, "lock"))}
	err = s.lock.Lock()
	if err == nil {
		err = file.Mkdir(s.tree(), 0o755)
	}
	if err != nil {
		s.discard()
		return nil, err
	}
	return s, nil
}

// tree returns the directory for the files.
func (s *stage) tree() string { return filepath.Join(s.dir, "tree") }

// discard removes the stage. If that fails, a later run removes it.
func (s *stage) discard() {
	_ = s.lock.Unlock()
	_ = file.RemoveAll(s.dir)
}

// removeAbandoned removes the stages of killed runs. It ignores errors, which
// do not affect this run.
func removeAbandoned(parent, prefix string) {
	entries, err := file.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		// A new stage may not be locked yet.
		if !e.IsDir() || !strings.HasPrefix(e.Name(), prefix) || !old(e) {
			continue
		}
		dir := filepath.Join(parent, e.Name())
		lock := flock.New(filepath.Join(dir, "lock"))
		if free, err := lock.TryLock(); err == nil && free {
			_ = lock.Unlock()
			_ = file.RemoveAll(dir)
		}
	}
}

func isNotEmpty(err error) bool { return errors.Is(err, syscall.ENOTEMPTY) }

// old reports whether an entry is old enough for its lock to have been taken.
func old(e fs.DirEntry) bool {
	info, err := e.Info()
	return err == nil && time.Since(info.ModTime()) > time.Minute
}
