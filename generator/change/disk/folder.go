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

// Find returns the nearest folder, dir itself or one above it, in which there
// is a file at each of the marks; "" if there is none.
func Find(dir string, marks ...string) (string, error) {
	return above(dir, func(dir string) bool {
		return !slices.ContainsFunc(marks, func(mark string) bool {
			info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(mark)))
			return err != nil || !info.Mode().IsRegular()
		})
	})
}

// above returns the nearest folder, dir itself or one above it, that is the
// one; "" if none is.
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

// Folder reads the files of a project, each once. Nothing outside of it is ever
// read, whatever links stand in it.
type Folder struct {
	dir  string
	root *os.Root
	read map[string]tree.File // what has been read; changes are held against it
}

// Open opens the folder at dir, which may be a symbolic link.
func Open(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Folder{dir: dir, root: root, read: map[string]tree.File{}}, nil
}

// Dir is the folder's path.
func (f *Folder) Dir() string { return f.dir }

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// ErrOccupied says that a path of the project holds no regular file but a
// folder, a link or the like.
var ErrOccupied = errors.New("is not a regular file")

// Read returns the file at name, false if nothing is there. The error wraps
// ErrOccupied if something else is.
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

// Names lists the regular files that are directly in a folder of the project,
// none if there is no such folder.
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

// skipped are folders that hold nothing of the owner's own.
var skipped = map[string]bool{".git": true, "node_modules": true, "vendor": true, inplaceDir: true}

// Walk calls visit with the path of each regular file in order, those in
// folders of tools apart. It lists names and follows no link; os.DirFS takes
// them from the folders alone, where the root would look at every file.
func (f *Folder) Walk(visit func(name string) error) error {
	return fs.WalkDir(os.DirFS(f.dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && name != "." && errors.Is(err, fs.ErrPermission):
			return nil // not the owner's to edit, so not ours to read
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

// GoFiles returns the Go files that the go command takes for the project's,
// those of its tests among them.
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

// ignoredByGo reports whether the go command leaves a path out: an element
// begins with a dot or an underscore, or a folder is called testdata.
func ignoredByGo(name string) bool {
	for element := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(element, ".") || strings.HasPrefix(element, "_") || element == "testdata" {
			return true
		}
	}
	return false
}
