package change

import (
	"context"
	"fmt"
	"path"
	"slices"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
)

// lost returns an error if a migration that the plan takes for the owner's is one
// that gen has generated in a commit. A merge that was resolved with all of one
// side has brought its file, and lost the rest.
func (b *planner) lost(ctx context.Context, next *spec.Spec) error {
	var git disk.Git
	inGit, asked := false, false
	was := b.Was.Clone().History(b.cat)
	for _, m := range next.Migrations {
		listed := func(o spec.Migration) bool { return o.ID == m.ID }
		if m.Verb != spec.Own || m.ID == 0 || slices.ContainsFunc(was, listed) || slices.ContainsFunc(b.Spec.Migrations, listed) {
			continue
		}
		if !asked {
			var err error
			if git, inGit, err = disk.NewGit(b.folder.Dir()); err != nil {
				return err
			}
			asked = true
		}
		if !inGit {
			return nil
		}
		if commit, step := b.generatedIn(ctx, git, m.ID); step != "" {
			return fmt.Errorf("gen generated migrations/%06d_%s.up.sql in commit %.10s (%s), and a merge has left its entry out of %s: "+
				"repeat the merge with gen merge, or add to %[5]s what is missing and, to its migrations, %06[1]d %[4]s; if the file is your own now, add %06[1]d %[6]s",
				m.ID, m.Name, commit, step, spec.Path, m.Step())
		}
	}
	return nil
}

// generatedIn returns a commit in the history of the present one in which gen has
// generated a migration, and what the migration does there, or "".
func (b *planner) generatedIn(ctx context.Context, git disk.Git, id int64) (commit, step string) {
	commit, text := git.With(ctx, spec.Path, fmt.Sprintf("- %06d ", id))
	if commit == "" {
		return "", ""
	}
	s, _, err := loadSpec(b.cat, spec.Path, text)
	if err != nil {
		return "", ""
	}
	all, _ := history.Replay(b.cat, s)
	i := slices.IndexFunc(all, func(m history.Migration) bool { return m.Number == id && m.Verb != spec.Own })
	if i < 0 {
		return "", ""
	}
	return commit, all[i].Step()
}

// twice returns an error if the plan creates a migration of which the project
// already has one with the same name that gen.yaml does not know as gen's. Such
// a file is left of a merge that was resolved by hand; with both, the same table
// would be created twice.
func (b *planner) twice(next *spec.Spec) error {
	names, err := b.folder.Names(migrations)
	if err != nil {
		return err
	}
	all, _ := history.Replay(b.cat, next)
	for _, f := range b.plan.Files {
		m := migrationFile.FindStringSubmatch(path.Base(f.Path))
		if m == nil || path.Dir(f.Path) != migrations || f.Status != Create {
			continue
		}
		for _, name := range names {
			other := migrationFile.FindStringSubmatch(name)
			if _, generated := b.Project.base[path.Join(migrations, name)]; other == nil || other[2] != m[2] || generated {
				continue
			}
			i := slices.IndexFunc(all, func(step history.Migration) bool { return fmt.Sprintf("%06d", step.Number) == m[1] })
			if i >= 0 && all[i].Verb != spec.Own {
				return fmt.Errorf("migrations/%s exists, and gen would create %s: if a merge has brought it, list it in the migrations of %s as %s %s",
					name, f.Path, spec.Path, other[1], all[i].Step())
			}
		}
	}
	return nil
}
