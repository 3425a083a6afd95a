package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func newSet(cat *layer.Catalog, stdio IO) *cobra.Command {
	c := &changer{cat: cat, io: stdio}
	cmd := &cobra.Command{
		Use:   "set KEY=VALUE …",
		Short: "Change the options of the project",
		Long: `Change options of the project in the current directory, such as its framework.
Your own changes are kept. module=PATH changes the module path, in your own
imports as well. RESOURCE.SETTING=VALUE changes a setting of a resource, and
RESOURCE.SETTING=default leaves it out.`,
		Example: `  $ gen set framework=echo
  $ gen set database=postgres access=gorm
  $ gen set middleware=cors,ratelimit
  $ gen set module=github.com/acme/myapi
  $ gen set book.access.read=public`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("set: missing argument: gen set KEY=VALUE, such as framework=echo")
			}
			return checkAssignments(cat, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.run(cmd.Context(), "set "+strings.Join(args, " "), func(next *spec.Spec) error {
				for _, arg := range args {
					key, value, _ := strings.Cut(arg, "=")
					if err := next.Set(cat, key, strings.Split(value, ",")...); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	for _, k := range cat.Categories {
		for _, l := range cat.Answers(k) {
			cmd.ValidArgs = append(cmd.ValidArgs, k.Name+"="+l.Name+"\t"+l.Summary)
		}
	}
	c.flags(cmd)
	return cmd
}

// checkAssignments checks the form KEY=VALUE of the arguments of set.
func checkAssignments(cat *layer.Catalog, args []string) error {
	seen := map[string]bool{}
	for _, arg := range args {
		key, value, ok := strings.Cut(arg, "=")
		k, known := cat.Category(key)
		switch {
		case value == "" && ok && strings.Contains(key, "."):
			return usagef("set: %[1]s needs a value; %[1]s=default leaves it out", key)
		case !ok || key == "" || value == "" && !known:
			return usagef("set: %q is not KEY=VALUE, such as framework=echo", arg)
		case value == "" && k.MayBeEmpty():
			return usagef("set: %[1]s needs a value; %[1]s=%[2]s chooses nothing", key, layer.None)
		case value == "":
			return usagef("set: %s %s", key, needsValue(cat, k))
		case seen[key] && k.Many:
			return usagef("set: %[1]s is given twice; separate its values by commas: %[1]s=NAME,NAME", key)
		case seen[key]:
			return usagef("set: %s is given twice; it takes one value", key)
		}
		seen[key] = true
	}
	return nil
}
