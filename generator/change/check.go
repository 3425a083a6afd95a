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
// Those that the project has had before are notes, or conflicts if the plan is
// to change nothing but was asked to check all.
func (b *planner) check(ctx context.Context, o PlanOptions) error {
	if !b.changesGo() && (!o.CheckAll || !b.plan.Empty()) {
		return nil
	}
	if b.markedGo() {
		b.plan.Notes = append(b.plan.Notes, "the code is not type-checked because of the conflicts in it; gen apply checks it once they are resolved")
		return nil
	}
	pristine, err := b.pristine()
	if err != nil || pristine {
		return err
	}
	if o.Checking != nil {
		o.Checking()
	}
	fresh, old, err := b.findErrors(ctx)
	switch {
	case errors.Is(err, disk.ErrUncheckable):
		b.plan.Notes = append(b.plan.Notes, err.Error())
		return nil
	case err != nil:
		return err
	}
	for _, e := range b.separate(fresh) {
		b.conflict(e.Path, e.Line, "no longer compiles: "+e.Message)
	}
	if !b.plan.Empty() {
		b.noteErrors(old)
		return nil
	}
	for _, e := range old {
		b.conflict(e.Path, e.Line, "does not compile: "+e.Message)
	}
	return nil
}

// noteErrors adds a note for each of the first errors that the project has had
// before.
func (b *planner) noteErrors(errs []disk.CodeError) {
	const most = 10
	for _, e := range errs[:min(len(errs), most)] {
		at := e.Path
		if e.Line > 0 {
			at += fmt.Sprintf(":%d", e.Line)
		}
		b.note("%s: does not compile, as before this change: %s", at, e.Message)
	}
	if len(errs) > most {
		b.note("%d more errors that were there before", len(errs)-most)
	}
}

func (b *planner) conflictsInGo() bool {
	return slices.ContainsFunc(b.plan.Conflicts, func(c Conflict) bool { return path.Ext(c.Path) == ".go" })
}

// markedGo reports whether Go files get conflict markers.
func (b *planner) markedGo() bool {
	return slices.ContainsFunc(b.plan.Conflicts, func(c Conflict) bool {
		return path.Ext(c.Path) == ".go" && hasMarkers(b.plan.changes.Write[c.Path].Data)
	})
}

// findErrors returns the errors of the resulting project: fresh ones, and those
// that the current one has as well.
func (b *planner) findErrors(ctx context.Context) (fresh, old []disk.CodeError, err error) {
	now, err := b.goNow()
	if err != nil {
		return nil, nil, err
	}
	next, err := b.goFiles()
	if err != nil {
		return nil, nil, err
	}
	after, err := b.codeErrors(ctx, next, b.plan.changes.Write)
	if err != nil || len(after) == 0 {
		return nil, nil, err
	}
	before, err := b.codeErrors(ctx, now, nil)
	for _, e := range after {
		if slices.ContainsFunc(before, func(o disk.CodeError) bool { return o.Path == e.Path && o.Message == e.Message }) {
			old = append(old, e)
		} else {
			fresh = append(fresh, e)
		}
	}
	return fresh, old, err
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
	errs, err := disk.TypeCheck(ctx, b.folder.Dir(), files, mod[0], mod[1])
	if errors.Is(err, disk.ErrUnloadable) {
		return []disk.CodeError{{Path: "go.mod", Message: err.Error()}}, nil
	}
	return errs, err
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
