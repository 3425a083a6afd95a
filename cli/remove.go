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
		Short:   "Remove an option, a resource, fields or a migration",
		Long: `Remove an option, a resource, fields or a migration from the project in the
current directory. Files that you have changed are kept and reported.`,
		Example: `  $ gen remove middleware ratelimit
  $ gen remove resource book
  $ gen remove field book subtitle`,
		Args: needsCategory(cat),
		RunE: func(*cobra.Command, []string) error { return nil }, // needsCategory returns an error first
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
		changeVerb(cat, stdio, "remove", "migration NAME", "Remove a migration created by gen add migration", 1, func(next *spec.Spec, args []string) error {
			return next.RemoveMigration(args[0])
		}),
	)
	return cmd
}
