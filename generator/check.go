package generator

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/gen-go/gen/generator/merge"
	"github.com/gen-go/gen/generator/project"
	"github.com/gen-go/gen/generator/tree"
)

// check type-checks the project as it will be. Where nobody but gen has
// touched Go there is nothing to find. What does not compile is a conflict:
// between insertions that were both kept, where there are any in the package,
// else with code of the owner's that relied on what gen has changed.
func (b *planner) check(ctx context.Context) error {
	if !b.changesGo() {
		return nil
	}
	if slices.ContainsFunc(b.plan.Conflicts, func(c Conflict) bool { return path.Ext(c.Path) == ".go" }) {
		b.plan.Notes = append(b.plan.Notes, "the code was not type-checked, since there are conflicts in it")
		return nil
	}
	pristine, err := b.pristine()
	if err != nil || pristine {
		return err
	}
	errs, err := b.newErrors(ctx)
	if err == nil && len(errs) > 0 && b.separate(errs) {
		return nil
	}
	if errors.Is(err, project.ErrUncheckable) {
		b.plan.Notes = append(b.plan.Notes, err.Error())
		return nil
	}
	for _, e := range errs {
		b.conflict(e.Path, e.Line, "does not compile any more: "+e.Message)
	}
	return err
}

func (b *planner) changesGo() bool {
	return slices.ContainsFunc(b.plan.Files, func(f FileChange) bool { return path.Ext(f.Path) == ".go" && f.Status != Keep })
}

// pristine reports whether all Go files are gen's own, as gen made them.
func (b *planner) pristine() (bool, error) {
	files, err := b.goNow()
	if err != nil {
		return false, err
	}
	for name, f := range files {
		if was, known := b.base[name]; !known || !merge.Same(was.Data, f.Data) {
			return false, nil
		}
	}
	for name := range b.base {
		if _, there := files[name]; path.Ext(name) == ".go" && !there {
			return false, nil
		}
	}
	return true, nil
}

// newErrors returns what does not compile after the change and did before.
func (b *planner) newErrors(ctx context.Context) ([]project.CodeError, error) {
	after, err := project.TypeCheck(ctx, b.folder.Dir(), b.plan.changes)
	if err != nil || len(after) == 0 {
		return nil, err
	}
	before, err := project.TypeCheck(ctx, b.folder.Dir(), project.Changes{})
	if err != nil {
		return nil, err
	}
	known := func(e project.CodeError) bool {
		return slices.ContainsFunc(before, func(o project.CodeError) bool { return o.Path == e.Path && o.Message == e.Message })
	}
	return slices.DeleteFunc(after, known), nil
}

// separate turns insertions that were both kept in a package that does not
// compile into conflicts, and reports whether there were any.
func (b *planner) separate(errs []project.CodeError) bool {
	found := false
	for _, name := range b.both {
		if !slices.ContainsFunc(errs, func(e project.CodeError) bool { return path.Dir(e.Path) == path.Dir(name) }) {
			continue
		}
		i := slices.IndexFunc(b.plan.Files, func(f FileChange) bool { return f.Path == name })
		ours := b.plan.Files[i].Before
		result := merge.File(name, b.base[name].Data, ours, b.theirs[name].Data, b.mergeOptions(false))
		b.plan.Files[i].After = result.Data
		b.plan.changes.Write[name] = tree.File{Data: result.Data, Mode: b.plan.changes.Write[name].Mode}
		for _, c := range result.Conflicts {
			b.conflict(name, c.First, fmt.Sprintf("%s; kept both, it does not compile: %s", c.Reason, errs[0].Message))
		}
		found = true
	}
	return found
}
