package change

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// A change of the module path concerns every import of a package of the
// project, also in files of the owner. They are renamed in the base and in the
// owner's files before these are merged, so that only what the owner has
// changed differs.

// renameModule returns an error if the module path in go.mod is neither that of the
// last render nor that of the new one. If these differ, the base is renamed.
func (b *planner) renameModule(next *spec.Spec) error {
	f, there, err := b.folder.Read("go.mod")
	if err != nil {
		return err
	}
	inMod := modfile.ModulePath(f.Data)
	if there && inMod != "" && inMod != b.Was.Module && inMod != next.Module {
		return fmt.Errorf("the module path is %s in go.mod and %s in %s: gen set module=%[1]s takes that of go.mod",
			inMod, next.Module, spec.Path)
	}
	b.module = next.Module
	if b.Was.Module == next.Module {
		return nil
	}
	base := maps.Clone(b.base)
	for name, f := range base {
		if path.Ext(name) == ".go" && !record.IsOwn(name) {
			base[name] = renamedImports(f, b.Was.Module, next.Module)
		}
	}
	b.base = base
	return nil
}

// ours returns a file of the project, with the imports renamed if the module
// path changes.
func (b *planner) ours(name string) (tree.File, bool, error) {
	f, there, err := b.folder.Read(name)
	if err != nil || !there || b.module == b.Was.Module || path.Ext(name) != ".go" {
		return f, there, err
	}
	renamed := renamedImports(f, b.Was.Module, b.module)
	if !same(renamed, f) {
		b.onDisk[name] = f
	}
	return renamed, true, nil
}

// renameRest plans the files of which only the imports change.
func (b *planner) renameRest() error {
	if b.module == b.Was.Module {
		return nil
	}
	files, err := b.goNow()
	if err != nil {
		return err
	}
	for _, name := range files.Paths() {
		if _, written := b.plan.changes.Write[name]; written || slices.Contains(b.plan.changes.Remove, name) {
			continue
		}
		renamed, _, err := b.ours(name)
		if err != nil {
			return err
		}
		b.plan.Files = slices.DeleteFunc(b.plan.Files, func(f FileChange) bool { return f.Path == name && !same(renamed, files[name]) })
		b.write(name, Update, files[name], true, renamed)
	}
	return nil
}

// renamedImports returns a Go file that imports the packages of the module from
// as those of to. A file that does not parse stays as it is.
func renamedImports(f tree.File, from, to string) tree.File {
	if from == to || !bytes.Contains(f.Data, []byte(from)) {
		return f
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", f.Data, parser.ImportsOnly)
	if err != nil {
		return f
	}
	var out []byte
	done := 0
	for _, i := range file.Imports {
		imported, err := strconv.Unquote(i.Path.Value)
		rest, own := strings.CutPrefix(imported, from)
		if err != nil || !own || rest != "" && rest[0] != '/' {
			continue
		}
		out = append(out, f.Data[done:fset.Position(i.Path.Pos()).Offset]...)
		out = append(out, strconv.Quote(to+rest)...)
		done = fset.Position(i.Path.End()).Offset
	}
	if done == 0 {
		return f
	}
	out = append(out, f.Data[done:]...)
	if bytes.Equal(formatted(f.Data), f.Data) {
		out = formatted(out) // the imports may have another order
	}
	return tree.File{Data: out, Mode: f.Mode}
}

// mentions adds a note for each line of the owner that still has the old
// module path, such as in a script or a generate directive.
func (b *planner) mentions() error {
	if b.module == b.Was.Module {
		return nil
	}
	old := mention(b.Was.Module)
	return b.folder.Walk(func(name string) error {
		if b.isGenerated(name) || path.Base(name) == "go.sum" {
			return nil
		}
		f, written := b.plan.changes.Write[name]
		if !written {
			var err error
			if f, _, err = b.folder.Read(name); err != nil {
				return unlessTooLarge(err)
			}
		}
		if n := lineOf(f.Data, old); n > 0 && len(f.Data) <= maxMoved {
			b.note("%s:%d: still has the module path %s", name, n, b.Was.Module)
		}
		return nil
	})
}

// isGenerated reports whether the file is as the last render or as the new one.
func (b *planner) isGenerated(name string) bool {
	if record.IsOwn(name) || name == spec.Path {
		return true
	}
	now, ok := b.theirs[name]
	if !ok {
		return false
	}
	f, written := b.plan.changes.Write[name]
	if !written {
		f, _, _ = b.folder.Read(name)
	}
	return merge.Same(now.Data, f.Data)
}

// mention matches the module path. One that is a single word must be followed
// by a directory of the project.
func mention(module string) *regexp.Regexp {
	end := `(?:[^\w.-]|\.?$)`
	if !strings.ContainsAny(module, "./") {
		end = `/(?:internal|cmd|docs|migrations)\b`
	}
	return regexp.MustCompile(`(?m)(?:^|[^\w./-])` + regexp.QuoteMeta(module) + end)
}

// lineOf returns the number of the first line that matches, or 0.
func lineOf(data []byte, match *regexp.Regexp) int {
	at := match.FindIndex(data)
	if at == nil {
		return 0
	}
	return bytes.Count(data[:at[1]-1], []byte("\n")) + 1
}
