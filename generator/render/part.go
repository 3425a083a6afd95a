package render

import (
	"errors"
	"fmt"
	"io/fs"
	"text/template"
)

// partsFile is the file of a layer that holds its parts: named templates that
// every template of the project may call by {{template "name" .}}. What differs
// between options by a token, such as the parameters of a handler, is a part,
// so that the file around it stands once for all of them.
const partsFile = "parts.tmpl"

func newParts() *template.Template {
	return template.New("").Option("missingkey=error").Funcs(template.FuncMap{
		"slot": func(string, string) (string, error) { return "", errors.New("slot: not here") },
	})
}

// addParts adds the parts of a layer to those of the others, of which none may
// have the same name.
func (r *renderer) addParts(path string) error {
	text, err := fs.ReadFile(r.cat.Files, path)
	if err != nil {
		return err
	}
	set, err := newParts().New(path).Parse(string(text))
	if err != nil {
		return fmt.Errorf("template %w", trimPrefix(err, "template: "))
	}
	for _, t := range set.Templates() {
		if t.Name() == path {
			continue
		}
		if r.parts.Lookup(t.Name()) != nil {
			return fmt.Errorf("%s: part %q is defined twice", path, t.Name())
		}
		if _, err := r.parts.AddParseTree(t.Name(), t.Tree); err != nil {
			return err
		}
	}
	return nil
}
