package cli

import (
	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func newApply(cat *layer.Catalog, stdio IO) *cobra.Command {
	c := &changer{cat: cat, io: stdio}
	cmd := &cobra.Command{
		Use:   "apply",
		Short: "Apply your edits of gen.yaml to the project",
		Long: `Apply your edits of gen.yaml to the project in the current directory. Your own
changes to other files are kept.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.run(cmd.Context(), "apply", func(*spec.Spec) error { return nil })
		},
	}
	c.flags(cmd)
	return cmd
}

func newUpgrade(cat *layer.Catalog, stdio IO) *cobra.Command {
	c := &changer{cat: cat, io: stdio}
	cmd := &cobra.Command{
		Use:   "upgrade",
		Short: "Upgrade the project to the templates of this gen",
		Long: `Upgrade the project in the current directory to the templates of this version of
gen. Your own changes are kept.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.run(cmd.Context(), "upgrade", func(*spec.Spec) error { return nil })
		},
	}
	c.flags(cmd)
	return cmd
}
