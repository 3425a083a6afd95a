package templates_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/typecheck"
	"github.com/gen-go/gen/templates"
)

// shapes are the resources a combination is tried with, and behind a ! what
// their history is.
var shapes = map[string][]string{
	"no resource": nil,
	"one resource": {
		"book title:string:required,max=200 price:decimal published:date isbn:string:unique",
		"!create book isbn:string:unique note:text", "!own fill_titles", "!add book title:string:required,max=200", "!add book price:decimal",
		"!remove book note:text", "!create shelf name:string", "!drop shelf name:string", "!add book published:date",
	},
	"references": {
		"country code:string:required,unique", "author name:string:required country:ref=country", "book title:string:required author:ref=author:required editor:ref=author",
		"review book:ref=book:required,unique country:ref=country text:text", "category name:string parent:ref=category", "node name:string parent:ref=node:unique",
	},
	"every kind of field": {
		"thing a:string:required b:text c:int:index d:bigint:default=4 e:float:default=1.5 f:decimal:min=1,default=2 g:bool:default=true h:time:required " +
			"i:date j:uuid:unique k:enum(x|y):default=x l:json m:string:unique type:string range:int:required order:bigint",
		"person name:string", "order item:string limit:int", "key part:string:unique", "patch rule:bool", "route change:json", "user group:string:unique desc:text",
		"result slice:int:unique method:string:unique", "item size:float", "isbn at:time:index on:date:unique", "flag set:bool:required data:json:required",
	},
}

// combination is one way to answer every question. A category that takes
// several options has a key for each of them, such as middleware/cors, with
// yes or no.
type combination map[string]string

func (c combination) String() string { return strings.Join(c.words(), " ") }

func (c combination) words() []string {
	var words []string
	for _, k := range slices.Sorted(maps.Keys(c)) {
		words = append(words, k+"="+c[k])
	}
	return words
}

// combinations returns every valid way to answer the catalogue's questions,
// with each shape of resources under the key "resources".
func combinations(cat *layer.Catalog) []combination {
	all := []combination{{}}
	for _, k := range cat.Categories {
		var next []combination
		for _, c := range all {
			offered := cat.Offered(k, c.choices())
			if len(offered) == 0 {
				next = append(next, c)
				continue
			}
			if k.Many {
				next = append(next, spread(c, cat.Options(k.Name))...)
				continue
			}
			for _, l := range offered {
				with := maps.Clone(c)
				with[k.Name] = l.Name
				next = append(next, with)
			}
		}
		all = next
	}
	var shaped []combination
	for _, c := range all {
		for _, shape := range slices.Sorted(maps.Keys(shapes)) {
			with := maps.Clone(c)
			with["resources"] = shape
			if _, err := with.spec(cat); err == nil { // references need a database
				shaped = append(shaped, with)
			}
		}
	}
	return shaped
}

// spread answers a category that takes several options with none and with all
// of them, with each alone, and with all but each: any three options meet in
// every way.
func spread(c combination, options []layer.Layer) []combination {
	answers := map[string]combination{}
	for i := range len(options) + 1 { // the last is none
		for _, alone := range []bool{true, false} {
			with := maps.Clone(c)
			for j, l := range options {
				with[l.ID()] = map[bool]string{true: "yes", false: "no"}[(i == j) == alone]
			}
			answers[with.String()] = with
		}
	}
	var all []combination
	for _, key := range slices.Sorted(maps.Keys(answers)) {
		all = append(all, answers[key])
	}
	return all
}

// checked returns the combinations that are type-checked. Of a category that
// takes several options, all of them meet every choice of the others, but not
// every shape of resources, which they know nothing of; any other part of them
// meets every framework.
func checked(cat *layer.Catalog) []combination {
	var some []combination
	seen := map[string]bool{}
	for _, c := range combinations(cat) {
		with := c.several()
		key := maps.Clone(c)
		switch {
		case len(with) == 0 || !slices.Contains(slices.Collect(maps.Values(with)), "yes"):
		case !slices.Contains(slices.Collect(maps.Values(with)), "no"):
			delete(key, "resources")
		default:
			key = with
			key["framework"] = c["framework"]
		}
		if !seen[key.String()] {
			seen[key.String()] = true
			some = append(some, c)
		}
	}
	return some
}

// several returns the answers to the categories that take several options.
func (c combination) several() combination {
	some := combination{}
	for k, answer := range c {
		if strings.Contains(k, "/") {
			some[k] = answer
		}
	}
	return some
}

// choices are the chosen options.
func (c combination) choices() layer.Choices {
	choices := layer.Choices{}
	for k, answer := range c {
		category, name, many := strings.Cut(k, "/")
		switch {
		case !many && k != "resources":
			choices[k] = []string{answer}
		case many && answer == "yes":
			choices[category] = append(choices[category], name)
		}
	}
	return choices
}

// spec describes the project of a combination.
func (c combination) spec(cat *layer.Catalog) (*spec.Spec, error) {
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: c.choices()}
	if err := describe(cat, s, shapes[c["resources"]]); err != nil {
		return nil, err
	}
	s.Fill(cat)
	if s.Migrations != nil {
		if err := history.Evolve(cat, s, nil).Err(); err != nil { // the tables of an example
			return nil, err
		}
	}
	return s, s.Validate(cat).Err()
}

// describe adds to a spec what lines say: a resource, or behind a ! one of its
// migrations.
func describe(cat *layer.Catalog, s *spec.Spec, lines []string) error {
	for _, line := range lines {
		if text, ok := strings.CutPrefix(line, "!"); ok {
			m, err := spec.ParseMigration(cat, text)
			if err != nil {
				return err
			}
			s.Migrations = append(s.Migrations, m)
			continue
		}
		r, err := spec.ParseResource(line)
		if err != nil {
			return err
		}
		s.Resources = append(s.Resources, r)
	}
	return nil
}

// project renders everything, as gen new writes it.
func (c combination) project(cat *layer.Catalog) (tree.Tree, error) {
	s, err := c.spec(cat)
	if err != nil {
		return nil, err
	}
	return generator.Render(cat, s)
}

// sources renders what is type-checked, without what takes time to make.
func (c combination) sources(cat *layer.Catalog) (tree.Tree, error) {
	s, err := c.spec(cat)
	if err != nil {
		return nil, err
	}
	return sources(cat, s)
}

func sources(cat *layer.Catalog, s *spec.Spec) (tree.Tree, error) {
	t, err := render.Tree(cat, s)
	if err != nil {
		return nil, err
	}
	// What the documents declare is all that others see of them.
	return t, t.Add("docs/docs.go", []byte("package docs\n\nimport _ \"github.com/swaggo/swag\"\n"))
}

// checkAll type-checks the combinations and returns what is wrong with which.
func checkAll(t *testing.T, cat *layer.Catalog) (failed map[string][]combination, count, unique int) {
	t.Helper()
	all := checked(cat)
	trees := make([]tree.Tree, len(all))
	imports := map[string]bool{}
	failed = map[string][]combination{}
	for i, c := range all {
		out, err := c.sources(cat)
		if err != nil {
			failed[err.Error()] = append(failed[err.Error()], c)
			continue
		}
		trees[i] = out
		for _, p := range externalImports(t, out) {
			imports[p] = true
		}
	}
	checker, err := typecheck.New(t.Context(), "../internal/deps", slices.Sorted(maps.Keys(imports)))
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var workers sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := w; i < len(all); i += runtime.GOMAXPROCS(0) {
				if trees[i] == nil {
					continue
				}
				if err := checker.Project("example.com/myapi", trees[i]); err != nil {
					mu.Lock()
					failed[err.Error()] = append(failed[err.Error()], all[i])
					mu.Unlock()
				}
			}
		})
	}
	workers.Wait()
	return failed, len(all), checker.Unique()
}

func externalImports(t *testing.T, out tree.Tree) []string {
	t.Helper()
	var imports []string
	for name, f := range out.All() {
		if path.Ext(name) != ".go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, f.Data, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range file.Imports {
			p, err := strconv.Unquote(s.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(p, "example.com/myapi/") {
				imports = append(imports, p)
			}
		}
	}
	return imports
}

// TestEveryCombination type-checks the valid combinations of options, tests
// included.
func TestEveryCombination(t *testing.T) {
	cat := templates.Catalog()
	begin := time.Now()
	failed, count, unique := checkAll(t, cat)
	took := time.Since(begin)
	t.Logf("%d combinations, %d different packages, %.0f combinations a second", count, unique, float64(count)/took.Seconds())
	if count < 12 {
		t.Errorf("only %d combinations were found", count)
	}
	for err, where := range failed {
		t.Errorf("%s, %d of %d combinations:\n%s", shortest(checked(cat), where), len(where), count, err)
	}
}

// shortest returns the shortest list of options that shows an error: all
// combinations with them fail.
func shortest(all, failed []combination) string {
	isFailed := map[string]bool{}
	for _, c := range failed {
		isFailed[c.String()] = true
	}
	always := func(options combination) bool {
		for _, c := range all {
			matches := true
			for k, v := range options {
				matches = matches && c[k] == v
			}
			if matches && !isFailed[c.String()] {
				return false
			}
		}
		return true
	}
	if always(nil) {
		return "with any option"
	}
	keys := slices.Sorted(maps.Keys(failed[0]))
	for size := 1; size < len(keys); size++ {
		for _, chosen := range subsets(keys, size) {
			options := combination{}
			for _, k := range chosen {
				options[k] = failed[0][k]
			}
			if always(options) {
				return options.String()
			}
		}
	}
	return failed[0].String()
}

func subsets(keys []string, size int) [][]string {
	if size == 0 {
		return [][]string{nil}
	}
	var all [][]string
	for i, k := range keys {
		for _, rest := range subsets(keys[i+1:], size-1) {
			all = append(all, append([]string{k}, rest...))
		}
	}
	return all
}

// brokenFS adds a line to one template.
type brokenFS struct {
	fs.FS
	name, line string
}

func (f brokenFS) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(f.FS, name)
	if name == f.name {
		data = append(data, f.line...)
	}
	return data, err
}

// A mistake in a template is found, and told with the options that show it.
func TestABrokenTemplateIsFound(t *testing.T) {
	for name, tt := range map[string]struct{ line, options, message string }{
		"framework/gin/internal/router/router.go.tmpl":     {"\nvar wrong int = \"text\"\n", "framework=gin", "cannot use"},
		"framework/nethttp/internal/router/router.go.tmpl": {"\nvar _ = nowhere\n", "framework=nethttp", "undefined: nowhere"},
		"base/internal/app/app_test.go.tmpl":               {"\nfunc unfinished() int {}\n", "with any option", "missing return"},
	} {
		t.Run(name, func(t *testing.T) {
			cat := templates.Catalog()
			if _, err := fs.Stat(cat.Files, name); err != nil {
				t.Fatal(err)
			}
			cat.Files = brokenFS{cat.Files, name, tt.line}
			failed, _, _ := checkAll(t, cat)
			if len(failed) == 0 {
				t.Fatal("the mistake was not found")
			}
			var where []combination
			for err, c := range failed {
				where = append(where, c...)
				if !strings.Contains(err, tt.message) {
					t.Errorf("error %q lacks %q", err, tt.message)
				}
			}
			if got := shortest(checked(cat), where); got != tt.options {
				t.Errorf("shown by %q, want %q", got, tt.options)
			}
		})
	}
}
