package cli

import (
	"io"

	"github.com/aymanbagabas/go-udiff"
	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/layer"
)

func newDiff(cat *layer.Catalog, stdio IO) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "diff",
		Short: "Show what apply, or upgrade, would change",
		Long: `Show as a unified diff what gen apply would change in the project that you are
in; with a newer gen than the project's, what gen upgrade would.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := openProject(cat, stdio, dir)
			if err != nil {
				return err
			}
			defer p.Close()
			next, err := p.Next()
			if err != nil {
				return err
			}
			plan, err := p.Plan(cmd.Context(), next, generator.PlanOptions{NoCheck: true})
			if err != nil {
				return err
			}
			return printDiff(stdio.Out, plan)
		},
	}
	cmd.Flags().StringVarP(&dir, "dir", "C", ".", "folder of the project, or one in it")
	return cmd
}

// printDiff shows the files of a plan, its record apart.
func printDiff(w io.Writer, pl *generator.Plan) error {
	for _, f := range pl.Files {
		if f.IsRecord() {
			continue
		}
		from, to := "a/"+f.Path, "b/"+f.Path
		if f.Before == nil {
			from = "/dev/null"
		}
		if f.After == nil {
			to = "/dev/null"
		}
		if _, err := io.WriteString(w, udiff.Unified(from, to, string(f.Before), string(f.After))); err != nil {
			return err
		}
	}
	return nil
}
