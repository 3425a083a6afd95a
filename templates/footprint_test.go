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

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/covering"
)

// footprint is the set of choices that the output of a template depends on.
type footprint struct {
	factors map[string]bool // factors of a combination
	fields  bool            // whether it also depends on fields of resources, regardless of their kind
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

// reader determines footprints from the templates of a catalogue.
type reader struct {
	t    *testing.T
	cat  *layer.Catalog
	lang *language
	// The footprints of each part, slot and package. The directories of
	// packages are written as in the templates: internal/{package}.
	parts, slots, packages map[string]*footprint
	fragments              []*footprint // of each fragment of a slot
}

// footprints returns the footprint of every package of the generated projects,
// by directory: what its templates use, and all conditions under which they
// are used. It also returns those of all fragments.
func footprints(t *testing.T, cat *layer.Catalog) (packages map[string]*footprint, fragments []*footprint) {
	t.Helper()
	r := &reader{t: t, cat: cat, lang: newLanguage(cat), parts: map[string]*footprint{}, slots: map[string]*footprint{}, packages: map[string]*footprint{}}
	for _, into := range []struct {
		named string
		all   map[string]*footprint
	}{{"parts.tmpl", r.parts}, {"parts.tmpl", r.parts}, {"slots.tmpl", r.slots}, {".go.tmpl", r.packages}} { // in order of dependency; a part may call another
		for _, l := range cat.Layers {
			if l.Dir == "" {
				continue
			}
			err := fs.WalkDir(cat.Files, l.Dir, func(name string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() && strings.HasSuffix(name, into.named) {
					r.file(l, name, into.all)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return r.packages, r.fragments
}

var mark = regexp.MustCompile(`/@[^/]*`)

// file adds a file of a layer to the footprint of its package, or each
// template in it to that of its part or slot.
func (r *reader) file(l layer.Layer, name string, all map[string]*footprint) {
	r.t.Helper()
	inside := strings.TrimPrefix(name, l.Dir)
	where := r.option(l)
	for _, m := range mark.FindAllString(inside, -1) {
		where.add(r.condition(m[2:]))
	}
	if strings.ContainsRune(inside, '{') {
		where.add(newFootprint("resources"))
	}
	data, err := fs.ReadFile(r.cat.Files, name)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, tmpl := range r.parse(name, string(data)) {
		own := newFootprint()
		own.add(where)
		r.reads(tmpl.Root, true, own)
		key := path.Dir(mark.ReplaceAllString(inside, ""))[1:]
		if !strings.HasSuffix(name, ".go.tmpl") {
			key = tmpl.Name()
		}
		if all[key] == nil {
			all[key] = newFootprint()
		}
		all[key].add(own)
		if path.Base(name) == "slots.tmpl" {
			r.fragments = append(r.fragments, own)
		}
	}
}

func (r *reader) parse(name, text string) []*template.Template {
	r.t.Helper()
	set, err := template.New(name).Funcs(template.FuncMap{"slot": func(string) string { return "" }, "json": func(string) string { return "" }}).Parse(text)
	if err != nil {
		r.t.Fatal(err)
	}
	return slices.DeleteFunc(set.Templates(), func(t *template.Template) bool { return t.Tree == nil })
}

// option returns the footprint of the presence of a layer in a project.
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
		if rule, ok := r.lang.words[word]; ok {
			for _, in := range rule {
				f.factors[in.Factor] = true
			}
			continue
		}
		f.add(r.fact(word))
	}
	return f
}

// fact returns the footprint of a word of the spec.
func (r *reader) fact(word string) *footprint {
	r.t.Helper()
	if kind, ok := strings.CutPrefix(word, "field-"); ok {
		return newFootprint("resources", "field/"+kind)
	}
	switch word {
	case "unowned":
		return newFootprint("resources", "field/owner")
	case "owned-references", "owned-included", "owned-listed", "unowned-listed", "unowned-ref":
		return newFootprint("resources", "field/owner", "field/ref", "field/refs")
	case softDelete:
		return newFootprint("resources", "field/"+word)
	case "softdelete-ref":
		return newFootprint("resources", "field/"+softDelete, "field/ref")
	}
	if strings.HasPrefix(word, "id-") {
		f := newFootprint("resources")
		f.add(r.ids())
		return f
	}
	without, ok := (&spec.Spec{}).Facts(r.cat)[word]
	if !ok {
		r.t.Fatalf("unknown condition %q", word)
	}
	f := newFootprint("resources")
	for _, l := range r.cat.Layers {
		s := &spec.Spec{Options: layer.Choices{l.Category: {l.Name}}}
		if l.Category != "" && s.Facts(r.cat)[word] != without {
			f.add(r.option(l))
		}
	}
	return f
}

// reads adds to f what a node of a template uses. Dot reports whether the dot
// is the view there.
func (r *reader) reads(n parse.Node, dot bool, f *footprint) {
	branch := func(n parse.BranchNode, inside bool) {
		r.reads(n.Pipe, dot, f)
		r.reads(n.List, inside, f)
		if n.ElseList != nil {
			r.reads(n.ElseList, dot, f)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, n := range n.Nodes {
			r.reads(n, dot, f)
		}
	case *parse.ActionNode:
		r.reads(n.Pipe, dot, f)
	case *parse.IfNode:
		branch(n.BranchNode, dot)
	case *parse.RangeNode:
		branch(n.BranchNode, false)
	case *parse.WithNode:
		branch(n.BranchNode, false)
	case *parse.TemplateNode:
		f.addFrom(r.parts, n.Name)
		if n.Pipe != nil {
			r.reads(n.Pipe, dot, f)
		}
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			r.reads(c, dot, f)
		}
	case *parse.CommandNode:
		if id, ok := n.Args[0].(*parse.IdentifierNode); ok {
			switch id.Ident {
			case "slot":
				name, _ := n.Args[1].(*parse.StringNode)
				f.addFrom(r.slots, name.Text)
			case "json":
				f.add(r.names())
			}
		}
		for _, arg := range n.Args {
			r.reads(arg, dot, f)
		}
	case *parse.ChainNode:
		r.reads(n.Node, dot, f)
	case *parse.FieldNode:
		if dot {
			f.add(r.view(n.Ident[0]))
		}
	case *parse.VariableNode:
		if n.Ident[0] == "$" && len(n.Ident) > 1 {
			f.add(r.view(n.Ident[1]))
		}
	}
}

func (f *footprint) addFrom(all map[string]*footprint, name string) {
	if g := all[name]; g != nil {
		f.add(g)
	}
}

// names returns the footprint of names in JSON.
func (r *reader) names() *footprint {
	f := newFootprint()
	for _, l := range r.cat.Layers {
		if l.CamelCase {
			f.add(r.option(l))
		}
	}
	return f
}

// ids returns the footprint of the type of ids.
func (r *reader) ids() *footprint {
	f := newFootprint()
	for _, l := range r.cat.Layers {
		if l.IDs != "" {
			f.add(r.option(l))
		}
	}
	return f
}

// view returns the footprint of a field or method of a render.View.
func (r *reader) view(name string) *footprint {
	r.t.Helper()
	if slices.Contains([]string{"Name", "Module", "Go", "Label"}, name) {
		return newFootprint()
	}
	f := newFootprint()
	of := func(says func(layer.Layer) bool) {
		for _, l := range r.cat.Layers {
			if says(l) {
				f.add(r.option(l))
			}
		}
	}
	guards := func(l layer.Layer) bool { return len(l.Guards) > 0 }
	switch name {
	case "Change", "Check": // of migrations
	case "SQL", "CreatedAt":
		of(func(l layer.Layer) bool { return l.SQL != nil })
	case "Bulk":
		f.add(newFootprint("resources"))
	case "Untimed":
		f.fields = true
		f.add(newFootprint("resources"))
	case "IDs":
		f.fields = true
		f.add(newFootprint("resources"))
		f.add(r.ids())
	case "Clients", "Client":
		f.add(newFootprint("clients"))
	case "Owned", "Owners":
		f.add(newFootprint("resources", "field/owner"))
	case "Links":
		f.add(newFootprint("resources", "field/refs"))
	case "Includes":
		f.add(newFootprint("resources", "field/ref", "field/refs"))
		of(guards)
	case "SoftDeletes", "Purged":
		f.fields = true
		f.add(newFootprint("resources"))
		f.add(r.ids())
	case "Unlinked": // of migrations
	case "SoftLinks":
		f.add(newFootprint("resources", "field/refs", "field/"+softDelete))
	case "InUse":
		f.add(newFootprint("resources", "field/ref", "field/"+softDelete))
	case "References", "Referring":
		f.add(newFootprint("resources", "field/ref"))
	case "SeedReferences":
		f.add(newFootprint("resources", "field/ref", "field/owner"))
	case "Patterns":
		f.add(newFootprint("resources", "field/pattern", "field/ref")) // the resource that is referred to has one, too
	case "Searches", "TestsTogether":
		f.add(newFootprint("resources"))
	case "TextFilters":
		f.add(newFootprint("resources", "field/string", "field/unique"))
	case "Currencies":
	case "Decimals", "AnyDecimal", "Fixed":
		f.add(newFootprint("resources", "field/decimal", "field/scaled", "field/money"))
	case "Resources", "OwnedLabels", "InOrder", "Seeded", "SeededInOrder", "First", "Resource", "Field":
		f.fields = true
		f.add(r.names())
		f.add(r.ids())
		f.add(newFootprint("resources"))
		f.add(r.view("SQL"))
		of(guards)
	case "Access":
		of(func(l layer.Layer) bool { return l.Input || guards(l) })
	case "Guards":
		f.add(newFootprint("resources"))
		f.add(r.view("Access"))
	case "Codes":
		of(func(l layer.Layer) bool { return len(l.Codes) > 0 })
	case "Sections":
		of(func(l layer.Layer) bool { return len(l.Sections) > 0 })
	case "Commands":
		of(func(l layer.Layer) bool { return len(l.Commands) > 0 })
	case "Data":
		of(func(l layer.Layer) bool { return l.Volume != "" })
	case "Services":
		of(func(l layer.Layer) bool { return len(l.Services) > 0 })
	case "Groups", "Required", "Secrets", "NeededSecrets", "OtherSecrets", "Configured":
		of(func(l layer.Layer) bool { return len(l.Settings)+len(l.Services) > 0 })
	default:
		view := reflect.TypeFor[*render.View]()
		_, field := view.Elem().FieldByName(name)
		if _, method := view.MethodByName(name); field || method { // in a part, the dot may be something else
			r.t.Errorf("a Go template uses .%s: add here what it depends on", name)
		}
	}
	return f
}

// mostStates is the maximum number of states of a package that are checked
// individually.
const mostStates = 500

// names returns the factors of a footprint.
func (f *footprint) names() []string { return slices.Sorted(maps.Keys(f.factors)) }

// states returns the number of possible choices of a footprint, but stops
// counting above mostStates.
func (f *footprint) states(s *covering.Space) int {
	n := 0
	for range s.Choices(f.names()...) {
		if n++; n > mostStates {
			break
		}
	}
	return n
}

// texts compares the content of packages with their footprints: if all choices
// that a package depends on are equal, so is its content.
type texts struct {
	prints map[string]*footprint

	mu   sync.Mutex
	seen map[string]seen // by package and the choices that it depends on
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
	packages := goPackages(out)
	x.mu.Lock()
	defer x.mu.Unlock()
	for dir, text := range packages {
		of, ok := x.prints[dir]
		if !ok {
			of, ok = x.prints[path.Dir(dir)+"/{package}"]
		}
		if !ok {
			continue // the API documents
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

// goPackages returns the text of each package.
func goPackages(out tree.Tree) map[string][]byte {
	packages := map[string][]byte{}
	for name, f := range out.All() {
		if path.Ext(name) == ".go" {
			packages[path.Dir(name)] = fmt.Appendf(packages[path.Dir(name)], "%s\n%s", name, f.Data)
		}
	}
	return packages
}

func (x *texts) report(t *testing.T, cat *layer.Catalog) {
	t.Helper()
	for dir, in := range x.bad {
		var texts [2]string
		for i, c := range in {
			out, err := c.project(cat)
			if err != nil {
				t.Fatal(err)
			}
			texts[i] = string(goPackages(out)[dir])
		}
		t.Errorf("%s differs although the choices that it depends on are equal:\n%s\n%s\n%s", dir, in[0], in[1], cmp.Diff(texts[0], texts[1]))
	}
}
