package change

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/tree"
)

// check type-checks the project as it will be, if the owner has changed Go code.
// An error is a conflict: between two insertions that were both kept, if the
// package has any, or else with the owner's code that used what gen changes.
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
		b.conflict(e.Path, e.Line, "does not compile any more: "+e.Message)
	}
	return err
}

func (b *planner) conflictsInGo() bool {
	return slices.ContainsFunc(b.plan.Conflicts, func(c Conflict) bool { return path.Ext(c.Path) == ".go" })
}

// newErrors returns the errors of the changed project that it does not have now.
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

// codeErrors type-checks Go files with the module files that will be written, or
// else with the existing ones.
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

// separate makes conflicts of insertions that were both kept in a file with
// errors, and returns the errors of the other files.
func (b *planner) separate(errs []disk.CodeError) []disk.CodeError {
	for _, name := range b.both {
		at := slices.IndexFunc(errs, func(e disk.CodeError) bool { return e.Path == name })
		if at < 0 {
			continue
		}
		i := slices.IndexFunc(b.plan.Files, func(f FileChange) bool { return f.Path == name })
		ours := b.plan.Files[i].Before
		result := merge.File(name, b.base[name].Data, ours, b.theirs[name].Data, b.mergeOptions(false))
		b.plan.Files[i].After = result.Data
		b.plan.changes.Write[name] = tree.File{Data: result.Data, Mode: b.plan.changes.Write[name].Mode}
		for _, c := range result.Conflicts {
			b.conflict(name, c.First, fmt.Sprintf("%s; kept both, it does not compile: %s", c.Reason, errs[at].Message))
		}
		errs = slices.DeleteFunc(errs, func(e disk.CodeError) bool { return e.Path == name })
	}
	return errs
}
