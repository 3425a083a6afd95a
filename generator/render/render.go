// Package render renders a spec: it selects the layers, executes their
// templates, fills the slots of the wiring files, moves imports and formats
// the result. It is a pure function of the spec and the catalogue.
package render

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Tree returns the files that are made from templates. The spec must be filled
// and valid. Errors name the file, the slot and the layer.
func Tree(cat *layer.Catalog, s *spec.Spec) (tree.Tree, error) {
	layers, facts, err := cat.Resolve(s.Options, s.Facts(cat))
	if err != nil {
		return nil, err
	}
	plural := map[string]bool{}  // resources whose packages have plural names, see naming.go
	taken := map[string]bool{}   // names that constants cannot have
	aliased := map[string]bool{} // clients whose packages are imported with another name
	for {
		view := newView(cat, s, layers, plural, taken, aliased)
		if ps := view.unmet(); len(ps) > 0 {
			return nil, ps
		}
		if err := view.addDeclared(perClient(layers, view.Clients)); err != nil {
			return nil, err
		}
		r := &renderer{
			cat: cat, facts: facts, view: view, out: tree.Tree{},
			fragments: map[string][]fragment{}, called: map[string]bool{}, parts: newParts(view.json), of: map[string]string{},
		}
		clashes, err := r.project(layers)
		if err != nil {
			return nil, err
		}
		before := len(plural) + len(taken) + len(aliased)
		for _, c := range clashes {
			plural[c.resource] = plural[c.resource] || c.plural
			if c.constant != "" {
				taken[c.constant] = true
			}
			if c.alias {
				aliased[c.client] = true
			}
		}
		maps.DeleteFunc(plural, func(_ string, needed bool) bool { return !needed })
		switch {
		case len(clashes) == 0:
			return r.out, nil
		case len(plural)+len(taken)+len(aliased) == before:
			return nil, r.problems(clashes)
		}
	}
}

// project renders all files and returns the names of resources that clash with
// others.
func (r *renderer) project(layers []layer.Layer) ([]clash, error) {
	files, err := r.collect(layers)
	if err != nil {
		return nil, err
	}
	r.view.usePlurals(packagesOf(files))
	r.finisher.start(r.view.Module)
	err = r.files(files)
	syntax, finishErr := r.finisher.wait(r.out)
	if err := cmp.Or(err, finishErr); err != nil {
		return nil, err
	}
	return r.clashes(syntax)
}

func (r *renderer) files(files []source) error {
	for _, f := range files {
		if err := r.file(f); err != nil {
			return err
		}
	}
	return r.uncalled()
}

type renderer struct {
	cat       *layer.Catalog
	facts     layer.Facts
	view      *View
	out       tree.Tree
	fragments map[string][]fragment // by slot
	called    map[string]bool       // slots that a file has called
	parts     *template.Template    // parts of all layers
	finisher  finisher
	of        map[string]string // path → resource that the file belongs to
	taken     []clash           // paths that two files have
}

// source is a template file of an active layer.
type source struct {
	layer string
	path  string // in Catalog.Files
	out   string // in the project; may have placeholders such as {resource}
}

// fragment is what a layer adds to a slot.
type fragment struct {
	layer string
	tmpl  *template.Template
}

// collect returns the files of the layers whose @ conditions hold, and parses
// the parts and fragments.
func (r *renderer) collect(layers []layer.Layer) ([]source, error) {
	var files, slots []source
	for _, l := range layers {
		if l.Dir == "" {
			continue
		}
		err := fs.WalkDir(r.cat.Files, l.Dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				return r.enter(name)
			}
			switch {
			case d.Name() == partsFile:
				return r.addParts(name)
			case d.Name() == slotsFile:
				slots = append(slots, source{layer: l.ID(), path: name})
			case ofLayer.MatchString(name) && !r.view.creates(l): // the tables are those of another option
			default:
				files = append(files, source{layer: l.ID(), path: name, out: outputPath(l.Dir, name)})
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("layer %s: %w", l.ID(), err)
		}
	}
	left, err := r.left(layers)
	if err != nil {
		return nil, err
	}
	files = append(files, left...)
	for _, s := range slots { // parsed last, because they may call the parts of any layer
		if err := r.addFragments(s); err != nil {
			return nil, fmt.Errorf("layer %s: %w", s.layer, err)
		}
	}
	return files, nil
}

// left returns the migrations of options that were removed after these may have
// run.
func (r *renderer) left(layers []layer.Layer) ([]source, error) {
	var files []source
	for _, m := range r.view.migrations {
		l, ok := r.cat.Option(string(m.Verb), m.Name)
		if !ok || slices.ContainsFunc(layers, func(other layer.Layer) bool { return other.ID() == l.ID() }) {
			continue
		}
		err := fs.WalkDir(r.cat.Files, l.Dir, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir():
				return r.enter(name)
			case ofLayer.MatchString(name):
				files = append(files, source{layer: l.ID(), path: name, out: outputPath(l.Dir, name)})
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("layer %s: %w", l.ID(), err)
		}
	}
	return files, nil
}

// enter returns fs.SkipDir for a directory whose @ condition does not hold.
func (r *renderer) enter(folder string) error {
	condition, ok := strings.CutPrefix(path.Base(folder), "@")
	if !ok {
		return nil
	}
	switch holds, err := r.facts.Holds(condition); {
	case err != nil:
		return fmt.Errorf("%s: %w", folder, err)
	case !holds:
		return fs.SkipDir
	}
	return nil
}

// outputPath removes the layer's directory, @ conditions and the suffix .tmpl.
func outputPath(dir, name string) string {
	name = strings.TrimPrefix(name, dir+"/")
	elements := slices.DeleteFunc(strings.Split(name, "/"), func(e string) bool { return strings.HasPrefix(e, "@") })
	return strings.TrimSuffix(strings.Join(elements, "/"), ".tmpl")
}

var perResource = regexp.MustCompile(`\{(resource|package|table)\}`)

// file renders a template once, or once per resource or migration.
func (r *renderer) file(f source) error {
	f.out = r.view.number(f.layer, f.out)
	text, err := fs.ReadFile(r.cat.Files, f.path)
	if err != nil {
		return err
	}
	if !strings.HasSuffix(f.path, ".tmpl") {
		return r.add(f, f.out, text)
	}
	if !strings.Contains(f.out, "{") {
		return r.single(f, text)
	}
	t, err := r.parse(f.path, string(text))
	if err != nil {
		return err
	}
	if strings.Contains(f.out, layer.ClientWord) {
		return r.clients(f, t)
	}
	if perMigration.MatchString(f.out) {
		return r.migrations(f, t)
	}
	return r.resources(f, t)
}

// single renders a template that is one file of the project.
func (r *renderer) single(f source, text []byte) error {
	if !r.claim(f.out, nil) {
		return nil
	}
	if data, ok := plain(text, r.view.Module); ok {
		return r.add(f, f.out, data)
	}
	t, err := r.parse(f.path, string(text))
	if err != nil {
		return err
	}
	text, err = r.text(f, f.out, t, r.view)
	if err != nil || len(bytes.TrimSpace(text)) == 0 {
		return err // a project for which it is empty does not have the file
	}
	return r.finish(f, f.out, text)
}

// resources renders a template once per resource. A resource for which that is
// empty does not have the file.
func (r *renderer) resources(f source, t *template.Template) error {
	for i := range r.view.Resources {
		view := *r.view
		view.Resource = &r.view.Resources[i]
		names := map[string]string{
			"{resource}": view.Resource.File, "{package}": view.Resource.Package,
			"{table}": view.Resource.Table,
		}
		out := perResource.ReplaceAllStringFunc(f.out, func(m string) string { return names[m] })
		text, err := r.text(f, out, t, &view)
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(text)) == 0 || !r.claim(out, view.Resource) {
			continue
		}
		if err := r.finish(f, out, text); err != nil {
			return err
		}
	}
	return nil
}

// execute adds the file that text returns.
func (r *renderer) execute(f source, out string, t *template.Template, views ...*View) error {
	text, err := r.text(f, out, t, views...)
	if err != nil {
		return err
	}
	return r.finish(f, out, text)
}

// finish adds a file that is still to be formatted.
func (r *renderer) finish(f source, out string, text []byte) error {
	if err := r.add(f, out, nil); err != nil {
		return err
	}
	r.finisher.add(f.layer, out, text)
	return nil
}

// text renders a template with each view, one after the other. A text that is
// the same as the one before it is left out.
func (r *renderer) text(f source, out string, t *template.Template, views ...*View) ([]byte, error) {
	var b, last bytes.Buffer
	for _, view := range views {
		var next bytes.Buffer
		t.Funcs(template.FuncMap{"slot": func(name, indent string) (string, error) { return r.slot(out, name, indent, view) }})
		if err := t.Execute(&next, view); err != nil {
			return nil, fmt.Errorf("render %s: layer %s: %w", out, f.layer, cause(err))
		}
		if !bytes.Equal(next.Bytes(), last.Bytes()) {
			b.Write(next.Bytes())
		}
		last = next
	}
	return b.Bytes(), nil
}

func (r *renderer) add(f source, out string, data []byte) error {
	if err := r.out.Add(out, data); err != nil {
		return fmt.Errorf("render: layer %s: %w", f.layer, err)
	}
	return nil
}

func (r *renderer) parse(name, text string) (*template.Template, error) {
	set, err := r.parts.Clone() // because execute sets the slot function for each template
	if err != nil {
		return nil, err
	}
	t, err := set.New(name).Parse(wholeLines(text))
	if err != nil {
		return nil, fmt.Errorf("template %w", trimPrefix(err, "template: "))
	}
	return t, nil
}

// cause removes the wrapping of text/template around an error in a slot.
func cause(err error) error {
	var exec template.ExecError
	var inner *slotError
	if errors.As(err, &exec) && errors.As(exec.Err, &inner) {
		return inner
	}
	return trimPrefix(err, "template: ")
}

func trimPrefix(err error, prefix string) error {
	return errors.New(strings.TrimPrefix(err.Error(), prefix))
}
