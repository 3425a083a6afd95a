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

// slotsFile is the name of the file with a layer's fragments, one define per
// slot.
const slotsFile = "slots.tmpl"

// slotError is an error about a slot.
type slotError struct{ slot, msg string }

func (e *slotError) Error() string { return fmt.Sprintf("slot %q: %s", e.slot, e.msg) }

// wholeLines rewrites slot calls that are alone on their line, so that they
// include the newline, which disappears with an empty slot, and pass the
// indentation on.
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
	return layer.Slot{}, &slotError{name, "not declared in the catalogue"}
}

// slot returns the fragments for a slot of the file out, as complete lines.
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

// join concatenates fragments, with an empty line in between unless both have
// one line.
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

// lines returns the number of lines of a fragment without its imports.
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

// uncalled returns an error if there are fragments for a slot that no file
// calls.
func (r *renderer) uncalled() error {
	for _, name := range slices.Sorted(maps.Keys(r.fragments)) {
		if !r.called[name] {
			return fmt.Errorf("layer %s: %w", r.fragments[name][0].layer, &slotError{name, "no file calls it"})
		}
	}
	return nil
}
