// Package disk reads and writes the files of a project and runs git and the go
// command in it. No other package of the generator does. Writes are staged and
// renamed into place, so that they happen completely or not at all.
package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/internal/file"
	"github.com/gen-go/gen/generator/tree"
)

// State is the state of the target directory of a new project.
type State int

// States of a target.
const (
	Absent   State = iota // does not exist, but its parent directory does
	Empty                 // empty directory
	Occupied              // directory with files
)

// Inspect returns the state of dir, or an error if it cannot become a project.
func Inspect(dir string) (State, error) {
	info, err := file.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		parent := filepath.Dir(filepath.Clean(dir))
		if p, err := os.Stat(parent); err != nil || !p.IsDir() {
			return Absent, fmt.Errorf("%s: directory %s does not exist", dir, parent)
		}
		return Absent, nil
	}
	if err != nil {
		return Absent, plainAt("read", dir, err)
	}
	if info.Mode()&fs.ModeSymlink != 0 && filepath.Clean(dir) != "." {
		return Absent, fmt.Errorf("%s is a symbolic link; use the directory it points to", dir)
	}
	if !info.IsDir() {
		return Absent, fmt.Errorf("%s exists and is not a directory", dir)
	}
	entries, err := file.ReadDir(dir)
	if err != nil {
		return Absent, plainAt("read", dir, err)
	}
	if len(entries) == 0 {
		return Empty, nil
	}
	return Occupied, nil
}

// owned are files that a fresh clone usually has. The owner's version is kept.
var owned = []string{"README.md", "LICENSE"}

// additive are files of independent lines. gen's lines are appended to the
// owner's.
var additive = []string{".gitignore", ".gitattributes"}

// Overlay is the result of fitting a tree over the files of an existing
// directory.
type Overlay struct {
	Write   tree.Tree // files to be written
	Kept    []string  // existing files that stay unchanged
	Added   []string  // existing files to which lines are added
	Clashes []string  // existing files that are in the way

	before map[string]string // hashes of the files in Added
}

// NewOverlay compares a rendered tree with the files in dir.
func NewOverlay(dir string, t tree.Tree) (Overlay, error) {
	root, err := file.OpenRoot(dir)
	if err != nil {
		return Overlay{}, plainAt("read", dir, err)
	}
	defer root.Close()
	o := Overlay{Write: tree.Tree{}, before: map[string]string{}}
	for name, f := range t.All() {
		existing, err := occupant(root, name)
		switch {
		case err != nil:
			return Overlay{}, plainAt("read", name, err)
		case existing == nil:
			o.Write[name] = f
		case existing.IsDir() || !existing.Mode().IsRegular():
			o.Clashes = append(o.Clashes, name)
		case slices.Contains(owned, name):
			o.Kept = append(o.Kept, name)
		case slices.Contains(additive, name):
			data, err := root.ReadFile(filepath.FromSlash(name))
			if err != nil {
				return Overlay{}, plainAt("read", name, err)
			}
			o.Write[name] = tree.File{Data: appendLines(data, f.Data), Mode: existing.Mode().Perm()}
			o.Added = append(o.Added, name)
			o.before[name] = Hash(data)
		default:
			o.Clashes = append(o.Clashes, name)
		}
	}
	return o, nil
}

// occupant returns information about the file at name, or about a parent that
// is not a directory; nil if neither exists. Symbolic links are not followed,
// so that nothing is written through one.
func occupant(root file.Root, name string) (fs.FileInfo, error) {
	elements := strings.Split(name, "/")
	for i := range elements {
		info, err := root.Lstat(filepath.Join(elements[:i+1]...))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if i == len(elements)-1 || !info.IsDir() {
			return info, nil
		}
	}
	return nil, nil
}

// appendLines appends the lines of extra that data lacks, without comments.
func appendLines(data, extra []byte) []byte {
	newline := "\n"
	if strings.Contains(string(data), "\r\n") {
		newline = "\r\n"
	}
	have := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		have[strings.TrimSpace(line)] = true
	}
	out := string(data)
	if out != "" && !strings.HasSuffix(out, "\n") {
		out += newline
	}
	for line := range strings.Lines(string(extra)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") && !have[line] {
			out += line + newline
		}
	}
	return []byte(out)
}

// Writer writes trees to disk. The zero value is ready to use.
type Writer struct {
	// step, if not nil, is called after each change of the disk, for tests.
	step func()
}

func (w Writer) did() {
	if w.step != nil {
		w.step()
	}
}

// Create creates the directory dir, which must not exist or be empty, with the
// files of t. The directory appears with all files or not at all. If several
// processes do this at the same time, one succeeds and the others get an
// error.
func (w Writer) Create(ctx context.Context, dir string, t tree.Tree) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	stage, err := newStage(filepath.Dir(dir), stagePrefix)
	if err != nil {
		return plainAt("create", dir, err)
	}
	defer stage.discard()
	w.did()
	if err := w.fill(ctx, stage.tree(), t); err != nil {
		return plainAt("create", dir, err)
	}
	if err := replaceEmpty(stage.tree(), dir); err != nil {
		return err
	}
	w.did()
	return nil
}

// replaceEmpty renames the staged directory to dir, which may be an empty
// directory. The rename fails if it is not empty.
func replaceEmpty(from, dir string) error {
	err := file.Rename(from, dir)
	if errors.Is(err, fs.ErrExist) || isNotEmpty(err) {
		// On systems where rename does not replace an empty directory, remove
		// it first. Remove fails if it is not empty.
		if file.Remove(dir) == nil {
			err = file.Rename(from, dir)
		}
	}
	if err != nil {
		if state, _ := Inspect(dir); state == Occupied {
			return fmt.Errorf("%s exists and is not empty", dir)
		}
		return plainAt("create", dir, err)
	}
	return nil
}

// fill writes the files of t to dir, an empty directory.
func (w Writer) fill(ctx context.Context, dir string, t tree.Tree) error {
	made := map[string]bool{".": true}
	for name, f := range t.All() {
		if err := ctx.Err(); err != nil {
			return err
		}
		parent := filepath.Dir(filepath.FromSlash(name))
		if !made[parent] {
			if err := file.MkdirAll(filepath.Join(dir, parent), 0o755); err != nil {
				return err
			}
			made[parent] = true
			w.did()
		}
		if err := file.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), f.Data, f.Mode); err != nil {
			return err
		}
		w.did()
	}
	return ctx.Err()
}
