package cli

import (
	"errors"
	"io"
	"slices"

	"github.com/AlecAivazis/survey/v2"
	"github.com/AlecAivazis/survey/v2/terminal"
)

// errCancelled says that the user backed out of a question.
var errCancelled = errors.New("cancelled")

// Option is one answer a user may select.
type Option struct{ Name, About string }

// Prompter asks questions on a terminal. It is all gen knows of the library
// behind it.
type Prompter interface {
	// Select returns the name of one option; the first is the default.
	Select(question string, options []Option) (string, error)
	// SelectMany returns the names of any number of options.
	SelectMany(question string, options []Option) ([]string, error)
	// Input returns a line that check accepts.
	Input(question, preset string, check func(string) error) (string, error)
}

// surveyPrompter asks with survey.
type surveyPrompter struct {
	in  terminal.FileReader
	out terminal.FileWriter
	err io.Writer
}

func (p surveyPrompter) Select(question string, options []Option) (string, error) {
	var answer string
	err := p.ask(&survey.Select{Message: question, Options: names(options), Description: about(options)}, &answer)
	return answer, err
}

func (p surveyPrompter) SelectMany(question string, options []Option) ([]string, error) {
	var answer []string
	err := p.ask(&survey.MultiSelect{Message: question, Options: names(options), Description: about(options)}, &answer)
	return answer, err
}

func names(options []Option) []string {
	names := make([]string, len(options))
	for i, o := range options {
		names[i] = o.Name
	}
	return names
}

func about(options []Option) func(string, int) string {
	return func(_ string, i int) string { return options[i].About }
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

// defaultFirst moves the default option to the front.
func defaultFirst(options []Option, preset string) []Option {
	i := slices.IndexFunc(options, func(o Option) bool { return o.Name == preset })
	if i <= 0 {
		return options
	}
	first := options[i]
	return slices.Insert(slices.Delete(slices.Clone(options), i, i+1), 0, first)
}
