package cli

import (
	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func newRemove(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "remove CATEGORY NAME",
		Aliases: []string{"rm"},
		Short:   "Take an option, a resource or a field out of a project",
		Long: `Take out of the project that you are in what gen add has put in. A file that
you have changed stays, and you are told.`,
		Example: `  $ gen remove middleware ratelimit
  $ gen remove resource book
  $ gen remove field book subtitle`,
		Args: needsArgument,
		RunE: func(*cobra.Command, []string) error { return nil }, // needsArgument has refused
	}
	for _, k := range cat.Categories {
		if k.MayBeEmpty() {
			cmd.AddCommand(optionVerb(cat, stdio, k, "remove", "Remove", (*spec.Spec).Remove))
		}
	}
	cmd.AddCommand(
		changeVerb(cat, stdio, "remove", "resource NAME …", "Remove resources", 1, func(next *spec.Spec, args []string) error {
			for _, name := range args {
				if err := next.RemoveResource(name); err != nil {
					return err
				}
			}
			return nil
		}),
		changeVerb(cat, stdio, "remove", "field RESOURCE FIELD …", "Remove fields of a resource", 2, func(next *spec.Spec, args []string) error {
			return next.RemoveFields(args[0], args[1:]...)
		}),
		changeVerb(cat, stdio, "remove", "migration NAME", "Take back a migration that you have begun", 1, func(next *spec.Spec, args []string) error {
			return next.RemoveMigration(args[0])
		}),
	)
	return cmd
}
