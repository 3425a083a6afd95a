package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// addChoices gives cmd one flag for each category of the catalogue.
func addChoices(cmd *cobra.Command, cat *layer.Catalog) map[string]*string {
	values := map[string]*string{}
	for _, k := range cat.Categories {
		var names, completions []string
		for _, l := range cat.Options(k.Name) {
			names = append(names, l.Name)
			completions = append(completions, l.Name+"\t"+l.Summary)
		}
		about := strings.Join(names, ", ")
		if k.Default != "" {
			about += fmt.Sprintf(" (%s if not given)", k.Default)
		}
		values[k.Name] = cmd.Flags().String(k.Name, "", about)
		// The name is the flag's own, so this cannot fail.
		_ = cmd.RegisterFlagCompletionFunc(k.Name, cobra.FixedCompletions(completions, cobra.ShellCompDirectiveNoFileComp))
	}
	return values
}

// askChoices asks for each category that the spec leaves open and that has a
// meaning beside the answers so far.
func askChoices(p Prompter, cat *layer.Catalog, s *spec.Spec) error {
	for _, k := range cat.Categories {
		if s.Options[k.Name] != "" || !cat.Applies(k.Name, s.Options) {
			continue
		}
		var options []Option
		for _, l := range cat.Options(k.Name) {
			options = append(options, Option{Name: l.Name, About: l.Summary})
		}
		if len(options) == 1 {
			continue // nothing to choose
		}
		answer, err := p.Select(k.Question, defaultFirst(options, k.Default))
		if err != nil {
			return err
		}
		s.Options[k.Name] = answer
	}
	return nil
}

// askResources asks for one resource after another until none is given.
func askResources(p Prompter, cat *layer.Catalog, s *spec.Spec) error {
	question := "A resource, such as book title:string:required price:decimal? (empty: none)"
	for {
		var r spec.Resource
		line, err := p.Input(question, "", func(line string) error {
			if strings.TrimSpace(line) == "" {
				return nil
			}
			var err error
			if r, err = spec.ParseResource(line); err != nil {
				return err
			}
			with := *s
			with.Resources = append(slices.Clone(s.Resources), r)
			return with.Validate(cat).Err()
		})
		if err != nil || strings.TrimSpace(line) == "" {
			return err
		}
		s.Resources = append(s.Resources, r)
		question = "Another resource? (empty: no more)"
	}
}

// commandLine is the call of new that makes this spec without a question.
func commandLine(cat *layer.Catalog, s *spec.Spec, dir string) string {
	words := []string{"gen new", quote(dir)}
	if spec.NameFromPath(dir) != s.Name || dir == "." {
		words = append(words, "--name", s.Name)
	}
	words = append(words, "--module", s.Module)
	for _, k := range cat.Categories {
		if v := s.Options[k.Name]; v != "" {
			words = append(words, "--"+k.Name, v)
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
