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
		Short: "Make a project what its gen.yaml says",
		Long: `Make the project that you are in what its gen.yaml says, after you have changed
that. What you have changed elsewhere stays.`,
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
		Short: "Bring a project to what this gen makes",
		Long: `Bring the project that you are in to what this version of gen makes of its
gen.yaml. What you have changed stays.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.run(cmd.Context(), "upgrade", func(*spec.Spec) error { return nil })
		},
	}
	c.flags(cmd)
	return cmd
}
