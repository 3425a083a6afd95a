package change

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
)

// UncommittedError reports changes that could not be distinguished from gen's
// afterwards.
type UncommittedError struct {
	Changed   []string // tracked files that are modified
	Untracked []string // untracked files that gen would overwrite
}

func (e *UncommittedError) Error() string {
	if len(e.Changed) > 0 {
		return "the git tree is not clean: commit or stash these files first, or use --force\n  " + shorten(e.Changed)
	}
	return "gen would change these files, which are not in git: commit them first, or use --force\n  " + shorten(e.Untracked)
}

// shorten returns the first names, one per line, and the number of the others.
func shorten(names []string) string {
	const most = 10
	if len(names) > most {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("and %d more", len(names)-most))
	}
	return strings.Join(names, "\n  ")
}

// Clean returns an [*UncommittedError] if the plan would mix with uncommitted
// changes, and reports whether the project is in git. Changes of gen.yaml are
// allowed if the plan follows from them.
func (p *Project) Clean(ctx context.Context, pl *Plan, follows bool) (inGit bool, err error) {
	git, inGit, err := disk.NewGit(p.folder.Dir())
	if err != nil || !inGit {
		return false, err
	}
	var except []string
	if follows {
		except = append(except, spec.Path)
	}
	changed, err := git.Changed(ctx, except...)
	if err != nil {
		return true, err
	}
	var over []string
	for _, f := range pl.Files {
		if f.Before != nil && f.From == "" && f.Status != Keep && !record.IsOwn(f.Path) {
			over = append(over, f.Path)
		}
	}
	untracked, err := git.Untracked(ctx, over)
	if err != nil {
		return true, err
	}
	if len(changed)+len(untracked) > 0 {
		return true, &UncommittedError{Changed: changed, Untracked: untracked}
	}
	return true, nil
}
