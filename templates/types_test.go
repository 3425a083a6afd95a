package templates_test

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/covering"
	"github.com/gen-go/gen/internal/typecheck"
	"github.com/gen-go/gen/templates"
)

// judge type-checks combinations of a catalogue, including their tests.
type judge struct {
	t       *testing.T
	cat     *layer.Catalog
	checker *typecheck.Checker
	seen    func(combination, tree.Tree) // if not nil, called with every project
}

// mistakes returns the errors of each combination, or nil.
func (j *judge) mistakes(list []combination) [][]string {
	j.t.Helper()
	found := make([][]string, len(list))
	var workers sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := w; i < len(list); i += runtime.GOMAXPROCS(0) {
				found[i] = causes(j.check(list[i]))
			}
		})
	}
	workers.Wait()
	return found
}

func (j *judge) check(c combination) error {
	out, err := c.sources(j.cat)
	if err != nil {
		return err
	}
	if j.seen != nil {
		j.seen(c, out)
	}
	if err = j.checker.Project(j.t.Context(), "example.com/myapi", out); errors.Is(err, typecheck.ErrUnlisted) {
		j.t.Error(err)
	}
	return err
}

var (
	place     = regexp.MustCompile(`:\d+:\d+:`)
	noPackage = regexp.MustCompile(`[\w/]+: no Go files`)
)

// causes returns the errors in err without their positions, which differ
// between combinations, and without consequences of errors in other packages.
func causes(err error) []string {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []string
		for _, err := range joined.Unwrap() {
			all = append(all, causes(err)...)
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	text := place.ReplaceAllString(err.Error(), ":")
	if !strings.Contains(text, "could not import example.com/myapi/") {
		return []string{text}
	}
	return noPackage.FindAllString(text, 1)
}

// report type-checks combinations and reports each error with the shortest
// list of options that causes it.
func (j *judge) report(s *covering.Space, list []combination) {
	j.t.Helper()
	for mistake, options := range j.explain(s, list) {
		j.t.Errorf("%s: %s", options, mistake)
	}
}

// mostExplained is the maximum number of errors that are explained.
const mostExplained = 10

// explain returns the errors of combinations, each with the shortest list of
// options that causes it.
func (j *judge) explain(s *covering.Space, list []combination) map[string]string {
	j.t.Helper()
	found := j.mistakes(list)
	all := slices.Concat(found...)
	slices.Sort(all)
	explained := map[string]string{}
	for _, mistake := range slices.Compact(all) {
		if len(explained) == mostExplained {
			j.t.Logf("more than %d errors were found", mostExplained)
			break
		}
		var failed combination
		var passed []combination
		for i, c := range list {
			if !slices.Contains(found[i], mistake) {
				passed = append(passed, c)
			} else if failed == nil {
				failed = c
			}
		}
		explained[mistake] = j.shortest(s, mistake, failed, passed)
	}
	return explained
}

// longest is the maximum length of the list of options.
const longest = 4

// shortest returns the shortest list of options that causes an error: one that
// the failed combination has, and that no combination without the error has.
// These are the ones that passed and some additional ones, which contain all
// other options.
func (j *judge) shortest(s *covering.Space, mistake string, failed combination, passed []combination) string {
	j.t.Helper()
	keys := s.Factors()
	for size := range longest + 1 {
		for _, chosen := range subsets(keys, size) {
			options := covering.Row{}
			for _, key := range chosen {
				options[key] = failed[key]
			}
			refuted := func(c combination) bool { return covering.Row(c).Has(options) }
			if slices.ContainsFunc(passed, refuted) {
				continue
			}
			rest, _ := s.With(options)
			more := fromRows(rest.Rows(1, rest.Sets(1)...))
			for i, found := range j.mistakes(more) {
				if !slices.Contains(found, mistake) {
					passed = append(passed, more[i])
				}
			}
			if !slices.ContainsFunc(passed, refuted) {
				return cmp.Or(options.String(), "with any option")
			}
		}
	}
	return failed.String()
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

// TestTypes type-checks projects, including their tests, that together cover
// all combinations of three options, each option and each fragment alone, and
// every state of a package, unless a package has too many to check them
// individually.
func TestTypes(t *testing.T) {
	cat := templates.Catalog()
	begin := time.Now()
	s := space(t, cat)
	packages, fragments := footprints(t, cat)
	sets, states, many := s.Sets(3), 0, []string{}
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		n := packages[dir].states(s)
		if n > mostStates {
			many = append(many, dir)
			continue
		}
		sets = append(sets, packages[dir].names())
		states += n
	}
	list := append(fromRows(s.Rows(1, sets...)), alone(s, fragments)...)
	built := time.Since(begin)
	texts := textsOf(packages)
	j := &judge{t: t, cat: cat, checker: typecheck.New("../internal/deps"), seen: texts.add}
	j.report(s, list)
	texts.report(t, cat)
	t.Logf("%d projects, computed in %.1f s, have %d different packages, checked in %.1f s", len(list), built.Seconds(), j.checker.Unique(), time.Since(begin).Seconds())
	t.Logf("%d packages have %d states, all of them checked; %v have more than %d each", len(packages)-len(many), states, many, mostStates)
}

// mostAlone is the maximum number of states of a fragment that are checked alone.
// Those of others are checked as far as all combinations of three options have them.
const mostAlone = 60

// alone returns combinations with each option and each state of a fragment
// alone: all other options have their first value that is possible.
func alone(s *covering.Space, fragments []*footprint) []combination {
	var sets [][]string
	for _, name := range s.Factors() {
		sets = append(sets, []string{name})
	}
	for _, f := range fragments {
		if f.states(s) <= mostAlone {
			sets = append(sets, f.names())
		}
	}
	rows := map[string]covering.Row{}
	for _, set := range sets {
		for choice := range s.Choices(set...) {
			if part, ok := s.With(choice); ok {
				row := part.First()
				rows[row.String()] = row
			}
		}
	}
	var list []combination
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		list = append(list, combination(rows[key]))
	}
	return list
}

// brokenFS is a file system that adds a line to one template.
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

// An error in a template is found and reported with the options that cause it.
func TestABrokenTemplateIsFound(t *testing.T) {
	checker := typecheck.New("../internal/deps")
	for name, tt := range map[string]struct{ line, options, message string }{
		"framework/gin/internal/router/router.go.tmpl":     {"\nvar wrong int = \"text\"\n", "framework=gin", "cannot use"},
		"framework/nethttp/internal/router/router.go.tmpl": {"\nvar _ = nowhere\n", "framework=nethttp", "undefined: nowhere"},
		"base/internal/app/app_test.go.tmpl":               {"\nfunc unfinished() int {}\n", "with any option", "missing return"},
		"database/mysql/internal/store/connector.go.tmpl":  {"\nvar _ = nowhere\n", "database=mysql", "undefined: nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			cat := templates.Catalog()
			if _, err := fs.Stat(cat.Files, name); err != nil {
				t.Fatal(err)
			}
			cat.Files = brokenFS{cat.Files, name, tt.line}
			j := &judge{t: t, cat: cat, checker: checker}
			found := j.explain(space(t, cat), combinations(t, cat, 1))
			if len(found) != 1 {
				t.Fatalf("found %q, want one error", found)
			}
			for mistake, options := range found {
				if !strings.Contains(mistake, tt.message) || !strings.Contains(options, tt.options) {
					t.Errorf("found %q with options %q; want %q with %q", mistake, options, tt.message, tt.options)
				}
			}
		})
	}
}
