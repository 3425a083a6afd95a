package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func newRemove(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "remove CATEGORY NAME",
		Aliases: []string{"rm"},
		Short:   "Remove an option, a resource, a client, fields, constraints or a migration",
		Long: `Remove an option, a resource, a client of another service, fields, constraints or
a migration from the project in the current directory. Files that you have changed are kept and reported.`,
		Example: `  $ gen remove middleware ratelimit
  $ gen remove resource book
  $ gen remove client payments
  $ gen remove field book subtitle
  $ gen remove constraint book 'unique(author,title)'`,
		Args: needsCategory(cat),
		RunE: func(*cobra.Command, []string) error { return nil }, // needsCategory returns an error first
	}
	for _, k := range cat.Categories {
		if k.MayBeEmpty() {
			cmd.AddCommand(removeOption(cat, stdio, k))
		}
	}
	if cat.HasClients() {
		cmd.AddCommand(removeClient(cat, stdio))
	}
	cmd.AddCommand(removeResource(cat, stdio), removeField(cat, stdio), removeConstraint(cat, stdio), removeMigration(cat, stdio))
	return cmd
}

func removeOption(cat *layer.Catalog, stdio IO, k layer.Category) *cobra.Command {
	return optionVerb(cat, stdio, k, "remove", "Remove", func(c *changer, next *spec.Spec, names []string) error {
		for _, name := range names {
			c.absent(next.Has(k.Name, name), k.Name+" "+name, "")
		}
		return next.Remove(cat, k.Name, names...)
	})
}

func removeResource(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := changeVerb(cat, stdio, "remove", "resource NAME …", "Remove resources", 1, func(c *changer, next *spec.Spec, names []string) error {
		for _, name := range names {
			has, existing := next.HasResource(name)
			c.absent(has, "resource "+name, existing)
		}
		return next.RemoveResource(names...)
	})
	completeArgs(cmd, cat, stdio, func(s *spec.Spec, args []string) []string { return without(resourceNames(s), args) })
	return cmd
}

func removeClient(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := changeVerb(cat, stdio, "remove", "client NAME …", "Remove clients of other services", 1, func(c *changer, next *spec.Spec, names []string) error {
		for _, name := range names {
			has, existing := next.HasClient(name)
			c.absent(has, "client "+name, existing)
		}
		return next.RemoveClients(names...)
	})
	completeArgs(cmd, cat, stdio, func(s *spec.Spec, args []string) []string { return without(s.ClientNames(), args) })
	return cmd
}

func removeField(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := changeVerb(cat, stdio, "remove", "field RESOURCE FIELD …", "Remove fields of a resource", 2, func(c *changer, next *spec.Spec, args []string) error {
		resource := args[0]
		if has, existing := next.HasResource(resource); !has {
			c.absent(false, "resource "+resource, existing)
			return nil
		}
		for _, name := range args[1:] {
			has, existing := next.HasField(resource, name)
			c.absent(has, "field "+name+" of "+resource, existing)
		}
		return next.RemoveFields(resource, args[1:]...)
	})
	completeArgs(cmd, cat, stdio, func(s *spec.Spec, args []string) []string {
		if len(args) == 0 {
			return resourceNames(s)
		}
		return without(fieldNames(s, args[0]), args[1:])
	})
	return cmd
}

func removeConstraint(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := changeVerb(cat, stdio, "remove", "constraint RESOURCE CONSTRAINT …", "Remove constraints of a resource", 2, func(c *changer, next *spec.Spec, args []string) error {
		constraints, err := parseConstraints(args[1:])
		if err != nil {
			return usageError{err}
		}
		if has, existing := next.HasResource(args[0]); !has {
			c.absent(false, "resource "+args[0], existing)
			return nil
		}
		for _, x := range constraints {
			has, existing := next.HasConstraint(args[0], x)
			c.absent(has, x.String()+" of "+args[0], existing)
		}
		return next.RemoveConstraints(args[0], constraints...)
	})
	completeArgs(cmd, cat, stdio, func(s *spec.Spec, args []string) []string {
		if len(args) == 0 {
			return resourceNames(s)
		}
		return without(constraintsOf(s, args[0]), args[1:])
	})
	return cmd
}

func constraintsOf(s *spec.Spec, resource string) []string {
	var all []string
	for _, r := range s.Resources {
		for _, c := range r.Constraints() {
			if r.Name == resource {
				all = append(all, c.String())
			}
		}
	}
	return all
}

func removeMigration(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := changeVerb(cat, stdio, "remove", "migration NAME", "Remove a migration created by gen add migration", 1, func(c *changer, next *spec.Spec, args []string) error {
		c.absent(next.HasMigration(args[0]), "migration "+args[0], "")
		return next.RemoveMigration(args[0])
	})
	completeArgs(cmd, cat, stdio, func(s *spec.Spec, args []string) []string {
		var names []string
		for _, m := range s.Migrations {
			if m.Verb == spec.Own && len(args) == 0 {
				names = append(names, m.Name)
			}
		}
		return names
	})
	return cmd
}

func resourceNames(s *spec.Spec) []string {
	var names []string
	for _, r := range s.Resources {
		names = append(names, r.Name)
	}
	return names
}

func fieldNames(s *spec.Spec, resource string) []string {
	var names []string
	for _, r := range s.Resources {
		for _, f := range r.Fields {
			if r.Name == resource {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// without returns the names that are not among the others.
func without(names, others []string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(others, name) })
}
