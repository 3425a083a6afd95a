package cli

import (
	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func newRename(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rename",
		Short: "Rename a resource or a field",
		Long: `Rename a resource or a field of the project in the current directory. The rows
of its table stay, and your changes follow into renamed files.`,
		Example: `  $ gen rename field book isbn isbn13
  $ gen rename resource book title
  $ gen rename resource person employee/staff`,
		Args: needsArgument,
		RunE: func(*cobra.Command, []string) error { return nil }, // needsArgument returns an error first
	}
	field := renameVerb(cat, stdio, "field RESOURCE OLD NEW", "Rename a field", 3, func(args []string) (spec.Migration, error) {
		return spec.ParseMigration(cat, "rename "+args[0]+"."+args[1]+" "+args[2])
	})
	completeArgs(field, cat, stdio, func(s *spec.Spec, args []string) []string {
		switch len(args) {
		case 0:
			return resourceNames(s)
		case 1:
			return fieldNames(s, args[0])
		}
		return nil
	})
	resource := renameVerb(cat, stdio, "resource OLD NEW[/PLURAL]", "Rename a resource", 2, func(args []string) (spec.Migration, error) {
		return spec.ParseMigration(cat, "rename "+args[0]+" "+args[1])
	})
	completeArgs(resource, cat, stdio, func(s *spec.Spec, args []string) []string {
		if len(args) > 0 {
			return nil
		}
		return resourceNames(s)
	})
	cmd.AddCommand(field, resource)
	return cmd
}

// renameVerb is a subcommand of rename with so many arguments.
func renameVerb(cat *layer.Catalog, stdio IO, use, short string, takes int, parse func(args []string) (spec.Migration, error)) *cobra.Command {
	c := &changer{cat: cat, io: stdio}
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != takes {
				return usagef("rename %s: takes %d arguments: gen rename %s", cmd.Name(), takes, use)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := parse(args)
			if err != nil {
				return usagef("rename %s: %w", cmd.Name(), err)
			}
			c.prepare = func(p *change.Project) error {
				p.Decisions.Renames = []spec.Migration{m}
				return nil
			}
			return c.run(cmd.Context(), callOf("rename", cmd, args), func(next *spec.Spec) error {
				if m.Field != "" {
					return next.RenameField(c.was, m.Resource.Name, m.Field, m.To)
				}
				return next.RenameResource(c.was, m.Resource.Name, m.To, m.ToPlural)
			})
		},
	}
	c.flags(cmd)
	return cmd
}
