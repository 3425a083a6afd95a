// Package disk reads and writes the files of a project, which no other package
// does, and runs git and the go command in it. Writes are staged beside their
// target and renamed, so that a project is written completely or not at all.
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

	"github.com/gen-go/gen/generator/tree"
)

// State is the state of the target folder of a new project.
type State int

// The states of a target.
const (
	Absent   State = iota // it does not exist, but its parent does
	Empty                 // an empty folder
	Occupied              // a folder that is not empty
)

// Inspect returns the state of dir. It fails if dir cannot become a project.
func Inspect(dir string) (State, error) {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		parent := filepath.Dir(filepath.Clean(dir))
		if p, err := os.Stat(parent); err != nil || !p.IsDir() {
			return Absent, fmt.Errorf("%s: directory %s does not exist", dir, parent)
		}
		return Absent, nil
	}
	if err != nil {
		return Absent, err
	}
	if info.Mode()&fs.ModeSymlink != 0 && filepath.Clean(dir) != "." {
		return Absent, fmt.Errorf("%s is a symbolic link; name the directory it points to", dir)
	}
	if !info.IsDir() {
		return Absent, fmt.Errorf("%s exists and is not a directory", dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return Absent, err
	}
	if len(entries) == 0 {
		return Empty, nil
	}
	return Occupied, nil
}

// owned are the files that a new repository often has. gen does not replace them.
var owned = []string{"README.md", "LICENSE"}

// additive are files of independent lines: gen's are added after the owner's.
var additive = []string{".gitignore", ".gitattributes"}

// Overlay is how a tree fits into an existing folder.
type Overlay struct {
	Write   tree.Tree // the files to write
	Kept    []string  // paths of files that stay
	Added   []string  // paths of files that get more lines
	Clashes []string  // paths at which something else is in the way

	before map[string]string // hashes of the files in Added
}

// NewOverlay compares a rendered tree with the folder dir.
func NewOverlay(dir string, t tree.Tree) (Overlay, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Overlay{}, err
	}
	defer root.Close()
	o := Overlay{Write: tree.Tree{}, before: map[string]string{}}
	for name, f := range t.All() {
		existing, err := occupant(root, name)
		switch {
		case err != nil:
			return Overlay{}, err
		case existing == nil:
			o.Write[name] = f
		case existing.IsDir() || !existing.Mode().IsRegular():
			o.Clashes = append(o.Clashes, name)
		case slices.Contains(owned, name):
			o.Kept = append(o.Kept, name)
		case slices.Contains(additive, name):
			data, err := root.ReadFile(filepath.FromSlash(name))
			if err != nil {
				return Overlay{}, err
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

// occupant returns what is at name, or at the first of its parents that is not a
// folder; nil if there is nothing. Symbolic links are not followed, so that
// nothing is ever written through one.
func occupant(root *os.Root, name string) (fs.FileInfo, error) {
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

// appendLines adds the lines of extra that data lacks.
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

// Writer writes trees. The zero value is ready.
type Writer struct {
	// step is called after each change on disk, for tests to stop there.
	step func()
}

func (w Writer) did() {
	if w.step != nil {
		w.step()
	}
}

// Create writes the files of t into the folder dir, which must be absent or empty.
// The folder appears complete or not at all. Of several runs at once, one
// succeeds and the others fail.
func (w Writer) Create(ctx context.Context, dir string, t tree.Tree) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	removeAbandoned(filepath.Dir(dir))
	stage, err := newStage(dir)
	if err != nil {
		return fmt.Errorf("create %s: %w", dir, err)
	}
	defer stage.discard()
	w.did()
	if err := w.fill(ctx, stage.tree(), t); err != nil {
		return fmt.Errorf("create %s: %w", dir, err)
	}
	if err := replaceEmpty(stage.tree(), dir); err != nil {
		return err
	}
	w.did()
	return nil
}

// replaceEmpty renames the finished folder to dir, which may be an empty folder:
// the rename fails if it no longer is.
func replaceEmpty(from, dir string) error {
	err := os.Rename(from, dir)
	if errors.Is(err, fs.ErrExist) || isNotEmpty(err) {
		// If a rename cannot replace an empty folder, remove that first, which
		// fails if it is not empty.
		if os.Remove(dir) == nil {
			err = os.Rename(from, dir)
		}
	}
	if err != nil {
		if state, _ := Inspect(dir); state == Occupied {
			return fmt.Errorf("%s exists and is not empty", dir)
		}
		return fmt.Errorf("create %s: %w", dir, err)
	}
	return nil
}

// fill writes the files of t into dir, an existing empty folder.
func (w Writer) fill(ctx context.Context, dir string, t tree.Tree) error {
	made := map[string]bool{".": true}
	for name, f := range t.All() {
		if err := ctx.Err(); err != nil {
			return err
		}
		parent := filepath.Dir(filepath.FromSlash(name))
		if !made[parent] {
			if err := os.MkdirAll(filepath.Join(dir, parent), 0o755); err != nil {
				return err
			}
			made[parent] = true
			w.did()
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), f.Data, f.Mode); err != nil {
			return err
		}
		w.did()
	}
	return ctx.Err()
}
