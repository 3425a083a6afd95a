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

// stagePrefix is the prefix of staging folders. They are beside their target, so
// that the rename stays in one file system.
const stagePrefix = ".gen-new-"

// stage is a locked folder in which a project is prepared. The lock distinguishes
// an active run from a killed one.
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

// tree is the folder that becomes the project.
func (s *stage) tree() string { return filepath.Join(s.dir, "tree") }

// discard removes what is left of the stage. If that fails, the next run removes
// it.
func (s *stage) discard() {
	_ = s.lock.Unlock()
	_ = os.RemoveAll(s.dir)
}

// removeAbandoned removes the stages of killed runs. It ignores errors, which are
// not about this run.
func removeAbandoned(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		// A new one may not be locked yet.
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

// old reports whether an entry is older than it takes to lock a stage.
func old(e fs.DirEntry) bool {
	info, err := e.Info()
	return err == nil && time.Since(info.ModTime()) > time.Minute
}
