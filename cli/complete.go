package cli

import (
	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// completeArgs completes the arguments of a command from the project that it
// is called for. Names of files are never completed.
func completeArgs(cmd *cobra.Command, cat *layer.Catalog, stdio IO, names func(s *spec.Spec, args []string) []string) {
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		const none = cobra.ShellCompDirectiveNoFileComp
		dir, err := change.Find(cmd.Flag("dir").Value.String())
		if err != nil {
			return nil, none
		}
		p, err := change.Open(cat, dir, stdio.now())
		if err != nil {
			return nil, none
		}
		defer p.Close()
		return names(p.Spec, args), none
	}
}

// completeFlag completes the values of a flag from the project in a directory.
func completeFlag(cmd *cobra.Command, flag string, values func(dir string) []string) {
	// The flag exists, so this cannot fail.
	_ = cmd.RegisterFlagCompletionFunc(flag, func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		dir, err := change.Find(cmd.Flag("dir").Value.String())
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return values(dir), cobra.ShellCompDirectiveNoFileComp
	})
}

// completeNothing makes commands that take no files complete none.
func completeNothing(cmds []*cobra.Command) {
	for _, cmd := range cmds {
		if cmd.ValidArgsFunction == nil && len(cmd.ValidArgs) == 0 {
			cmd.ValidArgsFunction = cobra.NoFileCompletions
		}
		completeNothing(cmd.Commands())
	}
}
