package cli

import (
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// ask asks for what is open, and reports whether it asked anything.
func (o *newOptions) ask(s *spec.Spec) (bool, error) {
	p := o.io.Prompter
	if p == nil || o.yes {
		return false, nil
	}
	counted := &countingPrompter{Prompter: p}
	if s.Name == "" {
		name, err := counted.Input("Name of the project?", "", spec.CheckName)
		if err != nil {
			return false, err
		}
		o.arg = name
		if err := o.place(s); err != nil {
			return false, err
		}
	}
	if s.Module == "" {
		path, err := counted.Input("Module path?", s.Name, spec.CheckModule)
		if err != nil {
			return false, err
		}
		s.Module = path
	}
	if err := askChoices(counted, o.cat, s); err != nil {
		return false, err
	}
	s.Fill(o.cat)
	if len(s.Resources) == 0 && counted.asked {
		if err := askResources(counted, o.cat, s); err != nil {
			return false, err
		}
	}
	return counted.asked, nil
}

// countingPrompter notes whether a question was asked.
type countingPrompter struct {
	Prompter
	asked bool
}

func (p *countingPrompter) Select(question string, options []Option) (string, error) {
	p.asked = true
	return p.Prompter.Select(question, options)
}

func (p *countingPrompter) SelectMany(question string, options []Option) ([]string, error) {
	p.asked = true
	return p.Prompter.SelectMany(question, options)
}

func (p *countingPrompter) Input(question, preset string, check func(string) error) (string, error) {
	p.asked = true
	return p.Prompter.Input(question, preset, check)
}

// askChoices asks for each category that the spec leaves open and that has a
// meaning beside the answers so far.
func askChoices(p Prompter, cat *layer.Catalog, s *spec.Spec) error {
	for _, k := range cat.Categories {
		if len(s.Options[k.Name]) > 0 {
			continue
		}
		var options []Option
		for _, l := range cat.Offered(k, s.Options) {
			options = append(options, Option{Name: l.Name, About: l.Summary})
		}
		if len(options) < 2 {
			continue // nothing to choose
		}
		if k.Many {
			names, err := p.SelectMany(k.Question, options[1:])
			if err != nil {
				return err
			}
			s.Options[k.Name] = names
			continue
		}
		answer, err := p.Select(k.Question, defaultFirst(options, k.Preset()))
		if err != nil {
			return err
		}
		s.Options[k.Name] = []string{answer}
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
