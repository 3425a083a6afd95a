package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// merger completes a merge of git.
type merger struct {
	changer
	ours, theirs []string // keys of gen.yaml
	decider      decider  // about rows
}

func newMerge(cat *layer.Catalog, stdio IO) *cobra.Command {
	m := &merger{changer: changer{cat: cat, io: stdio}}
	cmd := &cobra.Command{
		Use:   "merge",
		Short: "Complete a git merge that has stopped",
		Long: `Complete a merge, rebase, cherry-pick, revert or stash pop of git that has stopped.
gen.yaml is merged by its meaning, generated files as gen merges its own changes
with yours, and everything in .gen/, go.mod, go.sum and docs/ is computed again.
What is merged is added to the index of git; what has conflicts is left for git
mergetool.`,
		Example: `  $ git merge feature
  $ gen merge
  $ git commit

  $ gen merge --theirs framework --ours resources.book.title`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return m.run(cmd.Context()) },
	}
	f := cmd.Flags()
	addDir(f, &m.dir)
	f.StringArrayVar(&m.ours, "ours", nil, "`key` of gen.yaml whose value is that of our side, such as framework; repeatable")
	f.StringArrayVar(&m.theirs, "theirs", nil, "`key` of gen.yaml whose value is that of the other side; repeatable")
	m.decider.rowFlags(f)
	f.BoolVar(&m.dryRun, "dry-run", false, "print what would change, write nothing")
	f.BoolVar(&m.json, "json", false, "print a report as JSON")
	f.BoolVar(&m.noCheck, "no-check", false, "skip the type check of the result")
	for _, side := range []string{"ours", "theirs"} {
		completeFlag(cmd, side, func(dir string) []string { return change.Undecided(cmd.Context(), cat, dir, stdio.now()) })
	}
	return cmd
}

func (m *merger) run(ctx context.Context) error {
	decided, err := m.decided()
	if err != nil {
		return err
	}
	decisions, err := m.decider.decisions(m.cat)
	if err != nil {
		return err
	}
	root, err := change.Find(m.dir)
	if err != nil {
		return err
	}
	if _, err := change.Recover(root); err != nil {
		return err
	}
	merging, err := change.PlanMerge(ctx, m.cat, root, m.io.now(), change.MergeOptions{
		PlanOptions: change.PlanOptions{NoCheck: m.noCheck, Checking: m.checking},
		Decided:     decided,
		Rows:        decisions.Rows,
	})
	if err != nil {
		return err
	}
	defer merging.Close()
	if !m.dryRun {
		if err := merging.Apply(ctx); err != nil {
			return err
		}
	}
	r := newChangeReport("merge", merging.Plan, m.dryRun, false)
	r.Next = next(merging, m.dryRun)
	if err := r.print(m.io.Out, m.json); err != nil {
		return err
	}
	if len(merging.Plan.Conflicts) > 0 {
		return errConflicts
	}
	return nil
}

// next returns the commands to run after a merge.
func next(merging *change.Merging, dryRun bool) []string {
	if dryRun {
		return []string{}
	}
	var commands []string
	if len(merging.Plan.Conflicts) > 0 {
		commands = append(commands, "git mergetool")
	}
	return append(append(commands, "git diff HEAD"), merging.Finish()...)
}

// decided returns the sides of the keys that were given.
func (m *merger) decided() (map[string]spec.Side, error) {
	sides := map[string]spec.Side{}
	for _, key := range m.ours {
		if slices.Contains(m.theirs, key) {
			return nil, usagef("--ours, --theirs: %s is given to both", key)
		}
		sides[key] = spec.Ours
	}
	for _, key := range m.theirs {
		sides[key] = spec.Theirs
	}
	return sides, nil
}
