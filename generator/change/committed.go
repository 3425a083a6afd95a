package change

import (
	"context"
	"path"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
)

// evolve completes the migrations of next, as history.Evolve does. Git is asked
// only if the answer depends on it.
func (p *Project) evolve(ctx context.Context, next, was *spec.Spec) (spec.Problems, error) {
	var committed map[int64]bool
	var err error
	ps := history.Evolve(p.cat, next, was, history.Terms{Now: p.now, Committed: func(number int64) bool {
		if committed == nil && err == nil {
			committed, err = p.committed(ctx)
		}
		return committed[number]
	}})
	return ps, err
}

// committed returns the numbers of the migrations that git has.
func (p *Project) committed(ctx context.Context) (map[int64]bool, error) {
	numbers := map[int64]bool{}
	git, inGit, err := disk.NewGit(p.folder.Dir())
	if err != nil || !inGit {
		return numbers, err
	}
	names, err := git.Committed(ctx, migrations)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if number, ok := history.NumberOf(path.Base(name)); ok {
			numbers[number] = true
		}
	}
	return numbers, nil
}
