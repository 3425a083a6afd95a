package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func newAdd(cat *layer.Catalog, stdio IO) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add CATEGORY NAME",
		Short: "Add an option, a resource, fields or a migration",
		Long: `Add an option, a resource, fields or a migration to the project in the current
directory. Your own changes are kept.

Fields and migrations get new files in migrations/; existing migrations are
never changed.`,
		Example: `  $ gen add middleware ratelimit
  $ gen add resource book title:string:required price:decimal
  $ gen add field book subtitle:string
  $ gen add migration backfill_subtitles`,
		Args: needsCategory(cat),
		RunE: func(*cobra.Command, []string) error { return nil }, // needsCategory returns an error first
	}
	for _, k := range cat.Categories {
		if k.MayBeEmpty() {
			cmd.AddCommand(optionVerb(cat, stdio, k, "add", "Add", (*spec.Spec).Add))
		}
	}
	cmd.AddCommand(
		changeVerb(cat, stdio, "add", "resource NAME[/PLURAL] FIELD:TYPE[:MODIFIER,…] …", "Add a resource", 1, func(next *spec.Spec, args []string) error {
			r, err := spec.ParseResource(strings.Join(args, " "))
			if err != nil {
				return usageError{err}
			}
			return next.AddResource(r)
		}),
		changeVerb(cat, stdio, "add", "field RESOURCE FIELD:TYPE[:MODIFIER,…] …", "Add fields to a resource", 2, func(next *spec.Spec, args []string) error {
			var fields []spec.Field
			for _, arg := range args[1:] {
				f, err := spec.ParseField(arg)
				if err != nil {
					return usageError{err}
				}
				fields = append(fields, f)
			}
			return next.AddFields(args[0], fields...)
		}),
		changeVerb(cat, stdio, "add", "migration NAME", "Create an empty migration for you to write", 1, func(next *spec.Spec, args []string) error {
			return next.AddMigration(cat, strings.Join(args, "_"))
		}),
	)
	return cmd
}

// needsCategory rejects a call of add or remove without a known subcommand.
// Categories that every project has an option of are no subcommands.
func needsCategory(cat *layer.Catalog) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			if k, ok := cat.Category(args[0]); ok {
				name := "NAME"
				if cmd.Name() == "add" && len(args) == 2 {
					name = args[1]
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

// optionVerb is the subcommand that adds or removes options of a category.
func optionVerb(cat *layer.Catalog, stdio IO, k layer.Category, verb, title string, change func(*spec.Spec, *layer.Catalog, string, ...string) error) *cobra.Command {
	cmd := changeVerb(cat, stdio, verb, k.Name+" NAME …", title+" "+k.Name, 1, func(next *spec.Spec, args []string) error {
		return change(next, cat, k.Name, args...)
	})
	cmd.Long = cmd.Short + ".\n\n" + optionLines(cat, k)
	for _, l := range cat.Options(k.Name) {
		cmd.ValidArgs = append(cmd.ValidArgs, l.Name+"\t"+l.Summary)
	}
	return cmd
}

// changeVerb is a subcommand that edits the spec and applies the change. It
// takes at least atLeast arguments.
func changeVerb(cat *layer.Catalog, stdio IO, verb, use, short string, atLeast int, edit func(next *spec.Spec, args []string) error) *cobra.Command {
	c := &changer{cat: cat, io: stdio}
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < atLeast {
				return usagef("%s %s: missing argument: gen %s %s", verb, cmd.Name(), verb, use)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.run(cmd.Context(), callOf(verb, cmd, args), func(next *spec.Spec) error { return edit(next, args) })
		},
	}
	c.flags(cmd)
	return cmd
}

// callOf returns the command line of a subcommand without the program name.
func callOf(verb string, cmd *cobra.Command, args []string) string {
	return strings.TrimSpace(verb + " " + cmd.Name() + " " + strings.Join(args, " "))
}
