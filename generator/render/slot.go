package render

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"text/template"

	"github.com/gen-go/gen/generator/layer"
)

// slotsFile is the file of a layer that holds its fragments, one define per
// slot.
const slotsFile = "slots.tmpl"

// slotError says which slot of a file went wrong.
type slotError struct{ slot, msg string }

func (e *slotError) Error() string { return fmt.Sprintf("slot %q: %s", e.slot, e.msg) }

// wholeLines makes a slot call that is alone on its line yield whole lines, or
// none: it takes the line with it, and is given its indentation.
func wholeLines(text string) string {
	const call = `{{slot "`
	if !strings.Contains(text, call) {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		rest := strings.TrimLeft(line, " \t")
		indent := line[:len(line)-len(rest)]
		name, isCall := strings.CutPrefix(rest, call)
		name, end, _ := strings.Cut(name, `"`)
		if isCall && end == "}}\n" {
			fmt.Fprintf(&b, "{{slot %q %q}}", name, indent)
		} else {
			b.WriteString(line)
		}
	}
	return b.String()
}

func (r *renderer) addFragments(f source) error {
	text, err := fs.ReadFile(r.cat.Files, f.path)
	if err != nil {
		return err
	}
	set, err := r.parse(f.path, string(text))
	if err != nil {
		return err
	}
	templates := set.Templates()
	slices.SortFunc(templates, func(a, b *template.Template) int { return strings.Compare(a.Name(), b.Name()) })
	for _, t := range templates {
		if t.Name() == f.path || r.parts.Lookup(t.Name()) != nil {
			continue
		}
		if _, err := r.declared(t.Name()); err != nil {
			return fmt.Errorf("%s: %w", f.path, err)
		}
		r.fragments[t.Name()] = append(r.fragments[t.Name()], fragment{layer: f.layer, tmpl: t})
	}
	return nil
}

func (r *renderer) declared(name string) (layer.Slot, error) {
	for _, s := range r.cat.Slots {
		if s.Name == name {
			return s, nil
		}
	}
	return layer.Slot{}, &slotError{name, "the catalogue declares no such slot"}
}

// slot returns the fragments for a slot of the file out, as whole lines.
func (r *renderer) slot(out, name, indent string, view *View) (string, error) {
	s, err := r.declared(name)
	if err != nil {
		return "", err
	}
	if s.File != out {
		return "", &slotError{name, "belongs to " + s.File}
	}
	if r.called[name] {
		return "", &slotError{name, "is called twice"}
	}
	r.called[name] = true
	var texts []string
	for _, f := range r.fragments[name] {
		var b bytes.Buffer
		if err := f.tmpl.Execute(&b, view); err != nil {
			return "", &slotError{name, fmt.Sprintf("layer %s: %v", f.layer, cause(err))}
		}
		if text := strings.Trim(b.String(), "\n"); strings.TrimSpace(text) != "" {
			texts = append(texts, text)
		}
	}
	if s.Sorted {
		slices.Sort(texts)
	}
	if s.Rows {
		return indented(strings.Join(append(texts, ""), "\n"), indent), nil
	}
	return indented(join(texts), indent), nil
}

// join puts an empty line between two fragments unless both are one line.
func join(texts []string) string {
	var b strings.Builder
	for i, text := range texts {
		if i > 0 && (lines(texts[i-1]) > 1 || lines(text) > 1) {
			b.WriteByte('\n')
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}

// lines counts the lines of a fragment without the imports it brings.
func lines(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		if _, ok := importIn(line); !ok {
			n++
		}
	}
	return n
}

func indented(text, indent string) string {
	if indent == "" {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line != "\n" {
			b.WriteString(indent)
		}
		b.WriteString(line)
	}
	return b.String()
}

// uncalled fails where a fragment found no place.
func (r *renderer) uncalled() error {
	for _, name := range slices.Sorted(maps.Keys(r.fragments)) {
		if !r.called[name] {
			return fmt.Errorf("layer %s: %w", r.fragments[name][0].layer, &slotError{name, "no file calls it"})
		}
	}
	return nil
}
