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
Your own changes are kept.`,
		Example: `  $ gen set framework=echo
  $ gen set database=postgres access=gorm
  $ gen set middleware=cors,ratelimit`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("set: missing argument: gen set KEY=VALUE, such as framework=echo")
			}
			for _, arg := range args {
				if key, value, ok := strings.Cut(arg, "="); !ok || key == "" || value == "" {
					return usagef("set: %q is not KEY=VALUE, such as framework=echo", arg)
				}
			}
			return nil
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
