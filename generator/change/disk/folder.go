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

	"github.com/gen-go/gen/generator/tree"
)

// Find returns the nearest folder, dir or one above it, that has a file at each
// of the marks; "" if there is none.
func Find(dir string, marks ...string) (string, error) {
	return above(dir, func(dir string) bool {
		return !slices.ContainsFunc(marks, func(mark string) bool {
			info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(mark)))
			return err != nil || !info.Mode().IsRegular()
		})
	})
}

// above returns the nearest folder, dir or one above it, that is the one; "" if
// none is.
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

// Folder reads the files of a project, each once. It follows no link out of the
// folder.
type Folder struct {
	dir  string
	root *os.Root
	read map[string]tree.File // the files that have been read
}

// Open opens the folder at dir, which may be a symbolic link.
func Open(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Folder{dir: dir, root: root, read: map[string]tree.File{}}, nil
}

// Dir returns the path of the folder.
func (f *Folder) Dir() string { return f.dir }

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// ErrOccupied is returned for a path that is not a regular file but a folder, a
// link or the like.
var ErrOccupied = errors.New("is not a regular file")

// Read returns the file at name, false if there is none. The error wraps
// ErrOccupied if there is something else.
func (f *Folder) Read(name string) (tree.File, bool, error) {
	if file, ok := f.read[name]; ok {
		return file, true, nil
	}
	info, err := occupant(f.root, name)
	switch {
	case err != nil:
		return tree.File{}, false, fmt.Errorf("read %s: %w", name, err)
	case info == nil:
		return tree.File{}, false, nil
	case !info.Mode().IsRegular():
		return tree.File{}, false, fmt.Errorf("%s %w", name, ErrOccupied)
	}
	data, err := f.root.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return tree.File{}, false, fmt.Errorf("read %s: %w", name, err)
	}
	f.read[name] = tree.File{Data: data, Mode: info.Mode().Perm()}
	return f.read[name], true, nil
}

// Names returns the regular files directly in a folder of the project, none if
// the folder does not exist.
func (f *Folder) Names(folder string) ([]string, error) {
	entries, err := fs.ReadDir(f.root.FS(), folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// skipped are folders without files of the owner's own.
var skipped = map[string]bool{".git": true, "node_modules": true, "vendor": true, inplaceDir: true}

// Walk calls visit with the path of each regular file in order, except those in
// folders of tools. It follows no link. It uses os.DirFS, which reads the names in
// a folder at once, where os.Root calls stat for every file.
func (f *Folder) Walk(visit func(name string) error) error {
	return fs.WalkDir(os.DirFS(f.dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && name != "." && errors.Is(err, fs.ErrPermission):
			return nil // the owner cannot edit it either
		case err != nil:
			return err
		case d.IsDir() && skipped[d.Name()]:
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		return visit(name)
	})
}

// GoFiles returns the Go files of the project as the go command sees it, tests
// included.
func (f *Folder) GoFiles() (tree.Tree, error) {
	t := tree.Tree{}
	err := f.Walk(func(name string) error {
		if path.Ext(name) != ".go" || ignoredByGo(name) {
			return nil
		}
		file, ok, err := f.Read(name)
		if ok {
			t[name] = file
		}
		return err
	})
	return t, err
}

// ignoredByGo reports whether the go command ignores a path: an element begins
// with a dot or an underscore, or a folder is called testdata.
func ignoredByGo(name string) bool {
	for element := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(element, ".") || strings.HasPrefix(element, "_") || element == "testdata" {
			return true
		}
	}
	return false
}
