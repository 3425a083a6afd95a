package templates_test

import (
	"errors"
	"fmt"
	"go/scanner"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/typecheck"
	"github.com/gen-go/gen/templates"
)

var (
	lowerWord = regexp.MustCompile(`^[a-z][a-z0-9]*$`)
	// exportedFunc matches functions whose names could clash with the type of
	// a resource.
	exportedFunc = regexp.MustCompile(`(?m)^func ([A-Z]\w*)`)
	capital      = regexp.MustCompile(`[A-Z]`)
)

// nameBases are the options with which names are tested: one project with as
// much as possible, one with as little, and an array that contains every option.
func nameBases(t *testing.T, cat *layer.Catalog) []layer.Choices {
	t.Helper()
	full := layer.Choices{"framework": {"gin"}, "database": {"sqlite"}, "access": {"sql"}}
	addAll(cat, full)
	bases := []layer.Choices{full, {"framework": {"nethttp"}, "database": {"none"}}}
	for _, c := range combinations(t, cat, 1) {
		bases = append(bases, c.choices())
	}
	return bases
}

// TestEveryAcceptedNameCompiles tests each identifier and file name of the
// generated code as the name of a resource. Either gen rejects it or the
// project type-checks.
func TestEveryAcceptedNameCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks projects with hundreds of resources")
	}
	cat := templates.Catalog()
	for i, options := range nameBases(t, cat) {
		if i > 1 && !*thorough {
			break
		}
		t.Run(strings.Join(options["framework"], "")+" "+strings.Join(options["database"], ""), func(t *testing.T) {
			t.Parallel()
			checker := typecheck.New("../internal/deps")
			words := wordsOf(t, namedProject(t, cat, options, []string{"zebra"}))
			accepted := 0
			for batch := range slices.Chunk(words, 60) {
				names, out := acceptable(t, cat, options, batch)
				accepted += len(names)
				if err := checker.Project(t.Context(), "example.com/myapi", out); err != nil {
					first, _, _ := strings.Cut(err.Error(), "\n")
					t.Errorf("%v: %s", names, first)
				}
			}
			t.Logf("%d of %d words are accepted", accepted, len(words))
			if accepted < len(words)/3 {
				t.Errorf("only %d of %d words are accepted", accepted, len(words))
			}
		})
	}
}

// Common words are valid names of resources on every framework, alone and
// together, even if packages of gen have these names.
func TestCommonNames(t *testing.T) {
	cat, checker := templates.Catalog(), typecheck.New("../internal/deps")
	names := strings.Fields("store page case admin vendor app log server staff news media/media axis vertex thief")
	for _, options := range nameBases(t, cat) {
		out := namedProject(t, cat, options, names)
		if err := checker.Project(t.Context(), "example.com/myapi", out); err != nil {
			t.Errorf("%v: %v", options, err)
		}
		for _, file := range []string{"internal/cases/cases.go", "internal/pages/pages.go", "internal/vendors/vendors.go"} {
			if _, ok := out[file]; !ok {
				t.Errorf("%v: missing %s", options, file)
			}
		}
	}
}

// The singular that gen suggests for a plural is accepted.
func TestSuggestedNames(t *testing.T) {
	cat := templates.Catalog()
	for _, name := range strings.Fields("books docs boxes houses categories dishes classes people media axes thieves lenses vertices user_profiles news_items routes apps logs stores") {
		_, err := namedTree(t, cat, layer.Choices{}, []string{name})
		_, suggested, _ := strings.Cut(fmt.Sprint(err), "use the singular, ")
		suggested, _, _ = strings.Cut(suggested, ",")
		if err == nil || suggested == "" {
			t.Errorf("%s: got error %v, want one that suggests the singular", name, err)
			continue
		}
		if _, err := namedTree(t, cat, layer.Choices{}, []string{suggested}); err != nil {
			t.Errorf("%s: the suggestion %s is refused: %v", name, suggested, err)
		}
	}
}

// Resources whose names clash with each other are kept apart or rejected.
func TestNamesThatMeet(t *testing.T) {
	cat, checker := templates.Catalog(), typecheck.New("../internal/deps")
	for _, names := range [][]string{
		{"book", "new_book"}, {"book", "book_sql"}, {"book", "book_test"}, {"book", "book_convert"}, {"book", "book_seek"}, {"book", "book_gorm"},
		{"book", "book_linux"}, {"book", "book_input"}, {"row", "book"}, {"store", "repository"}, {"staff", "all_staff"}, {"medium", "media/media_list"},
	} {
		for _, options := range nameBases(t, cat) {
			out, err := namedTree(t, cat, options, names)
			if _, refused := errors.AsType[spec.Problems](err); refused {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := checker.Project(t.Context(), "example.com/myapi", out); err != nil {
				t.Errorf("%v %v: %v", options, names, err)
			}
		}
	}
}

// TestClientNames does what TestEveryAcceptedNameCompiles does, for clients, beside
// resources whose names may meet theirs.
func TestClientNames(t *testing.T) {
	cat := templates.Catalog()
	for i, options := range nameBases(t, cat) {
		if i > 1 && !*thorough {
			break
		}
		words := strings.Fields("payment payments book books store http log server config context errors main go string init client clients outbound router " +
			"health app deps ready a_b fraud_check zebra con new api jwt")
		if !testing.Short() {
			words = slices.Concat(words, wordsOf(t, namedProject(t, cat, options, []string{"zebra"})))
		}
		checker, accepted := typecheck.New("../internal/deps"), map[string]bool{}
		for batch := range slices.Chunk(slices.Compact(slices.Sorted(slices.Values(words))), 60) {
			s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: options.Clone()}
			if err := describe(cat, s, []string{"payment id_of:string", "book title:string", "client name:string"}); err != nil {
				t.Fatal(err)
			}
			for _, name := range batch {
				s.Clients = append(s.Clients, spec.Client{Name: name})
			}
			out := acceptedClients(t, cat, s)
			if err := checker.Project(t.Context(), "example.com/myapi", out); err != nil {
				first, _, _ := strings.Cut(err.Error(), "\n")
				t.Errorf("%v: %s", s.ClientNames(), first)
			}
			for _, name := range s.ClientNames() {
				accepted[name] = true
			}
		}
		t.Logf("%d of %d words are accepted", len(accepted), len(words))
		for _, name := range []string{"payments", "fraud_check", "a_b", "zebra"} {
			if !accepted[name] {
				t.Errorf("%s is refused", name)
			}
		}
	}
}

// acceptedClients removes the clients that gen refuses from a spec, and returns the
// project.
func acceptedClients(t *testing.T, cat *layer.Catalog, s *spec.Spec) tree.Tree {
	t.Helper()
	for {
		s.Fill(cat)
		err := s.Validate(cat).Err()
		var out tree.Tree
		if err == nil {
			if out, err = sources(cat, s); err == nil {
				return out
			}
		}
		problems, refused := errors.AsType[spec.Problems](err)
		if !refused {
			t.Fatalf("%v: %v", s.ClientNames(), err)
		}
		bad := map[string]bool{}
		for _, p := range problems {
			var i int
			if _, err := fmt.Sscanf(p.Path, "clients[%d]", &i); err != nil {
				t.Fatalf("%s: %s", p.Path, p.Message)
			}
			bad[s.Clients[i].Name] = true
		}
		s.Clients = slices.DeleteFunc(s.Clients, func(c spec.Client) bool { return bad[c.Name] })
	}
}

func namedTree(t *testing.T, cat *layer.Catalog, options layer.Choices, names []string) (tree.Tree, error) {
	t.Helper()
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: options.Clone()}
	for _, name := range names {
		r, err := spec.ParseResource(name + " title:string:unique at:time")
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = append(s.Resources, r)
	}
	s.Fill(cat)
	if err := s.Validate(cat).Err(); err != nil {
		return nil, err
	}
	return sources(cat, s)
}

func namedProject(t *testing.T, cat *layer.Catalog, options layer.Choices, names []string) tree.Tree {
	t.Helper()
	out, err := namedTree(t, cat, options, names)
	if err != nil {
		t.Fatalf("%v %v: %v", options, names, err)
	}
	return out
}

// acceptable returns those of the names that gen accepts for resources, and
// the project with these resources.
func acceptable(t *testing.T, cat *layer.Catalog, options layer.Choices, names []string) ([]string, tree.Tree) {
	t.Helper()
	names = slices.Clone(names)
	for {
		out, err := namedTree(t, cat, options, names)
		if err == nil {
			return names, out
		}
		problems, refused := errors.AsType[spec.Problems](err)
		if !refused {
			t.Fatalf("%v: %v", names, err)
		}
		bad := map[string]bool{}
		for _, p := range problems {
			var i int
			if _, err := fmt.Sscanf(p.Path, "resources[%d]", &i); err != nil {
				t.Fatalf("%s: %s", p.Path, p.Message)
			}
			bad[names[i]] = true
		}
		names = slices.DeleteFunc(names, func(name string) bool { return bad[name] })
	}
}

// wordsOf returns the identifiers, file names and functions of a project that
// could be names of resources.
func wordsOf(t *testing.T, out tree.Tree) []string {
	t.Helper()
	words, patterns := map[string]bool{}, zebraPatterns(out)
	for name, f := range out.All() {
		if path.Ext(name) != ".go" {
			continue
		}
		words[strings.TrimSuffix(strings.TrimSuffix(path.Base(name), ".go"), "_test")] = true
		for _, word := range identifiers(f.Data) {
			words[word] = lowerWord.MatchString(word)
		}
		for _, m := range exportedFunc.FindAllSubmatch(f.Data, -1) {
			words[strings.ToLower(capital.ReplaceAllString(string(m[1]), "_$0")[1:])] = true
		}
		for _, word := range identifiers(f.Data) {
			for _, pattern := range patterns {
				if m := pattern.FindStringSubmatch(word); m != nil {
					words[strings.ToLower(capital.ReplaceAllString(m[1], "_$0"))] = true
				}
			}
		}
	}
	for word, ok := range maps.Clone(words) { // whose plural is a word
		if singular, is := strings.CutSuffix(word, "s"); is && ok {
			words[singular] = true
		}
	}
	maps.DeleteFunc(words, func(word string, ok bool) bool { return !ok || !snakeWord.MatchString(word) })
	return slices.Sorted(maps.Keys(words))
}

// zebraPatterns returns what matches the identifiers of a resource that contain
// its name among others, such as bookSuite and selectBook, with the name as the
// submatch. out has the resource zebra.
func zebraPatterns(out tree.Tree) []*regexp.Regexp {
	forms := map[string]bool{}
	for name, f := range out.All() {
		if path.Ext(name) != ".go" {
			continue
		}
		for _, word := range identifiers(f.Data) {
			if before, after, ok := strings.Cut(word, "Zebra"); ok {
				forms[before+"([A-Z][A-Za-z]*)"+after] = true
			}
			if after, ok := strings.CutPrefix(word, "zebra"); ok && after != "" {
				forms["([a-z][A-Za-z]*)"+after] = true
			}
		}
	}
	var patterns []*regexp.Regexp
	for _, form := range slices.Sorted(maps.Keys(forms)) {
		patterns = append(patterns, regexp.MustCompile("^"+form+"$"))
	}
	return patterns
}

var snakeWord = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

func identifiers(data []byte) []string {
	var words []string
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(data)), data, nil, 0)
	for {
		switch _, tok, lit := s.Scan(); tok {
		case token.EOF:
			return words
		case token.IDENT:
			words = append(words, lit)
		}
	}
}
