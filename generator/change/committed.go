package change

import (
	"context"
	"path"
	"slices"
	"strconv"
	"time"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
)

// evolve completes the migrations of next, as history.Evolve does.
func (p *Project) evolve(ctx context.Context, next, was *spec.Spec) (spec.Problems, error) {
	terms, failed := p.terms(ctx)
	ps := history.Evolve(p.cat, next, was, terms)
	return ps, *failed
}

// Doubts returns what may have been renamed in gen.yaml, for questions to the
// user.
func (p *Project) Doubts(ctx context.Context) ([]spec.Doubt, error) {
	terms, failed := p.terms(ctx)
	doubts := history.Doubts(p.cat, p.Spec, p.Was, terms)
	return doubts, *failed
}

// terms returns the terms of a change. Git is asked only if the answer depends
// on it; failed is the error of that.
func (p *Project) terms(ctx context.Context) (terms history.Terms, failed *error) {
	var numbers map[int64]bool
	failed = new(error)
	return history.Terms{Now: idAt(p.now), Decisions: p.Decisions, Planned: p.planned, Committed: func(number int64) bool {
		if numbers == nil && *failed == nil {
			numbers, *failed = committed(ctx, p.folder)
		}
		return numbers[number] || p.reverted.numbers[number]
	}}, failed
}

// plannedIn returns the numbers of the migrations of next that are neither in was
// nor written in gen.yaml.
func (p *Project) plannedIn(next, was *spec.Spec) map[int64]bool {
	before, _ := history.Replay(p.cat, was)
	after, _ := history.Replay(p.cat, next)
	planned := map[int64]bool{}
	for _, m := range after {
		known := slices.ContainsFunc(before, func(b history.Migration) bool { return b.Number == m.Number })
		planned[m.Number] = !known && !slices.ContainsFunc(p.Spec.Migrations, func(w spec.Migration) bool {
			return w.ID == m.Number || w.ID == 0 && w.Step() == m.Step()
		})
	}
	return planned
}

// idAt returns the id of a migration that is added at a time: its second in
// UTC, such as 20261127181903. Branches that add migrations at the same time
// thus rarely give them the same id.
func idAt(t time.Time) int64 {
	id, err := strconv.ParseInt(t.UTC().Format("20060102150405"), 10, 64)
	if err != nil { // a year with more than four digits, or before the first
		return 1
	}
	return max(id, 1)
}

// committed returns the numbers of the migrations that git has.
func committed(ctx context.Context, folder folder) (map[int64]bool, error) {
	numbers := map[int64]bool{}
	git, inGit, err := disk.NewGit(folder.Dir())
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
