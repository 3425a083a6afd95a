package cli

import (
	"cmp"
	"io"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
)

func newDiff(cat *layer.Catalog, stdio IO) *cobra.Command {
	var dir string
	var asJSON bool
	var d decider
	cmd := &cobra.Command{
		Use:   "diff",
		Short: "Show what apply or upgrade would change",
		Long: `Show as a unified diff what gen apply would change in the project in the current
directory, or gen upgrade if an older gen generated it.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			decisions, err := d.decisions(cat)
			if err != nil {
				return err
			}
			p, err := openProject(cmd.Context(), cat, stdio, dir)
			if err != nil {
				return err
			}
			defer p.Close()
			p.Decisions = decisions
			if err := checkDecisions(p); err != nil {
				return err
			}
			next, err := p.Next(cmd.Context())
			if err != nil {
				return err
			}
			plan, err := p.Plan(cmd.Context(), next, change.PlanOptions{NoCheck: true})
			if err != nil {
				return err
			}
			if asJSON {
				return newChangeReport("diff", plan, true, false).withDiffs(plan).print(stdio.Out, true)
			}
			return printDiff(stdio.Out, plan)
		},
	}
	addDir(cmd.Flags(), &dir)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a report as JSON, with the diff of each file")
	d.flags(cmd)
	return cmd
}

func (r changeReport) withDiffs(pl *change.Plan) changeReport {
	for i, f := range pl.Files {
		if !f.IsRecord() {
			r.Files[i].Diff = unified(f)
		}
	}
	return r
}

// printDiff prints the diffs of all files except those in .gen/.
func printDiff(w io.Writer, pl *change.Plan) error {
	for _, f := range pl.Files {
		if f.IsRecord() {
			continue
		}
		if _, err := io.WriteString(w, unified(f)); err != nil {
			return err
		}
	}
	return nil
}

func unified(f change.FileChange) string {
	from, to := "a/"+cmp.Or(f.From, f.Path), "b/"+f.Path
	if f.Before == nil {
		from = "/dev/null"
	}
	if f.After == nil {
		to = "/dev/null"
	}
	return udiff.Unified(from, to, string(f.Before), string(f.After))
}
