package change

import (
	"bytes"
	"go/format"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/tree"
)

// relocate detects packages that the owner has moved to other directories. It
// moves them in both renders and changes their import paths there, so that new
// code of gen imports them from the new path.
func (b *planner) relocate() error {
	to, files, err := b.movedPackages()
	if err != nil || len(to) == 0 {
		return err
	}
	for _, from := range slices.Sorted(maps.Keys(to)) {
		b.note("%s: recognized as the package %s, which you moved", to[from], from)
	}
	b.base = b.relocated(b.base, to, files)
	b.theirs = b.relocated(b.theirs, to, files)
	b.went = nil // read again, without the files of these packages
	return nil
}

// movedPackages returns the new directory of each moved package and the new
// path of each of its files.
func (b *planner) movedPackages() (to, files map[string]string, err error) {
	packages := map[string][]string{}
	for name := range b.base.All() {
		if path.Ext(name) == ".go" {
			packages[path.Dir(name)] = append(packages[path.Dir(name)], name)
		}
	}
	to, files = map[string]string{}, map[string]string{}
	for _, folder := range slices.Sorted(maps.Keys(packages)) {
		names := packages[folder]
		there, err := b.anyThere(names)
		if err != nil {
			return nil, nil, err
		}
		if there {
			continue
		}
		if err := b.movedPackage(folder, names, to, files); err != nil {
			return nil, nil, err
		}
	}
	return to, files, nil
}

func (b *planner) anyThere(names []string) (bool, error) {
	for _, name := range names {
		if _, there, err := b.folder.Read(name); err != nil || there {
			return there, err
		}
	}
	return false, nil
}

// movedPackage adds a package to the result if all of its files, except tests,
// are in the same other directory.
func (b *planner) movedPackage(folder string, names []string, to, files map[string]string) error {
	found := map[string]string{}
	target := ""
	for _, name := range names {
		at, err := b.likest(name, b.base[name])
		if err != nil {
			return err
		}
		if at == "" && strings.HasSuffix(name, "_test.go") {
			continue
		}
		if at == "" || target != "" && path.Dir(at) != target {
			return nil
		}
		target, found[name] = path.Dir(at), at
	}
	to[folder] = target
	maps.Copy(files, found)
	return nil
}

// relocated returns a tree in which the packages are moved.
func (b *planner) relocated(t tree.Tree, to, files map[string]string) tree.Tree {
	var imports []string
	for from, target := range to {
		imports = append(imports, `"`+b.module+"/"+from+`"`, `"`+b.module+"/"+target+`"`)
	}
	rename := strings.NewReplacer(imports...)
	moved := tree.Tree{}
	for name, f := range t {
		if path.Ext(name) == ".go" && !record.IsOwn(name) {
			if data := []byte(rename.Replace(string(f.Data))); !bytes.Equal(data, f.Data) {
				f.Data = formatted(data)
			}
		}
		if at, ok := files[name]; ok {
			name = at
		} else if target, ok := to[path.Dir(name)]; ok {
			name = path.Join(target, path.Base(name))
		}
		moved[name] = f
	}
	return moved
}

// formatted returns gofmted source, which sorts the changed imports.
func formatted(source []byte) []byte {
	if out, err := format.Source(source); err == nil {
		return out
	}
	return source
}
