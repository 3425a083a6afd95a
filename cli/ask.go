package cli

import (
	"errors"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// ask asks for what the spec leaves open. It reports whether it asked any
// questions.
func (o *newOptions) ask(s *spec.Spec) (bool, error) {
	if o.io.Prompter == nil || o.yes {
		return false, nil
	}
	p := &countingPrompter{Prompter: o.io.Prompter}
	if err := o.askPlace(p, s); err != nil {
		return false, err
	}
	if err := askEach(p, o.cat, s); err != nil {
		return false, err
	}
	if err := o.askRest(p, s); err != nil {
		return false, err
	}
	s.Fill(o.cat)
	if len(s.Resources) == 0 && p.asked {
		if err := askResources(p, o.cat, s); err != nil {
			return false, err
		}
	}
	if len(s.Clients) == 0 && p.asked && o.cat.HasClients() {
		if err := askClients(p, o.cat, s); err != nil {
			return false, err
		}
	}
	return p.asked, nil
}

// askPlace asks for the name and the module path. It fails if the directory is
// taken.
func (o *newOptions) askPlace(p Prompter, s *spec.Spec) error {
	if s.Name == "" {
		name, err := p.Input("Project name?", "", spec.CheckName)
		if err != nil {
			return err
		}
		o.arg = name
		if err := o.place(s); err != nil {
			return err
		}
	}
	if _, err := o.free(); err != nil {
		return err // before any more questions
	}
	if s.Module != "" {
		return nil
	}
	path, err := p.Input("Module path?", s.Name, spec.CheckModule)
	s.Module = path
	return err
}

// countingPrompter records whether any question was asked.
type countingPrompter struct {
	Prompter
	asked bool
}

func (p *countingPrompter) Select(question string, options []Option) (Option, error) {
	p.asked = true
	return p.Prompter.Select(question, options)
}

func (p *countingPrompter) SelectMany(question string, options []Option, check func([]Option) error) ([]Option, error) {
	p.asked = true
	return p.Prompter.SelectMany(question, options, check)
}

func (p *countingPrompter) Input(question, preset string, check func(string) error) (string, error) {
	p.asked = true
	return p.Prompter.Input(question, preset, check)
}

// askEach asks for each open category that has a question of its own and more
// than one possible answer.
func askEach(p Prompter, cat *layer.Catalog, s *spec.Spec) error {
	for _, k := range cat.Categories {
		if k.Question == "" || len(s.Options[k.Name]) > 0 {
			continue
		}
		var options []Option
		for _, l := range cat.Offered(k, s.Options) {
			options = append(options, Option{Name: l.Name, Summary: l.Summary})
		}
		if len(options) < 2 {
			continue
		}
		answer, err := p.Select(k.Question, defaultFirst(options, k.DefaultAnswer()))
		if err != nil {
			return err
		}
		s.Options[k.Name] = []string{answer.Name}
	}
	return nil
}

// askRest asks for the options of all other open categories in one question,
// unless a preset has chosen what else there is.
func (o *newOptions) askRest(p Prompter, s *spec.Spec) error {
	if o.preset != "" {
		return nil
	}
	var open []layer.Category
	for _, k := range o.cat.Categories {
		if k.Question == "" && len(s.Options[k.Name]) == 0 {
			open = append(open, k)
		}
	}
	var options []Option
	for _, k := range open {
		for _, l := range o.cat.Possible(k, s.Options, open) {
			if k.Implies([]string{l.Name}) {
				continue
			}
			options = append(options, Option{Group: k.Name, Name: l.Name, Summary: l.Summary})
		}
	}
	if len(options) == 0 {
		return nil
	}
	known := o.problems(s) // a file may have problems that no selection solves
	selected, err := p.SelectMany("What else?", options, func(selected []Option) error {
		for _, problem := range o.problems(with(s, selected)) {
			if !slices.Contains(known, problem) {
				return errors.New(problem)
			}
		}
		return nil
	})
	s.Options = with(s, selected).Options
	return err
}

// with returns a copy of the spec with additional options.
func with(s *spec.Spec, selected []Option) *spec.Spec {
	s = s.Clone()
	for _, o := range selected {
		s.Options[o.Group] = append(s.Options[o.Group], o.Name)
	}
	return s
}

// problems returns the problems of a spec as lines.
func (o *newOptions) problems(s *spec.Spec) []string {
	s = s.Clone()
	s.Fill(o.cat)
	var lines []string
	for _, p := range s.Validate(o.cat) {
		lines = append(lines, o.located(spec.Problems{p}).Error())
	}
	return lines
}

// askResources asks for one resource after another until a line is empty.
func askResources(p Prompter, cat *layer.Catalog, s *spec.Spec) error {
	question := "Resource, such as book title:string:required price:decimal? (empty for none)"
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
			_, err = generator.Render(cat, &with) // its name may clash with generated code
			return err
		})
		if err != nil || strings.TrimSpace(line) == "" {
			return err
		}
		s.Resources = append(s.Resources, r)
		question = "Another resource? (empty to finish)"
	}
}

// askClients asks for the names of clients, which may be none.
func askClients(p Prompter, cat *layer.Catalog, s *spec.Spec) error {
	parse := func(line string) []spec.Client {
		var clients []spec.Client
		for name := range strings.FieldsFuncSeq(line, func(r rune) bool { return r == ' ' || r == ',' }) {
			clients = append(clients, spec.Client{Name: name})
		}
		return clients
	}
	line, err := p.Input("Other services that it calls, such as payments? (empty for none)", "", func(line string) error {
		with := *s
		if with.Clients = parse(line); len(with.Clients) == 0 {
			return nil
		}
		_, err := generator.Render(cat, &with) // a name may clash with generated code
		return err
	})
	s.Clients = parse(line)
	return err
}
