package render

import (
	"errors"
	"fmt"
	"io/fs"
	"text/template"
)

// partsFile is the name of the file with a layer's parts: named templates that
// every template of the project can call by {{template "name" .}}. Code that
// differs between options by a token, such as the parameters of a handler, is
// a part, so that all options share the file around it.
const partsFile = "parts.tmpl"

// newParts returns an empty set of parts. Its function json gives a name in
// snake_case the case that names have in JSON.
func newParts(json naming) *template.Template {
	return template.New("").Option("missingkey=error").Funcs(template.FuncMap{
		"json": json,
		"slot": func(string, string) (string, error) { return "", errors.New("slot: not allowed in a part") },
	})
}

// addParts adds the parts of a layer. Their names must be unique in a project.
func (r *renderer) addParts(path string) error {
	text, err := fs.ReadFile(r.cat.Files, path)
	if err != nil {
		return err
	}
	set, err := newParts(r.view.json).New(path).Parse(string(text))
	if err != nil {
		return fmt.Errorf("template %w", trimPrefix(err, "template: "))
	}
	for _, t := range set.Templates() {
		if t.Name() == path {
			continue
		}
		if r.parts.Lookup(t.Name()) != nil {
			return fmt.Errorf("%s: duplicate part %q", path, t.Name())
		}
		if _, err := r.parts.AddParseTree(t.Name(), t.Tree); err != nil {
			return err
		}
	}
	return nil
}
