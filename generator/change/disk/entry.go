package disk

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/gen-go/gen/generator/change/internal/file"
)

// entry is a file in the journal. Before is the state for which the change was
// computed; a file in any other state is not replaced.
type entry struct {
	Path   string
	Before string `json:",omitempty"` // hash of the existing file; "" if there was none
	Remove bool   `json:",omitempty"` // remove instead of replace
}

// recordDir is the directory of the record of the last render.
const recordDir = ".gen/"

// rank is higher for files that say what the others are.
func (e entry) rank() int {
	if strings.HasPrefix(e.Path, recordDir) {
		return 1
	}
	return 0
}

// asBefore reports whether the file is in the state for which the change was
// computed.
func (e entry) asBefore(root file.Root) (bool, error) {
	now, err := hashOf(root, e.Path)
	if errors.Is(err, ErrOccupied) {
		return false, nil
	}
	return now == e.Before, err
}

// done reports whether a journal entry has been applied.
func (e entry) done(root file.Root) (bool, error) {
	at := filepath.Join(inplaceDir, "tree", filepath.FromSlash(e.Path))
	if e.Remove {
		at = filepath.FromSlash(e.Path)
	}
	_, err := root.Lstat(at)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	return false, plainAt("read", e.Path, err)
}

func (w Writer) carryOut(root file.Root, e entry) error {
	to := filepath.FromSlash(e.Path)
	if e.Remove {
		if err := root.Remove(to); err != nil {
			return plainAt("remove", e.Path, err)
		}
		w.did()
		w.prune(root, e)
		return nil
	}
	if err := root.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return plainAt("write", e.Path, err)
	}
	w.did()
	if err := root.Rename(filepath.Join(inplaceDir, "tree", to), to); err != nil {
		return plainAt("write", e.Path, err)
	}
	w.did()
	return nil
}

// prune removes directories that are empty after the removal of a file.
func (w Writer) prune(root file.Root, e entry) {
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

// hashOf returns the hash of the file at name, "" if it does not exist, or an
// error if it is not a regular file.
func hashOf(root file.Root, name string) (string, error) {
	existing, err := occupant(root, name)
	switch {
	case err != nil:
		return "", plainAt("read", name, err)
	case existing == nil:
		return "", nil
	case !existing.Mode().IsRegular():
		return "", fmt.Errorf("%s %w", name, ErrOccupied)
	}
	f, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return "", plainAt("read", name, err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", plainAt("read", name, err)
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// Hash returns the SHA-256 hash of a file's content, by which changes are
// detected.
func Hash(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }
