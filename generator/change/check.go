package change

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/tree"
)

// check type-checks the resulting project if the owner has changed Go code.
// Errors become conflicts: between two insertions that were both kept, if the
// package has any, or else with the owner's code that uses what gen changes.
func (b *planner) check(ctx context.Context, checking func()) error {
	if !b.changesGo() {
		return nil
	}
	if b.conflictsInGo() {
		b.plan.Notes = append(b.plan.Notes, "the code is not type-checked because of the conflicts in it")
		return nil
	}
	pristine, err := b.pristine()
	if err != nil || pristine {
		return err
	}
	if checking != nil {
		checking()
	}
	errs, err := b.newErrors(ctx)
	if err == nil {
		errs = b.separate(errs)
	}
	if errors.Is(err, disk.ErrUncheckable) {
		b.plan.Notes = append(b.plan.Notes, err.Error())
		return nil
	}
	for _, e := range errs {
		b.conflict(e.Path, e.Line, "no longer compiles: "+e.Message)
	}
	return err
}

func (b *planner) conflictsInGo() bool {
	return slices.ContainsFunc(b.plan.Conflicts, func(c Conflict) bool { return path.Ext(c.Path) == ".go" })
}

// newErrors returns the errors of the resulting project that the current one
// does not have.
func (b *planner) newErrors(ctx context.Context) ([]disk.CodeError, error) {
	now, err := b.goNow()
	if err != nil {
		return nil, err
	}
	next, err := b.goFiles()
	if err != nil {
		return nil, err
	}
	after, err := b.codeErrors(ctx, next, b.plan.changes.Write)
	if err != nil || len(after) == 0 {
		return nil, err
	}
	before, err := b.codeErrors(ctx, now, nil)
	if err != nil {
		return nil, err
	}
	known := func(e disk.CodeError) bool {
		return slices.ContainsFunc(before, func(o disk.CodeError) bool { return o.Path == e.Path && o.Message == e.Message })
	}
	return slices.DeleteFunc(after, known), nil
}

// codeErrors type-checks Go files with the module files that will be written,
// or else with the existing ones.
func (b *planner) codeErrors(ctx context.Context, files, written tree.Tree) ([]disk.CodeError, error) {
	var mod [2][]byte
	for i, name := range []string{"go.mod", "go.sum"} {
		f, ok := written[name]
		if !ok {
			var err error
			if f, _, err = b.folder.Read(name); err != nil {
				return nil, err
			}
		}
		mod[i] = f.Data
	}
	return disk.TypeCheck(ctx, b.folder.Dir(), files, mod[0], mod[1])
}

// separate turns insertions of both sides that do not compile into conflicts,
// and returns the remaining errors.
func (b *planner) separate(errs []disk.CodeError) []disk.CodeError {
	for _, name := range slices.Sorted(maps.Keys(b.both)) {
		within := func(e disk.CodeError) bool {
			return e.Path == name && slices.ContainsFunc(b.both[name], func(l merge.Lines) bool { return l.First <= e.Line && e.Line <= l.Last })
		}
		at := slices.IndexFunc(errs, within)
		if at < 0 {
			continue
		}
		i := slices.IndexFunc(b.plan.Files, func(f FileChange) bool { return f.Path == name })
		f := &b.plan.Files[i]
		yours := b.reworded(name, renamedImports(tree.File{Data: f.Before}, b.Was.Module, b.module))
		result := merge.File(name, b.base[name].Data, yours.Data, b.theirs[name].Data, b.mergeOptionsOf(false))
		for _, c := range result.Conflicts {
			b.conflict(name, c.First, fmt.Sprintf("%s; both together do not compile: %s", c.Reason, errs[at].Message))
		}
		errs = slices.DeleteFunc(errs, within)
		for j, e := range errs {
			if e.Path == name {
				errs[j].Line = movedLine(f.After, result.Data, e.Line)
			}
		}
		f.After = result.Data
		b.plan.changes.Write[name] = tree.File{Data: result.Data, Mode: b.plan.changes.Write[name].Mode}
	}
	return errs
}

// movedLine returns the number in to of a line of from. The line is identified
// by its content and the number of equal lines before it. It returns 0 if
// there is no such line.
func movedLine(from, to []byte, line int) int {
	lines := strings.Split(string(from), "\n")
	if line < 1 || line > len(lines) {
		return 0
	}
	text, nth := lines[line-1], 0
	for _, l := range lines[:line-1] {
		if l == text {
			nth++
		}
	}
	for i, l := range strings.Split(string(to), "\n") {
		if l == text {
			if nth == 0 {
				return i + 1
			}
			nth--
		}
	}
	return 0
}
