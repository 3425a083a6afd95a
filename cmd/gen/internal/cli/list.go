package cli

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
)

// listed is one option, as list --json prints it.
type listed struct {
	Category string `json:"category"`
	Name     string `json:"name"`
	Default  bool   `json:"default"`
	Summary  string `json:"summary"`
}

func newList(cat *layer.Catalog) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List what a project can be made of",
		Example: "  $ gen list\n  $ gen list --json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var options []listed
			for _, k := range cat.Categories {
				for _, l := range cat.Answers(k) {
					options = append(options, listed{k.Name, l.Name, l.Name == k.Preset(), l.Summary})
				}
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), options)
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, o := range options {
				mark := ""
				if o.Default {
					mark = "default"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", o.Category, o.Name, mark, o.Summary)
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "list as JSON")
	return cmd
}
