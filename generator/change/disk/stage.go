package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// stagePrefix is the prefix of staging directories. They are next to their
// target, so that the rename stays on the same file system.
const stagePrefix = ".gen-new-"

// stage is a locked directory in which a project is prepared. The lock
// distinguishes running processes from killed ones.
type stage struct {
	dir  string
	lock *flock.Flock
}

func newStage(target string) (*stage, error) {
	dir, err := os.MkdirTemp(filepath.Dir(target), stagePrefix)
	if err != nil {
		return nil, err
	}
	s := &stage{dir: dir, lock: flock.New(filepath.Join(dir, "lock"))}
	err = s.lock.Lock()
	if err == nil {
		err = os.Mkdir(s.tree(), 0o755)
	}
	if err != nil {
		s.discard()
		return nil, err
	}
	return s, nil
}

// tree returns the directory that becomes the project.
func (s *stage) tree() string { return filepath.Join(s.dir, "tree") }

// discard removes the stage. If that fails, a later run removes it.
func (s *stage) discard() {
	_ = s.lock.Unlock()
	_ = os.RemoveAll(s.dir)
}

// removeAbandoned removes the stages of killed runs. It ignores errors, which
// do not affect this run.
func removeAbandoned(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		// A new stage may not be locked yet.
		if !e.IsDir() || !strings.HasPrefix(e.Name(), stagePrefix) || !old(e) {
			continue
		}
		dir := filepath.Join(parent, e.Name())
		lock := flock.New(filepath.Join(dir, "lock"))
		if free, err := lock.TryLock(); err == nil && free {
			_ = lock.Unlock()
			_ = os.RemoveAll(dir)
		}
	}
}

func isNotEmpty(err error) bool { return errors.Is(err, syscall.ENOTEMPTY) }

// old reports whether an entry is old enough for its lock to have been taken.
func old(e fs.DirEntry) bool {
	info, err := e.Info()
	return err == nil && time.Since(info.ModTime()) > time.Minute
}
