package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// listed is an option in the output of list --json.
type listed struct {
	Category string `json:"category"`
	Name     string `json:"name"`
	Default  bool   `json:"default"`
	Summary  string `json:"summary"`
}

// listedPreset is a preset in the output of list --presets --json.
type listedPreset struct {
	Name    string              `json:"name"`
	Summary string              `json:"summary"`
	Options map[string][]string `json:"options"`
}

// listedType is a type of fields in the output of list --types --json.
type listedType struct {
	Name      string   `json:"name"`
	About     string   `json:"about"`
	Modifiers []string `json:"modifiers"`
}

// listedModifier is a modifier of fields in the output of list --types --json.
type listedModifier struct {
	Name  string `json:"name"`
	Value string `json:"value,omitempty"`
	About string `json:"about"`
}

func newList(cat *layer.Catalog) *cobra.Command {
	var asJSON, presets, types bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the options, the presets or the types of fields",
		Example: `  $ gen list
  $ gen list --presets
  $ gen list --types
  $ gen list --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := cmd.OutOrStdout()
			switch {
			case types && asJSON:
				return printJSON(out, listTypes())
			case types:
				return printTypes(out)
			case presets && asJSON:
				return printJSON(out, listPresets(cat))
			case presets:
				return printPresets(out, cat)
			case asJSON:
				return printJSON(out, listOptions(cat))
			}
			return printOptions(out, cat)
		},
	}
	cmd.Flags().BoolVar(&presets, "presets", false, "list the presets and what they expand to")
	cmd.Flags().BoolVar(&types, "types", false, "list the types of fields and their modifiers")
	cmd.MarkFlagsMutuallyExclusive("presets", "types")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func listOptions(cat *layer.Catalog) []listed {
	var options []listed
	for _, k := range cat.Categories {
		for _, l := range cat.Answers(k) {
			options = append(options, listed{k.Name, l.Name, l.Name == k.DefaultAnswer(), l.Summary})
		}
	}
	return options
}

// printOptions prints the options by category, one line each.
func printOptions(out io.Writer, cat *layer.Catalog) error {
	var groups []string
	for _, k := range cat.Categories {
		groups = append(groups, k.Name+howMany(k)+"\n"+optionLines(cat, k))
	}
	_, err := io.WriteString(out, strings.Join(groups, "\n"))
	return err
}

// optionLines returns a line for each option of a category, with summaries
// aligned across all categories.
func optionLines(cat *layer.Catalog, k layer.Category) string {
	width := 0
	for _, l := range cat.Layers {
		if l.Category != "" {
			width = max(width, len(l.Name))
		}
	}
	var b strings.Builder
	for _, l := range cat.Options(k.Name) {
		fmt.Fprintf(&b, "  %-*s  %s", width, l.Name, l.Summary)
		if l.Name == k.DefaultAnswer() {
			b.WriteString(" (default)")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// howMany returns how many options of a category a project can have, or "" if
// it is exactly one.
func howMany(k layer.Category) string {
	switch {
	case k.Many:
		return " (any number)"
	case k.Optional:
		return " (optional)"
	}
	return ""
}

func listPresets(cat *layer.Catalog) []listedPreset {
	presets := []listedPreset{}
	for _, p := range cat.Presets {
		presets = append(presets, listedPreset{p.Name, p.Summary, p.Options.Clone()})
	}
	return presets
}

// printPresets prints each preset and the flags that it expands to.
func printPresets(out io.Writer, cat *layer.Catalog) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range cat.Presets {
		fmt.Fprintf(w, "%s\t%s\n", p.Name, p.Summary)
		if flags := optionFlags(cat, p.Options); len(flags) > 0 {
			fmt.Fprintf(w, "\t%s\n", strings.Join(flags, " "))
		}
	}
	return w.Flush()
}

// listTypes returns the types and the modifiers of fields.
func listTypes() map[string]any {
	types, modifiers := []listedType{}, []listedModifier{}
	for _, k := range spec.KindInfos {
		types = append(types, listedType{k.Written(), k.About, k.Modifiers()})
	}
	for _, m := range spec.Modifiers {
		modifiers = append(modifiers, listedModifier{m.Name, m.Value, m.About})
	}
	return map[string]any{"types": types, "modifiers": modifiers}
}

// printTypes prints the types of fields, each with its modifiers, and what these
// mean.
func printTypes(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "type")
	for _, k := range spec.KindInfos {
		fmt.Fprintf(w, "  %s\t%s\n", k.Written(), k.About)
		if modifiers := k.Modifiers(); len(modifiers) > 0 {
			fmt.Fprintf(w, "\t  %s\n", strings.Join(modifiers, " "))
		}
	}
	fmt.Fprintln(w, "\nmodifier")
	for _, m := range spec.Modifiers {
		name := m.Name
		if m.Value != "" {
			name += "="
		}
		fmt.Fprintf(w, "  %s\t%s\n", name, m.About)
	}
	return w.Flush()
}
