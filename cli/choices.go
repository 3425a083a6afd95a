package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// addChoices adds a flag for each category of the catalogue.
func addChoices(cmd *cobra.Command, cat *layer.Catalog) map[string]*[]string {
	values := map[string]*[]string{}
	for _, k := range cat.Categories {
		var names, completions []string
		for _, l := range cat.Answers(k) {
			names = append(names, l.Name)
			completions = append(completions, l.Name+"\t"+l.Summary)
		}
		usage := k.Summary + ": " + strings.Join(names, ", ")
		if k.Many {
			usage = k.Summary + ", comma-separated: " + strings.Join(names[1:], ", ") + "; or none"
		}
		if answer := k.DefaultAnswer(); answer != "" {
			usage += fmt.Sprintf(" (default %s)", answer)
		}
		values[k.Name] = new([]string)
		cmd.Flags().Var(&answer{names: values[k.Name], many: k.Many, needed: needsValue(cat, k)}, k.FlagName(), usage)
		complete(cmd, k.FlagName(), completions)
	}
	return values
}

// addPreset adds a flag for the presets of the catalogue.
func addPreset(cmd *cobra.Command, cat *layer.Catalog, name *string) {
	var completions []string
	for _, p := range cat.Presets {
		completions = append(completions, p.Name+"\t"+p.Summary)
	}
	cmd.Flags().Var(&single{value: name, needed: "needs a value, one of " + presetNames(cat)}, "preset", "use preset `name`: "+presetNames(cat))
	complete(cmd, "preset", completions)
}

func presetNames(cat *layer.Catalog) string {
	var names []string
	for _, p := range cat.Presets {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}

// complete adds shell completions to a flag.
func complete(cmd *cobra.Command, flag string, completions []string) {
	// The flag exists, so this cannot fail.
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(completions, cobra.ShellCompDirectiveNoFileComp))
}

// needsValue returns the problem with an empty value for a category.
func needsValue(cat *layer.Catalog, k layer.Category) string {
	if k.MayBeEmpty() {
		return "needs a value; none chooses nothing"
	}
	var names []string
	for _, l := range cat.Answers(k) {
		names = append(names, l.Name)
	}
	return "needs a value, one of " + strings.Join(names, ", ")
}

// single is the value of a flag that may be given only once.
type single struct {
	value  *string
	given  bool
	needed string // the problem with an empty value
}

// once adds a flag that may be given only once, because it is an error to
// ignore one of two values.
func once(f *pflag.FlagSet, value *string, name, short, preset, usage string) {
	*value = preset
	f.VarP(&single{value: value, needed: "needs a value"}, name, short, usage)
}

// addDir adds the flag for the directory of a project.
func addDir(f *pflag.FlagSet, dir *string) {
	once(f, dir, "dir", "C", ".", "project `directory`, or one below it")
}

func (s *single) String() string {
	if s.value == nil {
		return "" // pflag calls it on the zero value
	}
	return *s.value
}

func (s *single) Type() string { return "string" }

func (s *single) Set(value string) error {
	switch {
	case value == "":
		return errors.New(s.needed)
	case s.given:
		return onlyOne(*s.value, value)
	}
	*s.value, s.given = value, true
	return nil
}

func onlyOne(first, second string) error {
	return fmt.Errorf("takes one value, got %s and %s", first, second)
}

// names is the value of a flag that may be given several times, with one name each.
type names struct {
	values *[]string
	flag   string
}

func (n *names) String() string {
	if n.values == nil {
		return "" // pflag calls it on the zero value
	}
	return strings.Join(*n.values, ",")
}

func (n *names) Type() string { return "name" }

func (n *names) Set(value string) error {
	switch {
	case value == "":
		return errors.New("needs a value")
	case strings.Contains(value, ","):
		return fmt.Errorf("takes one name; repeat --%s for more", n.flag)
	}
	*n.values = append(*n.values, value)
	return nil
}

// answer is the value of a category's flag: an option, or several separated by
// commas.
type answer struct {
	names  *[]string
	many   bool
	needed string // the problem with an empty value
}

func (a *answer) String() string { return strings.Join(*a.names, ",") }

func (a *answer) Type() string { return "name" }

func (a *answer) Set(value string) error {
	switch {
	case value == "":
		return errors.New(a.needed)
	case a.many:
		*a.names = append(*a.names, strings.Split(value, ",")...)
	case len(*a.names) > 0:
		return onlyOne((*a.names)[0], value)
	default:
		*a.names = []string{value}
	}
	return nil
}

// commandLine returns the call of new that creates the project of this spec
// without questions.
func commandLine(cat *layer.Catalog, s *spec.Spec, dir string) string {
	words := []string{"gen new", quote(dir)}
	if spec.NameFromPath(filepath.ToSlash(dir)) != s.Name || dir == "." {
		words = append(words, "--name", s.Name)
	}
	words = append(words, "--module", s.Module)
	words = append(words, optionFlags(cat, s.Options)...)
	for _, name := range s.ClientNames() {
		words = append(words, "--client", name)
	}
	for _, r := range s.Resources {
		words = append(words, "--resource", quote(r.String()))
	}
	words = append(words, "--yes") // categories without a flag stay empty
	return strings.Join(words, " ")
}

// optionFlags returns the flags for the chosen options.
func optionFlags(cat *layer.Catalog, chosen layer.Choices) []string {
	var flags []string
	for _, k := range cat.Categories {
		if names := chosen[k.Name]; len(names) > 0 && !k.Implies(names) {
			flags = append(flags, "--"+k.FlagName()+" "+strings.Join(names, ","))
		}
	}
	return flags
}

// quote quotes s for a shell, if necessary.
func quote(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\n'\"\\$`*?[]{}()<>|&;#~!") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
