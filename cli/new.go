package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// newOptions are the arguments of new.
type newOptions struct {
	cat *layer.Catalog
	io  IO

	arg       string // NAME
	name      string
	module    string
	dir       string
	file      string
	preset    string
	choices   map[string]*[]string
	clients   []string
	resources []string
	numbers   []int // of the --resource flags of the resources in the spec
	yes       bool
	dryRun    bool
	json      bool
}

func newNew(cat *layer.Catalog, stdio IO) *cobra.Command {
	o := &newOptions{cat: cat, io: stdio}
	cmd := &cobra.Command{
		Use:   "new NAME",
		Short: "Create a project",
		Long:  newLong(cat),
		Example: `  $ gen new myapi --framework gin --resource 'book title:string:required,max=200 price:decimal'
  $ gen new github.com/acme/myapi --preset api --yes
  $ gen new . -f gen.yaml`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("new takes one NAME, got %d: %s", len(args), strings.Join(args, " "))
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				if o.arg = args[0]; o.arg == "" {
					return usagef("NAME must not be empty")
				}
			}
			return o.run(cmd.Context())
		},
	}
	f := cmd.Flags()
	once(f, &o.name, "name", "", "", "project `name` (default: the last element of NAME)")
	once(f, &o.module, "module", "", "", "module `path` (default: the git remote of ., else the name)")
	addPreset(cmd, cat, &o.preset)
	o.choices = addChoices(cmd, cat)
	if cat.HasClients() {
		f.Var(&names{values: &o.clients, flag: "client"}, "client", "add a client of the service `name`; repeatable")
	}
	f.StringArrayVar(&o.resources, "resource", nil, "add a `resource`, 'NAME field:type[:modifier,…] …'; repeatable")
	once(f, &o.file, "file", "f", "", "read choices from `gen.yaml`; - is standard input")
	once(f, &o.dir, "dir", "", "", "create the project in `directory` (default: ./NAME)")
	f.BoolVar(&o.dryRun, "dry-run", false, "print what would be written, write nothing")
	f.BoolVar(&o.json, "json", false, "print a report as JSON")
	f.BoolVarP(&o.yes, "yes", "y", false, "ask nothing, use defaults")
	return cmd
}

// newLong returns the help text of new with all options of the catalogue.
func newLong(cat *layer.Catalog) string {
	var b strings.Builder
	b.WriteString(`Create a project in a new directory NAME.

NAME is a name, a path that ends in the name, a module path such as
github.com/acme/myapi, or . for the current directory. Flags take precedence
over the file given with -f, and both over --preset. On a terminal gen asks for
what is still open; elsewhere it uses defaults.

`)
	_ = printOptions(&b, cat) // a Builder cannot fail
	return strings.TrimSuffix(b.String(), "\n")
}

func (o *newOptions) run(ctx context.Context) error {
	s, lines, err := o.spec()
	if err != nil {
		return err
	}
	asked, err := o.ask(&s)
	if err != nil {
		return err
	}
	s.Fill(o.cat)
	rendered, err := change.New(o.cat, &s)
	if ps, ok := errors.AsType[spec.Problems](err); ok {
		lines.Locate(ps)
		return o.located(ps)
	}
	if err != nil {
		return err
	}
	overlay, err := o.write(ctx, rendered)
	if err != nil {
		return err
	}
	r := newReport(o.cat, &s, o.dir, o.dryRun, overlay)
	if asked {
		r.Command = commandLine(o.cat, &s, o.dir)
	}
	return r.print(o.io.Out, o.json)
}

// spec combines NAME, the flags, the file and the preset, in this order of
// precedence.
func (o *newOptions) spec() (spec.Spec, spec.Lines, error) {
	s := spec.Spec{Options: layer.Choices{}}
	var lines spec.Lines
	var problems spec.Problems
	if o.file != "" {
		var err error
		if s, lines, err = o.load(); err != nil && !errors.As(err, &problems) {
			return s, nil, err
		}
		if s.Options == nil {
			s.Options = layer.Choices{}
		}
	}
	for category, names := range o.choices {
		if len(*names) > 0 {
			s.Options[category] = *names
			delete(lines, category)
		}
	}
	if o.preset != "" {
		preset, ok := o.cat.Preset(o.preset)
		if !ok {
			return s, nil, usagef("--preset: %q is not one of %s", o.preset, presetNames(o.cat))
		}
		s.Options = o.cat.Expand(preset, s.Options)
	}
	if len(o.clients) > 0 {
		s.Clients = nil // those of the file do not apply
		lines.Drop("clients")
	}
	for _, name := range o.clients {
		s.Clients = append(s.Clients, spec.Client{Name: name})
	}
	if len(o.resources) > 0 {
		s.Resources, s.Migrations = nil, nil // those of the file do not apply
		lines.Drop("resources")
	}
	for i, line := range o.resources {
		r, err := spec.ParseResource(line)
		if err != nil {
			for message := range strings.Lines(err.Error()) {
				problems = append(problems, spec.Problem{Path: resourceFlag(i + 1), Message: strings.TrimSpace(message)})
			}
			continue
		}
		s.Resources = append(s.Resources, r)
		o.numbers = append(o.numbers, i+1)
	}
	err := o.place(&s)
	if len(problems) > 0 {
		if err == nil {
			// Also validate the rest, to report all problems at once.
			s.Fill(o.cat)
			more := generator.Validate(o.cat, &s)
			lines.Locate(more)
			problems = problems.Followed(more)
		}
		return s, nil, o.located(problems)
	}
	return s, lines, err
}

func (o *newOptions) load() (spec.Spec, spec.Lines, error) {
	if o.file == "-" {
		return spec.Load(o.io.In, o.cat)
	}
	f, err := os.Open(o.file)
	if err != nil {
		return spec.Spec{}, nil, usagef("-f: %w", err)
	}
	defer f.Close()
	return spec.Load(f, o.cat)
}

// located adds to each problem the file and line, or the flag that it comes
// from, and sorts them by line.
func (o *newOptions) located(ps spec.Problems) error {
	file := o.file
	if file == "-" {
		file = "standard input"
	}
	for i, p := range ps {
		ps[i].Path = o.flagged(p.Path)
	}
	return ps.In(file)
}

// flagged replaces the path of a client or a resource by the flag that it comes from,
// with the setting, if it is that of one. The message already names a field.
func (o *newOptions) flagged(path string) string {
	for i := range o.clients {
		if strings.HasPrefix(path, fmt.Sprintf("clients[%d]", i)) {
			return "--client"
		}
	}
	for i, number := range o.numbers {
		rest, ok := strings.CutPrefix(path, fmt.Sprintf("resources[%d]", i))
		if setting := spec.SettingIn(strings.TrimPrefix(rest, ".")); ok && setting != "" {
			return resourceFlag(number) + ": " + setting
		}
		if ok {
			return resourceFlag(number)
		}
	}
	return path
}

func resourceFlag(number int) string { return fmt.Sprintf("--resource %d", number) }
