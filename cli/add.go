package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func newAdd(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add CATEGORY NAME",
		Short: "Add an option, a resource, a client, fields, constraints or a migration",
		Long: `Add an option, a resource, a client of another service, fields, constraints or a
migration to the project in the current directory. Your own changes are kept.

Fields, constraints and migrations get new files in migrations/; existing migrations are
never changed.`,
		Example: `  $ gen add middleware ratelimit
  $ gen add resource book title:string:required price:decimal
  $ gen add client payments
  $ gen add field book subtitle:string
  $ gen add constraint book 'unique(author,title)' 'index(status,published_at)'
  $ gen add migration backfill_subtitles`,
		Args: needsCategory(cat),
		RunE: func(*cobra.Command, []string) error { return nil }, // needsCategory returns an error first
	}
	for _, k := range cat.Categories {
		if k.MayBeEmpty() {
			cmd.AddCommand(addOption(cat, stdio, k))
		}
	}
	if cat.HasClients() {
		cmd.AddCommand(addClient(cat, stdio))
	}
	cmd.AddCommand(addResource(cat, stdio), addField(cat, stdio), addConstraint(cat, stdio), addMigration(cat, stdio))
	return cmd
}

func addOption(cat *layer.Catalog, stdio IO, k layer.Category) *cobra.Command {
	return optionVerb(cat, stdio, k, "add", "Add", func(c *changer, next *spec.Spec, names []string) error {
		for _, name := range names {
			c.there(next.Has(k.Name, name), k.Name+" "+name)
		}
		return next.Add(cat, k.Name, names...)
	})
}

func addResource(cat *layer.Catalog, stdio IO) *cobra.Command {
	return changeVerb(cat, stdio, "add", "resource NAME[/PLURAL] FIELD:TYPE[:MODIFIER,…] …", "Add a resource", 1, func(c *changer, next *spec.Spec, args []string) error {
		r, err := spec.ParseResource(strings.Join(args, " "))
		if err != nil {
			return usageError{err}
		}
		has, _ := next.HasResource(r.Name)
		c.there(has, "resource "+r.Name)
		return next.AddResource(r)
	})
}

func addClient(cat *layer.Catalog, stdio IO) *cobra.Command {
	return changeVerb(cat, stdio, "add", "client NAME …", "Add clients of other services", 1, func(c *changer, next *spec.Spec, names []string) error {
		for _, name := range names {
			has, _ := next.HasClient(name)
			c.there(has, "client "+name)
		}
		return next.AddClients(names...)
	})
}

func addField(cat *layer.Catalog, stdio IO) *cobra.Command {
	var fill []string
	cmd := changeVerb(cat, stdio, "add", "field RESOURCE FIELD:TYPE[:MODIFIER,…] …", "Add fields to a resource", 2, func(c *changer, next *spec.Spec, args []string) error {
		decisions, err := (&decider{fill: fill}).decisions(cat)
		if err != nil {
			return err
		}
		c.rows = decisions.Rows
		fields, err := parseFields(args[1:])
		if err != nil {
			return usageError{err}
		}
		for _, f := range fields {
			has, _ := next.HasField(args[0], f.Name)
			c.there(has, "field "+f.Name+" of "+args[0])
		}
		return next.AddFields(args[0], fields...)
	})
	cmd.Flags().StringArrayVar(&fill, "fill", nil, "`book.price=VALUE`: give rows this value in a new field that is required")
	completeArgs(cmd, cat, stdio, func(s *spec.Spec, args []string) []string {
		if len(args) > 0 {
			return nil
		}
		return resourceNames(s)
	})
	return cmd
}

func addConstraint(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := changeVerb(cat, stdio, "add", "constraint RESOURCE CONSTRAINT …", "Add constraints of several fields to a resource", 2, func(c *changer, next *spec.Spec, args []string) error {
		constraints, err := parseConstraints(args[1:])
		if err != nil {
			return usageError{err}
		}
		for _, x := range constraints {
			has, _ := next.HasConstraint(args[0], x)
			c.there(has, x.String()+" of "+args[0])
		}
		return next.AddConstraints(args[0], constraints...)
	})
	completeArgs(cmd, cat, stdio, func(s *spec.Spec, args []string) []string {
		if len(args) > 0 {
			return nil
		}
		return resourceNames(s)
	})
	return cmd
}

// parseConstraints parses constraints and returns all problems at once.
func parseConstraints(args []string) ([]spec.Constraint, error) {
	var all []spec.Constraint
	var problems []error
	for _, arg := range args {
		c, err := spec.ParseConstraint(arg)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		all = append(all, c)
	}
	return all, errors.Join(problems...)
}

func addMigration(cat *layer.Catalog, stdio IO) *cobra.Command {
	return changeVerb(cat, stdio, "add", "migration NAME", "Create an empty migration for you to write", 1, func(c *changer, next *spec.Spec, args []string) error {
		if len(args) > 1 {
			return usagef("add migration: takes one name, such as %s", strings.Join(args, "_"))
		}
		c.there(next.HasMigration(args[0]), "migration "+args[0])
		return next.AddMigration(cat, args[0])
	})
}

// parseFields parses fields and returns all problems at once.
func parseFields(args []string) ([]spec.Field, error) {
	var fields []spec.Field
	var problems []error
	for _, arg := range args {
		f, err := spec.ParseField(arg)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		fields = append(fields, f)
	}
	return fields, errors.Join(problems...)
}

// needsCategory rejects a call of add or remove without a known subcommand.
// Categories that every project has an option of are no subcommands.
func needsCategory(cat *layer.Catalog) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			if k, ok := cat.Category(args[0]); ok {
				name := "NAME"
				if cmd.Name() == "add" && len(args) == 2 {
					if _, known := cat.Option(k.Name, args[1]); known {
						name = args[1]
					}
				}
				return usagef("%s: every project has one %[2]s; to change it: gen set %[2]s=%[3]s", cmd.Name(), k.Name, name)
			}
		}
		return needsArgument(cmd, args)
	}
}

// needsArgument rejects a call without a known subcommand.
func needsArgument(cmd *cobra.Command, args []string) error {
	var known []string
	for _, sub := range cmd.Commands() {
		known = append(known, sub.Name())
	}
	if len(args) == 0 {
		return usagef("%s: missing argument: one of %s", cmd.Name(), strings.Join(known, ", "))
	}
	return usagef("%s: %q is not one of %s", cmd.Name(), args[0], strings.Join(known, ", "))
}

// edit changes the spec as the arguments of a command say.
type edit func(c *changer, next *spec.Spec, args []string) error

// optionVerb is the subcommand that adds or removes options of a category.
func optionVerb(cat *layer.Catalog, stdio IO, k layer.Category, verb, title string, edit edit) *cobra.Command {
	cmd := changeVerb(cat, stdio, verb, k.Name+" NAME …", title+" "+k.Name, 1, edit)
	cmd.Long = cmd.Short + ".\n\n" + optionLines(cat, k)
	cmd.ValidArgsFunction = nil
	for _, l := range cat.Options(k.Name) {
		cmd.ValidArgs = append(cmd.ValidArgs, l.Name+"\t"+l.Summary)
	}
	return cmd
}

// changeVerb is a subcommand that edits the spec and applies the change. It
// takes at least atLeast arguments.
func changeVerb(cat *layer.Catalog, stdio IO, verb, use, short string, atLeast int, edit edit) *cobra.Command {
	c := &changer{cat: cat, io: stdio}
	cmd := &cobra.Command{
		Use:               use,
		Short:             short,
		ValidArgsFunction: cobra.NoFileCompletions,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < atLeast {
				return usagef("%s %s: missing argument: gen %s %s", verb, cmd.Name(), verb, use)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.run(cmd.Context(), callOf(verb, cmd, args), func(next *spec.Spec) error { return edit(c, next, args) })
		},
	}
	c.flags(cmd)
	return cmd
}

// callOf returns the command line of a subcommand without the program name.
func callOf(verb string, cmd *cobra.Command, args []string) string {
	return strings.TrimSpace(verb + " " + cmd.Name() + " " + strings.Join(args, " "))
}
