package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/change"
)

func newUndo(stdio IO) *cobra.Command {
	var dir string
	var dryRun, asJSON bool
	cmd := &cobra.Command{
		Use:   "undo",
		Short: "Undo the last change made by gen",
		Long: `Undo the last change that gen made to the project in the current directory. A
second gen undo redoes it. If you have changed one of the files since, undo
refuses, so that nothing is lost.`,
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
			r := newChangeReport("undo "+verb, plan, true, false) // the text below reports it
			r.DryRun = dryRun
			if asJSON || dryRun {
				return r.print(stdio.Out, asJSON)
			}
			done := "Undone"
			if call, ok := strings.CutPrefix(verb, "undo "); ok {
				done, verb = "Redone", call
			}
			var b strings.Builder
			fmt.Fprintf(&b, "%s: gen %s\n", done, verb)
			section(&b, "Notes:", r.Notes, shown)
			_, err = io.WriteString(stdio.Out, b.String())
			return err
		},
	}
	f := cmd.Flags()
	addDir(f, &dir)
	f.BoolVar(&dryRun, "dry-run", false, "print what would change, write nothing")
	f.BoolVar(&asJSON, "json", false, "print a report as JSON")
	return cmd
}
