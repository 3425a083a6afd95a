package templates_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/template"
	"text/template/parse"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/covering"
)

// footprint is what the text of something depends on.
type footprint struct {
	factors map[string]bool // of a combination
	fields  bool            // it is about the fields of resources, too, whatever their kind
}

func newFootprint(factors ...string) *footprint {
	f := &footprint{factors: map[string]bool{}}
	for _, name := range factors {
		f.factors[name] = true
	}
	return f
}

func (f *footprint) add(g *footprint) {
	maps.Copy(f.factors, g.factors)
	f.fields = f.fields || g.fields
}

// reader finds footprints in the templates of a catalogue.
type reader struct {
	t    *testing.T
	cat  *layer.Catalog
	lang *language
	// What fills each slot, and what is in each package, whose folder is written
	// as in the templates: internal/{package}.
	slots, packages map[string]*footprint
}

// footprints returns the footprint of every package of the generated projects,
// by folder: what its templates read, and all conditions on the way to them.
func footprints(t *testing.T, cat *layer.Catalog) map[string]*footprint {
	t.Helper()
	r := &reader{t: t, cat: cat, lang: newLanguage(cat), slots: map[string]*footprint{}, packages: map[string]*footprint{}}
	for _, fragments := range []bool{true, false} {
		for _, l := range cat.Layers {
			err := fs.WalkDir(cat.Files, l.Dir, func(name string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() && (path.Base(name) == "slots.tmpl") == fragments {
					r.file(l, name)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return r.packages
}

var mark = regexp.MustCompile(`/@[^/]*`)

func (r *reader) file(l layer.Layer, name string) {
	r.t.Helper()
	where := r.option(l)
	for _, m := range mark.FindAllString(strings.TrimPrefix(name, l.Dir), -1) {
		where.add(r.condition(m[2:]))
	}
	data, err := fs.ReadFile(r.cat.Files, name)
	if err != nil {
		r.t.Fatal(err)
	}
	dir := path.Dir(mark.ReplaceAllString(strings.TrimPrefix(name, l.Dir), ""))[1:]
	switch {
	case path.Base(name) == "slots.tmpl":
		for _, tmpl := range r.parse(name, string(data)) {
			if tmpl.Name() != name {
				into(r.slots, tmpl.Name(), where, r.reads(tmpl.Root))
			}
		}
	case strings.HasSuffix(name, ".go.tmpl"):
		if strings.ContainsRune(name, '{') {
			where.add(newFootprint("resources"))
		}
		into(r.packages, dir, where)
		for _, tmpl := range r.parse(name, string(data)) {
			into(r.packages, dir, r.reads(tmpl.Root))
		}
	}
}

func into(all map[string]*footprint, key string, parts ...*footprint) {
	if all[key] == nil {
		all[key] = newFootprint()
	}
	for _, p := range parts {
		all[key].add(p)
	}
}

func (r *reader) parse(name, text string) []*template.Template {
	r.t.Helper()
	set, err := template.New(name).Funcs(template.FuncMap{"slot": func(string) string { return "" }}).Parse(text)
	if err != nil {
		r.t.Fatal(err)
	}
	return slices.DeleteFunc(set.Templates(), func(t *template.Template) bool { return t.Tree == nil })
}

// option is the footprint of being part of a project.
func (r *reader) option(l layer.Layer) *footprint {
	f := newFootprint()
	if l.Category != "" {
		f.add(r.condition(l.Category + "." + l.Name))
	}
	for _, condition := range l.When {
		f.add(r.condition(condition))
	}
	return f
}

func (r *reader) condition(condition string) *footprint {
	f := newFootprint()
	for word := range strings.SplitSeq(strings.TrimPrefix(condition, "!"), ",") {
		rule, ok := r.lang.words[word]
		switch kind, field := strings.CutPrefix(word, "field-"); {
		case ok:
			for _, in := range rule {
				f.factors[in.Factor] = true
			}
		case field:
			f.add(newFootprint("resources", "field/"+kind))
		case word == "resources" || word == "migrations":
			f.factors["resources"] = true
			for _, l := range r.cat.Layers {
				if word == "migrations" && l.Migrations > 0 {
					f.add(r.condition(l.Category + "." + l.Name))
				}
			}
		default:
			r.t.Fatalf("unknown word %q: say here what it depends on", word)
		}
	}
	return f
}

// reads is the footprint of what a template prints.
func (r *reader) reads(n parse.Node) *footprint {
	f := newFootprint()
	walk(reflect.ValueOf(n), func(node parse.Node) {
		switch n := node.(type) {
		case *parse.FieldNode:
			f.add(r.view(n.Ident[0]))
		case *parse.VariableNode:
			if n.Ident[0] == "$" && len(n.Ident) > 1 {
				f.add(r.view(n.Ident[1]))
			}
		case *parse.CommandNode:
			if id, ok := n.Args[0].(*parse.IdentifierNode); ok && id.Ident == "slot" {
				if name, ok := n.Args[1].(*parse.StringNode); ok && r.slots[name.Text] != nil {
					f.add(r.slots[name.Text])
				}
			}
		}
	})
	return f
}

// walk calls f for every node below v.
func walk(v reflect.Value, f func(parse.Node)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() || v.Type() == reflect.TypeFor[*parse.Tree]() {
			return
		}
		if node, ok := v.Interface().(parse.Node); ok && v.Kind() == reflect.Pointer {
			f(node)
		}
		walk(v.Elem(), f)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(v.Field(i), f)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), f)
		}
	}
}

// view is the footprint of a field or method of a render.View. A name that it
// does not have is that of something in it, which was reached by its own.
func (r *reader) view(name string) *footprint {
	view := reflect.TypeFor[*render.View]()
	_, field := view.Elem().FieldByName(name)
	_, method := view.MethodByName(name)
	switch {
	case !field && !method, slices.Contains([]string{"Name", "Module", "Go"}, name):
		return newFootprint()
	case name == "SQL" || name == "CreatedAt":
		return newFootprint("database")
	case name == "References":
		return newFootprint("resources", "field/ref")
	case name == "Resources" || name == "Resource" || name == "Field":
		f := newFootprint("resources", "database")
		f.fields = true
		return f
	}
	all := newFootprint() // of any option
	for _, f := range r.lang.factors {
		all.factors[f.Name] = true
	}
	return all
}

// mostStates is how many states of a package are checked one by one.
const mostStates = 500

// names are the factors of a footprint.
func (f *footprint) names() []string { return slices.Sorted(maps.Keys(f.factors)) }

// states counts the ways to answer what a footprint is about, up to a few more
// than mostStates.
func (f *footprint) states(s *covering.Space) int {
	n := 0
	for range s.Choices(f.names()...) {
		if n++; n > mostStates {
			break
		}
	}
	return n
}

// texts are those of packages, to be held against their footprints: where all
// that a package depends on is equal, so is its text.
type texts struct {
	prints map[string]*footprint

	mu   sync.Mutex
	seen map[string]seen // by package and what it depends on
	bad  map[string][2]combination
}

type seen struct {
	hash [sha256.Size]byte
	in   combination
}

func textsOf(prints map[string]*footprint) *texts {
	return &texts{prints: prints, seen: map[string]seen{}, bad: map[string][2]combination{}}
}

func (x *texts) add(c combination, out tree.Tree) {
	packages := map[string][]byte{}
	for name, f := range out.All() {
		if path.Ext(name) == ".go" {
			packages[path.Dir(name)] = fmt.Appendf(packages[path.Dir(name)], "%s\n%s", name, f.Data)
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for dir, text := range packages {
		of, ok := x.prints[dir]
		if !ok {
			of, ok = x.prints[path.Dir(dir)+"/{package}"]
		}
		if !ok {
			continue // the documents
		}
		depends := combination{}
		for name, answer := range c {
			if of.factors[name] || of.fields && strings.HasPrefix(name, "field/") {
				depends[name] = answer
			}
		}
		key := dir + " " + depends.String()
		now := seen{sha256.Sum256(text), c}
		if was, ok := x.seen[key]; ok && was.hash != now.hash {
			x.bad[dir] = [2]combination{was.in, c}
		}
		x.seen[key] = now
	}
}

func (x *texts) report(t *testing.T) {
	t.Helper()
	for dir, in := range x.bad {
		t.Errorf("%s differs, and nothing that its templates read does:\n%s\n%s", dir, in[0], in[1])
	}
}
