package templates_test

import (
	"go/format"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

func templateFiles(t *testing.T, cat *layer.Catalog) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(cat.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(cat.Files, name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestEntriesAreComplete(t *testing.T) {
	cat := templates.Catalog()
	for _, l := range cat.Layers {
		if _, err := fs.Stat(cat.Files, l.Dir); err != nil {
			t.Errorf("%s: %v", l.ID(), err)
		}
		if n := ownMigrations(t, cat, l); n != l.Migrations || n > 0 && l.Category == "" {
			t.Errorf("%s: has %d migrations, and says %d; only an option can have some", l.ID(), n, l.Migrations)
		}
		if l.Category == "" {
			continue
		}
		if _, ok := cat.Category(l.Category); !ok {
			t.Errorf("%s: no such category", l.ID())
		}
		if l.Summary == "" || strings.HasSuffix(l.Summary, ".") || len(l.Summary) > 70 {
			t.Errorf("%s: summary %q: want a short phrase without a full stop", l.ID(), l.Summary)
		}
		checkNeeds(t, cat, l.ID(), l.Needs)
	}
	for _, k := range cat.Categories {
		if _, ok := cat.Option(k.Name, k.DefaultAnswer()); ok == k.MayBeEmpty() {
			t.Errorf("category %s, may be empty %t: default %q, an option %t", k.Name, k.MayBeEmpty(), k.DefaultAnswer(), ok)
		}
		checkNeeds(t, cat, k.Name, k.Needs)
		if k.Summary == "" || k.Question == "" && !k.MayBeEmpty() {
			t.Errorf("category %s: has no summary, or no question though it needs an answer", k.Name)
		}
		if k.MayBeEmpty() && k.Default != "" {
			t.Errorf("category %s: may be empty, and has a default", k.Name)
		}
	}
}

// TestPresets checks that every preset is valid beside every framework, stands
// for what it says, and renders.
func TestPresets(t *testing.T) {
	cat := templates.Catalog()
	for _, p := range cat.Presets {
		if p.Summary == "" || strings.HasSuffix(p.Summary, ".") || len(p.Summary) > 70 {
			t.Errorf("preset %s: summary %q: want a short phrase without a full stop", p.Name, p.Summary)
		}
		for _, framework := range cat.Options("framework") {
			s := &spec.Spec{Name: "myapi", Options: cat.Expand(p, layer.Choices{"framework": {framework.Name}})}
			s.Fill(cat)
			if ps := s.Validate(cat); len(ps) > 0 {
				t.Errorf("preset %s with %s: %v", p.Name, framework.Name, ps)
				continue
			}
			for category, names := range p.Options {
				if !slices.Equal(s.Options[category], names) {
					t.Errorf("preset %s with %s: %s is %v, want %v in the catalogue's order", p.Name, framework.Name, category, s.Options[category], names)
				}
			}
			if _, err := render.Tree(cat, s); err != nil {
				t.Errorf("preset %s with %s: %v", p.Name, framework.Name, err)
			}
		}
	}
}

func checkNeeds(t *testing.T, cat *layer.Catalog, of string, needs []layer.Need) {
	t.Helper()
	for _, need := range needs {
		if _, err := cat.Facts(nil, nil).Holds(need.Condition); err != nil || need.Reason == "" {
			t.Errorf("%s: needs %q because %q: %v", of, need.Condition, need.Reason, err)
		}
	}
}

// TestConditions checks every condition of the catalogue and of its folders,
// those included that no project of the other tests comes to.
func TestConditions(t *testing.T) {
	cat := templates.Catalog()
	facts := cat.Facts(nil, (&spec.Spec{}).Facts(cat))
	for _, l := range cat.Layers {
		for _, condition := range l.When {
			if _, err := facts.Holds(condition); err != nil {
				t.Errorf("%s: when %v", l.ID(), err)
			}
		}
	}
	for name := range templateFiles(t, cat) {
		for element := range strings.SplitSeq(name, "/") {
			if condition, ok := strings.CutPrefix(element, "@"); ok {
				if _, err := facts.Holds(condition); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}

var ownUp = regexp.MustCompile(`/\{[0-9]+\}_\w+\.up\.sql`)

// ownMigrations counts the migrations in the folder of a layer.
func ownMigrations(t *testing.T, cat *layer.Catalog, l layer.Layer) int {
	t.Helper()
	names := map[string]bool{} // those of several databases are one
	for name := range templateFiles(t, cat) {
		if strings.HasPrefix(name, l.Dir+"/") && ownUp.MatchString(name) {
			names[path.Base(name)] = true
		}
	}
	return len(names)
}

var (
	define     = regexp.MustCompile(`\{\{-?\s*define "([^"]+)"\s*-?\}\}`)
	slotCall   = regexp.MustCompile(`\{\{-?\s*slot "([^"]+)"\s*-?\}\}`)
	partCall   = regexp.MustCompile(`\{\{-?\s*template "([^"]+)"`)
	ifAction   = regexp.MustCompile(`\{\{-?\s*(?:else )?if\b[^}]*\}\}`)
	makeTarget = regexp.MustCompile(`(?m)^[a-z-]+:.*## `)
	action     = regexp.MustCompile(`\{\{[^}]*\}\}`)
)

func TestSlots(t *testing.T) {
	cat := templates.Catalog()
	called := map[string]string{}
	files := templateFiles(t, cat)
	for name, text := range files {
		for _, m := range slotCall.FindAllStringSubmatch(text, -1) {
			i := slices.IndexFunc(cat.Slots, func(s layer.Slot) bool { return s.Name == m[1] })
			if i < 0 {
				t.Errorf("%s: calls slot %q, which the catalogue does not declare", name, m[1])
				continue
			}
			if !strings.HasSuffix(strings.TrimSuffix(name, ".tmpl"), cat.Slots[i].File) {
				t.Errorf("%s: calls slot %q of %s", name, m[1], cat.Slots[i].File)
			}
			called[m[1]] = name
		}
	}
	filled := map[string]bool{}
	for name, text := range files {
		if path.Base(name) != "slots.tmpl" {
			continue
		}
		for _, m := range define.FindAllStringSubmatch(text, -1) {
			filled[m[1]] = true
			if called[m[1]] == "" {
				t.Errorf("%s: fills slot %q, which no file calls", name, m[1])
			}
		}
		for i, fragment := range define.Split(text, -1)[1:] {
			body, _, _ := strings.Cut(fragment, "\n{{end}}")
			if lines := strings.Count(strings.Trim(body, "\n"), "\n") + 1; lines > 15 {
				t.Errorf("%s: fragment %d has %d lines; 15 are enough", name, i+1, lines)
			}
		}
	}
	for _, s := range cat.Slots {
		switch {
		case s.About == "":
			t.Errorf("slot %s: say what it is for", s.Name)
		case called[s.Name] == "":
			t.Errorf("slot %s: no file calls it", s.Name)
		case !filled[s.Name]:
			t.Errorf("slot %s: no layer fills it", s.Name)
		}
	}
}

// TestParts checks that every part is called, in the files of some layer, and
// that every part that a file calls is there.
func TestParts(t *testing.T) {
	called, defined := map[string]string{}, map[string]string{}
	for name, text := range templateFiles(t, templates.Catalog()) {
		for _, m := range partCall.FindAllStringSubmatch(text, -1) {
			called[m[1]] = name
		}
		for _, m := range define.FindAllStringSubmatch(text, -1) {
			switch path.Base(name) {
			case "parts.tmpl":
				defined[m[1]] = name
			case "slots.tmpl":
			default:
				t.Errorf("%s: defines %q; parts stand in parts.tmpl, fragments in slots.tmpl", name, m[1])
			}
		}
	}
	for part, name := range called {
		if defined[part] == "" {
			t.Errorf("%s: calls part %q, which no layer defines", name, part)
		}
	}
	for part, name := range defined {
		if called[part] == "" {
			t.Errorf("%s: defines part %q, which no template calls", name, part)
		}
	}
}

func TestTemplatesStaySimple(t *testing.T) {
	cat := templates.Catalog()
	var options []string
	for _, l := range cat.Layers {
		if l.Category != "" {
			options = append(options, l.Name)
		}
	}
	for name, text := range templateFiles(t, cat) {
		if !strings.HasSuffix(name, ".tmpl") {
			continue
		}
		pieces := []string{text}
		if path.Base(name) == "slots.tmpl" {
			pieces = define.Split(text, -1) // each fragment is a file's part of its own
		}
		for _, piece := range pieces {
			if n := len(ifAction.FindAllString(piece, -1)); n > 3 {
				t.Errorf("%s: %d ifs; three are allowed, compute the rest in Go", name, n)
			}
		}
		for _, a := range action.FindAllString(text, -1) {
			for _, option := range options {
				if strings.Contains(a, `"`+option+`"`) {
					t.Errorf("%s: %s names the option %s; use a slot or an @ folder", name, a, option)
				}
			}
		}
	}
}

// Every layer renders with every framework, without and with resources of
// every kind of field, and what it renders is formatted.
func TestEveryLayerRenders(t *testing.T) {
	cat := templates.Catalog()
	every, err := spec.ParseResource("thing a:string:required b:text c:int:index d:bigint:default=4 e:float f:decimal:min=1 g:bool h:time i:date j:uuid k:enum(x|y):default=x l:json m:string:unique")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range cat.Layers {
		for _, framework := range cat.Options("framework") {
			for _, resources := range [][]spec.Resource{nil, {every}} {
				s := &spec.Spec{Name: "myapi", Options: layer.Choices{"framework": {framework.Name}}, Resources: resources}
				if l.Category != "" {
					s.Options[l.Category] = []string{l.Name}
				}
				s.Fill(cat)
				out, err := render.Tree(cat, s)
				if err != nil {
					t.Errorf("%s with %s: %v", l.ID(), framework.Name, err)
					continue
				}
				if n := len(makeTarget.FindAll(out["Makefile"].Data, -1)); n < 5 || n > 10 {
					t.Errorf("%s with %s: the Makefile has %d targets; at most ten are easy to survey", l.ID(), framework.Name, n)
				}
				if row := brokenTable(string(out["README.md"].Data)); row != "" {
					t.Errorf("%s with %s: in README.md an empty line stands before the row %q", l.ID(), framework.Name, row)
				}
				for name, f := range out.All() {
					if path.Ext(name) != ".go" {
						continue
					}
					if formatted, err := format.Source(f.Data); err != nil || string(formatted) != string(f.Data) {
						t.Errorf("%s with %s: %s is not formatted: %v", l.ID(), framework.Name, name, err)
					}
				}
			}
		}
	}
}

// brokenTable returns the first row of a Markdown text that stands behind an
// empty line and heads no table, "" if there is none.
func brokenTable(text string) string {
	lines := strings.Split(text, "\n")
	for i := 1; i+1 < len(lines); i++ {
		if strings.HasPrefix(lines[i], "|") && lines[i-1] == "" && !strings.HasPrefix(lines[i+1], "| ---") {
			return lines[i]
		}
	}
	return ""
}
