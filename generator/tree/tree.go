// Package tree represents a project as a file tree in memory.
package tree

import (
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// File is a file of a tree. Mode has only permission bits.
type File struct {
	Data []byte
	Mode fs.FileMode
}

// Tree maps slash-separated relative paths to files. It has no empty
// directories.
type Tree map[string]File

// All yields the files in path order.
func (t Tree) All() iter.Seq2[string, File] {
	return func(yield func(string, File) bool) {
		for _, p := range t.Paths() {
			if !yield(p, t[p]) {
				return
			}
		}
	}
}

// Paths returns the paths in order.
func (t Tree) Paths() []string {
	return slices.Sorted(maps.Keys(t))
}

// Add adds a file with mode 0644. It returns an error if the path is not local
// to the tree, is already in use, or has a file as its parent.
func (t Tree) Add(name string, data []byte) error {
	if !fs.ValidPath(name) || name == "." {
		return fmt.Errorf("%q is not a path within the tree", name)
	}
	if _, taken := t[name]; taken {
		return fmt.Errorf("%s: duplicate file", name)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, taken := t[dir]; taken {
			return fmt.Errorf("%s: %s is a file", name, dir)
		}
	}
	t[name] = File{Data: data, Mode: 0o644}
	return nil
}

// Diff is the difference between two trees, each list in path order.
type Diff struct {
	Missing []string // only in want
	Extra   []string // only in got
	Changed []string // in both, but different in content or mode
}

// Empty reports whether there is no difference.
func (d Diff) Empty() bool {
	return len(d.Missing)+len(d.Extra)+len(d.Changed) == 0
}

// Compare returns the difference between want and got.
func Compare(want, got Tree) Diff {
	var d Diff
	for name, w := range want.All() {
		g, ok := got[name]
		switch {
		case !ok:
			d.Missing = append(d.Missing, name)
		case string(g.Data) != string(w.Data) || g.Mode != w.Mode:
			d.Changed = append(d.Changed, name)
		}
	}
	for _, name := range got.Paths() {
		if _, ok := want[name]; !ok {
			d.Extra = append(d.Extra, name)
		}
	}
	return d
}

// FromFS reads all files of fsys. The mode is 0755 for executables and 0644
// for other files. It returns an error if there are irregular files.
func FromFS(fsys fs.FS) (Tree, error) {
	t := Tree{}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s: not a regular file", name)
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if info.Mode()&0o111 != 0 {
			mode = 0o755
		}
		t[name] = File{Data: data, Mode: mode}
		return nil
	})
	return t, err
}

// FromTxtar returns the tree in a txtar archive, the format of test data.
func FromTxtar(a *txtar.Archive) (Tree, error) {
	t := Tree{}
	for _, f := range a.Files {
		if err := t.Add(strings.TrimSuffix(f.Name, "/"), f.Data); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// Txtar returns the tree as a txtar archive. File modes are lost.
func (t Tree) Txtar() *txtar.Archive {
	a := new(txtar.Archive)
	for name, f := range t.All() {
		a.Files = append(a.Files, txtar.File{Name: name, Data: f.Data})
	}
	return a
}
