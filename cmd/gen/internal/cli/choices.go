package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// addChoices gives cmd one flag for each category of the catalogue.
func addChoices(cmd *cobra.Command, cat *layer.Catalog) map[string]*[]string {
	values := map[string]*[]string{}
	for _, k := range cat.Categories {
		var names, completions []string
		for _, l := range cat.Answers(k) {
			names = append(names, l.Name)
			completions = append(completions, l.Name+"\t"+l.Summary)
		}
		about := strings.Join(names, ", ")
		if k.Many {
			about = "any of " + strings.Join(names[1:], ", ") + ", with commas between; none"
		}
		if preset := k.Preset(); preset != "" {
			about += fmt.Sprintf(" (%s if not given)", preset)
		}
		values[k.Name] = new([]string)
		cmd.Flags().Var(&answer{names: values[k.Name], many: k.Many}, k.Name, about)
		// The name is the flag's own, so this cannot fail.
		_ = cmd.RegisterFlagCompletionFunc(k.Name, cobra.FixedCompletions(completions, cobra.ShellCompDirectiveNoFileComp))
	}
	return values
}

// answer is the flag of a category: the name of an option, or several with
// commas between them.
type answer struct {
	names *[]string
	many  bool
}

func (a *answer) String() string { return strings.Join(*a.names, ",") }

func (a *answer) Type() string { return "name" }

func (a *answer) Set(value string) error {
	switch {
	case value == "":
		*a.names = nil
	case a.many:
		*a.names = append(*a.names, strings.Split(value, ",")...)
	default:
		*a.names = []string{value}
	}
	return nil
}

// commandLine is the call of new that makes this spec without a question.
func commandLine(cat *layer.Catalog, s *spec.Spec, dir string) string {
	words := []string{"gen new", quote(dir)}
	if spec.NameFromPath(filepath.ToSlash(dir)) != s.Name || dir == "." {
		words = append(words, "--name", s.Name)
	}
	words = append(words, "--module", s.Module)
	for _, k := range cat.Categories {
		names := s.Options[k.Name]
		if len(names) == 0 && k.MayBeEmpty() && cat.Applies(k.Name, s.Options) {
			names = []string{layer.None} // or it would be asked
		}
		if len(names) > 0 {
			words = append(words, "--"+k.Name, strings.Join(names, ","))
		}
	}
	for _, r := range s.Resources {
		words = append(words, "--resource", quote(r.String()))
	}
	return strings.Join(words, " ")
}

// quote makes one word for a shell of s.
func quote(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\n'\"\\$`*?[]{}()<>|&;#~!") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
