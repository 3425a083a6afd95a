package cli

import (
	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func newApply(cat *layer.Catalog, stdio IO) *cobra.Command {
	c := &changer{cat: cat, io: stdio}
	var d decider
	cmd := &cobra.Command{
		Use:   "apply",
		Short: "Apply your edits of gen.yaml to the project",
		Long: `Apply your edits of gen.yaml to the project in the current directory. Your own
changes to other files are kept.

If the change of a field or a resource leaves open what happens with the rows
of its table, or whether it was renamed, a flag decides it.`,
		Example: `  $ gen apply
  $ gen apply --rename book.isbn=isbn13 --rename loan=rental
  $ gen apply --fill book.title=unknown`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			decisions, err := d.decisions(cat)
			if err != nil {
				return err
			}
			c.prepare = func(p *change.Project) error {
				p.Decisions = decisions
				if err := checkDecisions(p); err != nil {
					return err
				}
				return askRenamed(cmd.Context(), stdio.Prompter, p)
			}
			return c.run(cmd.Context(), "apply", func(*spec.Spec) error { return nil })
		},
	}
	c.flags(cmd)
	d.flags(cmd)
	completeFlag(cmd, "drop", func(dir string) []string {
		p, err := change.Open(cat, dir, stdio.now())
		if err != nil {
			return nil
		}
		defer p.Close()
		return goneFrom(p.Spec, p.Was)
	})
	return cmd
}

func newUpgrade(cat *layer.Catalog, stdio IO) *cobra.Command {
	c := &changer{cat: cat, io: stdio}
	cmd := &cobra.Command{
		Use:   "upgrade",
		Short: "Upgrade the project to the templates of this gen",
		Long: `Upgrade the project in the current directory to the templates of this version of
gen. Your own changes are kept.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.run(cmd.Context(), "upgrade", func(*spec.Spec) error { return nil })
		},
	}
	c.flags(cmd)
	return cmd
}
