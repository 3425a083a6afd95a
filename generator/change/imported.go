package change

import (
	"bytes"
	"maps"
	"path"
	"slices"

	"github.com/gen-go/gen/generator/tree"
)

// keepImported keeps packages that gen no longer generates if the owner's code
// imports them, along with the packages that they import.
func (b *planner) keepImported() error {
	for gone := b.gonePackages(); len(gone) > 0; {
		files, err := b.goFiles()
		if err != nil {
			return err
		}
		found := false
		for _, folder := range slices.Sorted(maps.Keys(gone)) {
			importer := b.importer(folder, files)
			if importer == "" {
				continue
			}
			b.keepPackage(folder, "gen no longer generates it, but "+importer+" imports it")
			delete(gone, folder)
			found = true
		}
		if !found {
			return nil
		}
	}
	return nil
}

// gonePackages returns the directories of packages that the plan removes.
func (b *planner) gonePackages() map[string]bool {
	gone := map[string]bool{}
	for _, name := range b.plan.changes.Remove {
		if path.Ext(name) == ".go" {
			gone[path.Dir(name)] = true
		}
	}
	for name := range b.theirs {
		if path.Ext(name) == ".go" {
			delete(gone, path.Dir(name))
		}
	}
	return gone
}

// importer returns a file that imports the package in a directory, or "".
func (b *planner) importer(folder string, files tree.Tree) string {
	// Imports are searched as text because a file with conflicts does not
	// parse.
	quoted := []byte(`"` + path.Join(b.module, folder) + `"`)
	for name, f := range files.All() {
		if bytes.Contains(f.Data, quoted) {
			return name
		}
	}
	return ""
}

// keepPackage reverts the removal of the files in a directory.
func (b *planner) keepPackage(folder, reason string) {
	for i, f := range b.plan.Files {
		if path.Dir(f.Path) == folder && f.Status == Delete {
			b.plan.Files[i] = FileChange{Path: f.Path, Status: Keep, Reason: reason, Before: f.Before, After: f.Before}
			delete(b.plan.changes.Before, f.Path)
		}
	}
	b.plan.changes.Remove = slices.DeleteFunc(b.plan.changes.Remove, func(name string) bool { return path.Dir(name) == folder })
}
