package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator"
)

func newUndo(stdio IO) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "undo",
		Short: "Take back the last change that gen made to a project",
		Long: `Take back the last change that gen made to the project that you are in; called
again, make it again. A file that you have changed since stops it: nothing is
lost.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := generator.Find(dir)
			if err != nil {
				return err
			}
			if _, err := generator.Recover(root); err != nil {
				return err
			}
			verb, err := generator.Undo(cmd.Context(), root)
			if err != nil {
				return err
			}
			said := "Took back"
			if call, ok := strings.CutPrefix(verb, "undo "); ok {
				said, verb = "Made again", call
			}
			_, err = fmt.Fprintf(stdio.Out, "%s: gen %s\n", said, verb)
			return err
		},
	}
	cmd.Flags().StringVarP(&dir, "dir", "C", ".", "folder of the project, or one in it")
	return cmd
}
