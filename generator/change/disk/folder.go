package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/internal/file"
	"github.com/gen-go/gen/generator/tree"
)

// Find returns dir or its nearest parent that has a regular file at each of
// the marks, or "".
func Find(dir string, marks ...string) (string, error) {
	return above(dir, func(dir string) bool {
		return !slices.ContainsFunc(marks, func(mark string) bool {
			info, err := file.Lstat(filepath.Join(dir, filepath.FromSlash(mark)))
			return err != nil || !info.Mode().IsRegular()
		})
	})
}

// above returns dir or its nearest parent for which is returns true, or "".
func above(dir string, is func(dir string) bool) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		if is(dir) {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", nil
		}
		dir = parent
	}
}

// Folder reads the files of a project and caches them. It never reads outside
// of the project, even through symbolic links.
type Folder struct {
	dir  string
	root file.Root
	read map[string]tree.File // cache; changes are computed against it
}

// Open opens the project directory dir, which may be a symbolic link. If the
// link changes later, the folder does not.
func Open(dir string) (*Folder, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, plainAt("open", dir, err)
	}
	root, err := file.OpenRoot(dir)
	if err != nil {
		return nil, plainAt("open", dir, err)
	}
	return &Folder{dir: dir, root: root, read: map[string]tree.File{}}, nil
}

// Dir returns the path of the project.
func (f *Folder) Dir() string { return f.dir }

// Close releases the directory.
func (f *Folder) Close() error { return f.root.Close() }

// ErrOccupied is returned for a path that is not a regular file, such as a
// directory or symbolic link.
var ErrOccupied = errors.New("is not a regular file")

// maxFile limits the size of the files that are read, in bytes. It is above that
// of the largest base.
const maxFile = 300 << 20

// ErrTooLarge is returned for a file that gen does not read.
var ErrTooLarge = fmt.Errorf("is larger than %d MiB, the most that gen reads", maxFile>>20)

// Read returns the file at name, or false if there is none. The error wraps
// [ErrOccupied] if it is not a regular file, or [ErrTooLarge].
func (f *Folder) Read(name string) (tree.File, bool, error) {
	if known, ok := f.read[name]; ok {
		return known, true, nil
	}
	info, err := occupant(f.root, name)
	switch {
	case err != nil:
		return tree.File{}, false, plainAt("read", name, err)
	case info == nil:
		return tree.File{}, false, nil
	case !info.Mode().IsRegular():
		return tree.File{}, false, fmt.Errorf("%s %w", name, ErrOccupied)
	}
	if info.Size() > maxFile {
		return tree.File{}, false, fmt.Errorf("%s %w", name, ErrTooLarge)
	}
	data, err := f.root.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return tree.File{}, false, plainAt("read", name, err)
	}
	f.read[name] = tree.File{Data: data, Mode: info.Mode().Perm()}
	return f.read[name], true, nil
}

// Names returns the names of the regular files in a directory of the project,
// or nil if the directory does not exist.
func (f *Folder) Names(folder string) ([]string, error) {
	info, err := occupant(f.root, folder)
	switch {
	case err != nil:
		return nil, plainAt("read", folder, err)
	case info == nil:
		return nil, nil
	case !info.IsDir():
		return nil, fmt.Errorf("%s is not a directory", folder)
	}
	entries, err := f.root.ReadDir(folder)
	if err != nil {
		return nil, plainAt("read", folder, err)
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// skipped are directories without code of the owner.
var skipped = map[string]bool{".git": true, "node_modules": true, "vendor": true, inplaceDir: true}

// Walk calls visit with the path of each regular file, in lexical order,
// skipping directories that belong to tools. It does not follow symbolic
// links. It uses os.DirFS instead of the root because that reads directories
// only and does not stat every file.
func (f *Folder) Walk(visit func(name string) error) error {
	return fs.WalkDir(os.DirFS(f.dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && name != "." && errors.Is(err, fs.ErrPermission):
			return nil // the owner cannot edit it either
		case err != nil:
			return plainAt("read", name, err)
		case d.IsDir() && skipped[d.Name()]:
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		return visit(name)
	})
}

// GoFiles returns the Go files of the project, including tests, without those
// that the go command ignores.
func (f *Folder) GoFiles() (tree.Tree, error) { return goFiles(f) }

// goFiles reads the Go files of a project, on disk or in a commit.
func goFiles(from interface {
	Walk(visit func(name string) error) error
	Read(name string) (tree.File, bool, error)
}) (tree.Tree, error) {
	t := tree.Tree{}
	err := from.Walk(func(name string) error {
		if path.Ext(name) != ".go" || ignoredByGo(name) {
			return nil
		}
		read, ok, err := from.Read(name)
		if ok {
			t[name] = read
		}
		return err
	})
	return t, err
}

// ignoredByGo reports whether the go command ignores a path: one with an
// element that begins with a dot or underscore or is called testdata.
func ignoredByGo(name string) bool {
	for element := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(element, ".") || strings.HasPrefix(element, "_") || element == "testdata" {
			return true
		}
	}
	return false
}
