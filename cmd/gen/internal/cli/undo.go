package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/change"
)

func newUndo(stdio IO) *cobra.Command {
	var dir string
	var dryRun, asJSON bool
	cmd := &cobra.Command{
		Use:   "undo",
		Short: "Take back the last change that gen made to a project",
		Long: `Take back the last change that gen made to the project that you are in; called
again, make it again. A file that you have changed since stops it: nothing is
lost.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := change.Find(dir)
			if err != nil {
				return err
			}
			if _, err := change.Recover(root); err != nil {
				return err
			}
			plan, verb, err := change.Undo(cmd.Context(), root, dryRun)
			if err != nil {
				return err
			}
			r := newChangeReport("undo "+verb, plan, true, false) // what comes next, the text below says
			r.DryRun = dryRun
			if asJSON || dryRun {
				return r.print(stdio.Out, asJSON)
			}
			said := "Took back"
			if call, ok := strings.CutPrefix(verb, "undo "); ok {
				said, verb = "Made again", call
			}
			_, err = fmt.Fprintf(stdio.Out, "%s: gen %s\n", said, verb)
			return err
		},
	}
	f := cmd.Flags()
	f.StringVarP(&dir, "dir", "C", ".", "folder of the project, or one in it")
	f.BoolVar(&dryRun, "dry-run", false, "report what would change and write nothing")
	f.BoolVar(&asJSON, "json", false, "report as JSON")
	return cmd
}
