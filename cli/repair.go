package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
)

func newRepair(cat *layer.Catalog, stdio IO) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "repair",
		Short: "Rebuild the record in .gen/",
		Long: `Rebuild the record of generated files in .gen/ if it is missing or damaged. No
other file is changed.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := change.Find(dir)
			if err != nil {
				return err
			}
			if _, err := change.Recover(root); err != nil {
				return err
			}
			if err := change.HalfMerged(cmd.Context(), cat, root); err != nil {
				return err
			}
			r, err := change.Repair(cmd.Context(), cat, root)
			if err != nil {
				return err
			}
			if r.Whole {
				_, err = fmt.Fprintln(stdio.Out, "The record is intact.")
				return err
			}
			_, err = fmt.Fprintf(stdio.Out, "Rebuilt the record from %s: %d of %d files are as generated, the others count as your changes.\n", r.From, r.Equal, r.Files)
			return err
		},
	}
	addDir(cmd.Flags(), &dir)
	return cmd
}
