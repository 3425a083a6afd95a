package change

import (
	"maps"
	"path"
	"slices"

	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/tree"
)

// goNow returns the current Go files of the project.
func (b *planner) goNow() (tree.Tree, error) {
	if b.goOnDisk == nil {
		var err error
		if b.goOnDisk, err = b.folder.GoFiles(); err != nil {
			return nil, err
		}
	}
	return b.goOnDisk, nil
}

// goFiles returns the resulting Go files of the project.
func (b *planner) goFiles() (tree.Tree, error) {
	now, err := b.goNow()
	if err != nil {
		return nil, err
	}
	t := maps.Clone(now)
	for name, f := range b.plan.changes.Write {
		if path.Ext(name) == ".go" {
			t[name] = f
		}
	}
	maps.DeleteFunc(t, func(name string, _ tree.File) bool { return slices.Contains(b.plan.changes.Remove, name) })
	return t, nil
}

func (b *planner) changesGo() bool {
	return slices.ContainsFunc(b.plan.Files, func(f FileChange) bool { return path.Ext(f.Path) == ".go" && f.Status != Keep })
}

// pristine reports whether the owner has changed no Go files.
func (b *planner) pristine() (bool, error) {
	files, err := b.goNow()
	if err != nil {
		return false, err
	}
	for name, f := range files {
		if was, known := b.Project.base[name]; !known || !merge.Same(was.Data, f.Data) {
			return false, nil
		}
	}
	for name := range b.Project.base {
		if _, there := files[name]; path.Ext(name) == ".go" && !there {
			return false, nil
		}
	}
	return true, nil
}
