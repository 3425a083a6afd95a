package change

import (
	"context"
	"fmt"
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
			return fmt.Errorf("migrations/%06d_%s.up.sql is not written by you: commit %.10s has it as %s, which a merge has lost in %s: "+
				"repeat the merge with gen merge, or add to %[5]s what is lost and, to its migrations, %06[1]d %[4]s; if it is yours now, add %06[1]d %[6]s",
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
