package cli

import (
	"errors"
	"io"
	"slices"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/core"
	"github.com/AlecAivazis/survey/v2/terminal"
)

// errCancelled is returned if the user presses Ctrl-C.
var errCancelled = errors.New("cancelled")

// Option is a possible answer to a question.
type Option struct {
	Group   string // category, if the question is about several
	Name    string
	Summary string
}

func (o Option) label() string {
	if o.Group == "" {
		return o.Name
	}
	return o.Group + "/" + o.Name
}

// Prompter asks questions on a terminal. It hides the prompt library.
type Prompter interface {
	// Select returns one of the options; the first is preselected.
	Select(question string, options []Option) (Option, error)
	// SelectMany returns any number of options. It asks again while check
	// returns an error.
	SelectMany(question string, options []Option, check func(selected []Option) error) ([]Option, error)
	// Input returns a line of text. It asks again while check returns an error.
	Input(question, preset string, check func(string) error) (string, error)
}

// surveyPrompter implements Prompter with the survey library.
type surveyPrompter struct {
	in  terminal.FileReader
	out terminal.FileWriter
	err io.Writer
}

// pageSize is the number of options shown at a time.
const pageSize = 15

func (p surveyPrompter) Select(question string, options []Option) (Option, error) {
	var index int
	prompt := &survey.Select{Message: question, Options: labels(options), Description: summaries(options), PageSize: pageSize}
	if err := p.ask(prompt, &index); err != nil {
		return Option{}, err
	}
	return options[index], nil
}

func (p surveyPrompter) SelectMany(question string, options []Option, check func([]Option) error) ([]Option, error) {
	prompt := &survey.MultiSelect{Message: question, Options: labels(options), Description: summaries(options), PageSize: pageSize}
	var selected []Option
	validate := func(answer any) error {
		selected = nil
		var marked []int
		answers, _ := answer.([]core.OptionAnswer)
		for _, a := range answers {
			selected = append(selected, options[a.Index])
			marked = append(marked, a.Index)
		}
		prompt.Default = marked // initial selection of the next attempt
		return check(selected)
	}
	var indexes []int
	err := p.ask(prompt, &indexes, survey.WithValidator(validate), survey.WithRemoveSelectAll())
	return selected, err
}

func labels(options []Option) []string {
	labels := make([]string, len(options))
	for i, o := range options {
		labels[i] = o.label()
	}
	return labels
}

func summaries(options []Option) func(string, int) string {
	return func(_ string, i int) string { return options[i].Summary }
}

func (p surveyPrompter) Input(question, preset string, check func(string) error) (string, error) {
	var answer string
	err := p.ask(&survey.Input{Message: question, Default: preset}, &answer,
		survey.WithValidator(func(v any) error {
			text, _ := v.(string)
			return check(text)
		}))
	return answer, err
}

func (p surveyPrompter) ask(prompt survey.Prompt, answer any, opts ...survey.AskOpt) error {
	err := survey.AskOne(prompt, answer, append(opts, survey.WithStdio(p.in, p.out, p.err))...)
	if errors.Is(err, terminal.InterruptErr) || errors.Is(err, io.EOF) {
		return errCancelled
	}
	return err
}

// defaultFirst moves the option with a name to the front.
func defaultFirst(options []Option, name string) []Option {
	i := slices.IndexFunc(options, func(o Option) bool { return o.Name == name })
	if i <= 0 {
		return options
	}
	first := options[i]
	return slices.Insert(slices.Delete(slices.Clone(options), i, i+1), 0, first)
}
