// Package disk is the only one that touches the world outside: it reads and
// writes the files of a project and runs git and the go command in it. A write
// is staged beside its target and renamed, so that it happens as a whole or not
// at all.
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

// State is what stands at the place of a new project.
type State int

// The states of a target.
const (
	Absent   State = iota // nothing is there; its parent folder is
	Empty                 // an empty folder
	Occupied              // a folder with something in it
)

// Inspect tells what stands at dir. It refuses what can't become a project.
func Inspect(dir string) (State, error) {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		parent := filepath.Dir(filepath.Clean(dir))
		if p, err := os.Stat(parent); err != nil || !p.IsDir() {
			return Absent, fmt.Errorf("%s: the folder %s does not exist", dir, parent)
		}
		return Absent, nil
	}
	if err != nil {
		return Absent, err
	}
	if info.Mode()&fs.ModeSymlink != 0 && filepath.Clean(dir) != "." {
		return Absent, fmt.Errorf("%s is a symbolic link; name the folder it leads to", dir)
	}
	if !info.IsDir() {
		return Absent, fmt.Errorf("%s exists and is not a folder", dir)
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

// owned are the files that a fresh clone comes with. Where one is there
// already it stays: the owner's text, and not gen's, goes on.
var owned = []string{"README.md", "LICENSE"}

// additive are files of independent lines: gen's lines follow the owner's.
var additive = []string{".gitignore", ".gitattributes"}

// Overlay is how a tree fits over the files of an existing folder.
type Overlay struct {
	Write   tree.Tree // what is to be written
	Kept    []string  // paths whose existing file stays
	Added   []string  // paths whose existing file gets further lines
	Clashes []string  // paths where something else is in the way

	before map[string]string // hash of each file in Added as it was read
}

// NewOverlay compares a rendered tree with what stands in dir.
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

// occupant returns what stands at name, or at a parent of it that is no
// folder; nil if nothing does. A symbolic link counts as itself, so that
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
	// step is called after each change of the disk; tests stop there.
	step func()
}

func (w Writer) did() {
	if w.step != nil {
		w.step()
	}
}

// Create makes the folder dir, absent or empty before, with the files of t.
// The folder appears complete or not at all; of several runs at once one
// wins and the others fail.
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

// replaceEmpty renames the finished folder to its place, which may be an
// empty folder: the rename itself decides whether it still is.
func replaceEmpty(from, dir string) error {
	err := os.Rename(from, dir)
	if errors.Is(err, fs.ErrExist) || isNotEmpty(err) {
		// Where a rename does not replace an empty folder, its removal does
		// and fails if it is not empty.
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

// fill writes every file of t below dir, an existing empty folder.
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
