package cli

import (
	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func newSchema(cat *layer.Catalog) *cobra.Command {
	return &cobra.Command{
		Use:     "schema",
		Short:   "Print the JSON Schema of gen.yaml",
		Long:    `Print the JSON Schema of gen.yaml, for completion and validation in editors.`,
		Example: "  $ gen schema > gen.schema.json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return printJSON(cmd.OutOrStdout(), spec.Schema(cat))
		},
	}
}
