package change

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/swagger"
	"github.com/gen-go/gen/generator/modules"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// isDerived reports whether a file is computed from others and therefore never
// merged as text.
func isDerived(name string) bool {
	return name == "go.mod" || name == "go.sum" || isDocument(name)
}

// isDocument reports whether a file is one of the API documents.
func isDocument(name string) bool { return slices.Contains(documentNames(), name) }

func documentNames() []string {
	return []string{"docs/docs.go", "docs/openapi.json", "docs/swagger.json", "docs/swagger.yaml"}
}

// derived plans the files that are computed from the others: the API
// documents, and then go.mod and go.sum, because the documents have imports.
func (b *planner) derived(next *spec.Spec) error {
	if err := b.documents(next); err != nil {
		return err
	}
	return b.moduleFiles()
}

func (b *planner) moduleFiles() error {
	ours := tree.Tree{}
	for _, name := range []string{"go.mod", "go.sum"} {
		f, there, err := b.folder.Read(name)
		if err != nil {
			return err
		}
		if there {
			ours[name] = f
		}
	}
	if _, there := ours["go.mod"]; !there {
		return fmt.Errorf("go.mod is missing: restore it first")
	}
	merged, spare, err := modules.Merge(moduleFilesOf(b.base), moduleFilesOf(ours), moduleFilesOf(b.theirs), b.uses)
	if err != nil {
		return err
	}
	b.spare(spare)
	for name, data := range map[string][]byte{"go.mod": merged.GoMod, "go.sum": merged.GoSum} {
		f, there := ours[name]
		switch {
		case !there && len(data) == 0:
			continue
		case len(data) == 0: // no other module is required anymore
			b.remove(name, f)
			continue
		}
		status := Update
		if string(f.Data) != string(b.base[name].Data) {
			status = Merge
		}
		mode := f.Mode
		if !there {
			status, mode = Create, 0o644
		}
		b.write(name, status, f, there, tree.File{Data: data, Mode: mode})
	}
	return nil
}

// spare adds a note about modules that are kept although gen does not need them.
func (b *planner) spare(names []string) {
	if len(names) > 0 {
		b.plan.Notes = append(b.plan.Notes, "go.mod keeps "+listed(names)+", which your own requirements may need; go mod tidy removes what they do not")
	}
}

// listed returns the first names in one line, and the number of the others.
func listed(names []string) string {
	const most = 3
	if len(names) > most+1 {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("%d more", len(names)-most))
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

func moduleFilesOf(t tree.Tree) modules.Files {
	return modules.Files{GoMod: t["go.mod"].Data, GoSum: t["go.sum"].Data}
}

// uses reports whether the resulting project has a Go file of the owner that
// imports a package of the module.
func (b *planner) uses(module string) (bool, error) {
	files, err := b.goFiles()
	if err != nil {
		return false, err
	}
	for name, f := range files {
		if now, ok := b.theirs[name]; ok && same(now, f) {
			continue // a generated file, whose requirements are in the new go.mod
		}
		imports, testImports, err := modules.Imports(tree.Tree{name: f})
		if err != nil {
			continue // a file with conflicts; its imports do not count until they are resolved
		}
		maps.Copy(imports, testImports)
		for p := range imports {
			if p == module || strings.HasPrefix(p, module+"/") {
				return true, nil
			}
		}
	}
	return false, nil
}

// documents regenerates the API documents if gen's have changed, from all
// routes of the project including the owner's.
func (b *planner) documents(next *spec.Spec) error {
	var names []string
	for _, name := range b.changed() {
		if !isDocument(name) {
			continue
		}
		if _, stays := b.theirs[name]; stays {
			names = append(names, name)
		} else if err := b.file(name); err != nil {
			return err
		}
	}
	if len(names) == 0 {
		return nil
	}
	docs, err := b.makeDocuments(next)
	if err != nil || docs == nil {
		return err
	}
	for _, name := range names {
		ours, there, err := b.folder.Read(name)
		if err != nil {
			return err
		}
		_, known := b.base[name]
		if !there && known {
			continue // the owner has deleted it
		}
		status := Update
		if !there {
			status = Create
		}
		b.write(name, status, ours, there, tree.File{Data: docs[name].Data, Mode: 0o644})
	}
	return nil
}

// makeDocuments returns nil if the code cannot be parsed. The existing
// documents are then kept, because they have the owner's routes.
func (b *planner) makeDocuments(next *spec.Spec) (tree.Tree, error) {
	if pristine, err := b.pristine(); err != nil || pristine {
		return b.theirs, err
	}
	files, err := b.goFiles()
	if err != nil {
		return nil, err
	}
	docs, broken, err := documentsOf(next.Module, files)
	if err != nil {
		return nil, err
	}
	if broken != nil {
		note := fmt.Sprintf("docs/ is not updated: %v; run make docs once that is fixed", broken)
		if b.conflictsInGo() {
			note = "docs/ is not updated because of the conflicts: run make docs once they are resolved"
		}
		b.plan.Notes = append(b.plan.Notes, note)
		return nil, nil
	}
	b.noteDoubled(docs["docs/swagger.json"].Data)
	return docs, nil
}

// documentsOf returns the API documents of Go files, or why they have none.
func documentsOf(module string, files tree.Tree) (docs tree.Tree, broken, err error) {
	dir, remove, err := disk.TempDir()
	if err != nil {
		return nil, nil, err
	}
	defer remove()
	docs, broken = swagger.Docs(dir, module, files)
	if failed, ok := errors.AsType[*fs.PathError](broken); ok {
		return nil, nil, fmt.Errorf("the API documents cannot be made in the temporary directory: %w", failed.Err)
	}
	return docs, broken, nil
}
