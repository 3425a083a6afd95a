package foreign_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/catalogtest"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/foreign"
	"github.com/gen-go/gen/internal/typecheck"
	"github.com/gen-go/gen/templates"
)

func TestCatalog(t *testing.T) {
	if err := catalogtest.Check(foreign.Catalog()); err != nil {
		t.Error(err)
	}
}

// options are the additional options, and one of gen that sees every request.
func options() layer.Choices {
	return layer.Choices{"auth": {"token"}, "copies": {"remote"}, "observability": {"metrics"}, "work": {"ticks"}}
}

// project returns the spec of a project with a public and a guarded resource,
// which with a database refer to each other.
func project(choices layer.Choices) *spec.Spec {
	title := spec.Field{Name: "title", Kind: spec.String, Required: true}
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: choices.Clone(), Resources: []spec.Resource{
		{Name: "book", Fields: []spec.Field{title}}, {Name: "shelf", Fields: []spec.Field{title}},
	}}
	if !choices.Has("database", "none") {
		for i, f := range []spec.Field{{Name: "shelf", Kind: spec.Ref, Ref: "shelf"}, {Name: "cover", Kind: spec.Ref, Ref: "book"}} {
			s.Resources[i].Fields = append(s.Resources[i].Fields, f)
		}
	}
	if choices.Has("auth", "token") {
		s.Resources[0].Access = spec.Access{Read: layer.Public}
		s.Resources[1].Access = spec.Access{Read: "user", Write: "admin"}
	}
	return s
}

func render(t *testing.T, cat *layer.Catalog, s *spec.Spec) tree.Tree {
	t.Helper()
	s.Fill(cat)
	if err := s.Validate(cat).Err(); err != nil {
		t.Fatal(err)
	}
	out, err := generator.Render(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestOptionsCompile type-checks the options on every framework: each alone,
// and all together on every database, with all options of gen.
func TestOptionsCompile(t *testing.T) {
	cat, all := foreign.Catalog(), map[string]tree.Tree{}
	add := func(choices layer.Choices, s *spec.Spec) {
		all[fmt.Sprint(choices, len(s.Resources))] = render(t, cat, s)
	}
	for _, framework := range cat.Options("framework") {
		for category, names := range options() {
			choices := layer.Choices{"framework": {framework.Name}, "database": {"none"}, category: names}
			add(choices, project(choices))
			s := project(choices)
			s.Resources = nil
			add(choices, s)
		}
		for database, access := range map[string]string{"none": "", "sqlite": "sql", "postgres": "gorm", "mysql": "sqlx"} {
			choices := options()
			choices["framework"], choices["database"] = []string{framework.Name}, []string{database}
			if access != "" {
				choices["access"], choices["example"] = []string{access}, []string{"bank"}
			}
			for _, l := range cat.Options("middleware") {
				choices["middleware"] = append(choices["middleware"], l.Name)
			}
			add(choices, project(choices))
			if access != "" { // a nested list, but nothing to include
				choices["copies"] = nil
				s := project(choices)
				s.Resources[1].Fields = s.Resources[1].Fields[:1]
				add(choices, s)
			}
		}
	}
	checker := typecheck.New("../deps")
	for name, out := range all {
		if err := checker.Project(t.Context(), "example.com/myapi", out); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	t.Logf("%d projects", len(all))
}

// TestNothingBefore tests that preparations for an option leave no trace in
// projects without it.
func TestNothingBefore(t *testing.T) {
	for _, framework := range templates.Catalog().Options("framework") {
		choices := layer.Choices{"framework": {framework.Name}, "example": {"bank"}, "middleware": {"ratelimit", "idempotency"}}
		want := render(t, templates.Catalog(), project(choices))
		got := render(t, foreign.Catalog(), project(choices))
		for name, f := range want.All() {
			if string(got[name].Data) != string(f.Data) {
				t.Errorf("%s: %s differs", framework.Name, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d files, want %d", framework.Name, len(got), len(want))
		}
		for name, f := range want.All() {
			for _, word := range []string{"rincipal", "Optional: true", "Stage{}", "metrics"} {
				if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && strings.Contains(string(f.Data), word) {
					t.Errorf("%s: %s contains %q", framework.Name, name, word)
				}
			}
		}
	}
}

// TestRouterOfGuards tests how routes with guards are written.
func TestRouterOfGuards(t *testing.T) {
	for framework, lines := range map[string][]string{
		"nethttp": {
			`user := func(h handler.Func) http.Handler { return middleware.Require(deps.Log, "user")(handle(h)) }`,
			`mux.Handle("GET "+api+"/books", handle(books.List))`,
			`mux.Handle("POST "+api+"/books", user(books.Create))`,
			`mux.Handle("DELETE "+api+"/shelves/{id}", admin(shelves.Delete))`,
			`mux.Handle("GET "+api+"/shelves/{id}/books", user(books.ListByShelf))`,
		},
		"gin": {
			`user := api.Group("", middleware.Require("user"))`,
			`get(api, "/books", books.List)`, `user.POST("/books", books.Create)`, `admin.DELETE("/shelves/:id", shelves.Delete)`,
			`get(user, "/shelves/:id/books", books.ListByShelf)`,
		},
		"echo": {
			`user := api.Group("", middleware.Require("user"))`,
			`api.Match(get, "/books", books.List)`, `user.POST("/books", books.Create)`, `admin.DELETE("/shelves/:id", shelves.Delete)`,
			`user.Match(get, "/shelves/:id/books", books.ListByShelf)`,
		},
		"chi": {
			`user := r.With(middleware.Require(deps.Log, "user"))`,
			`r.Get(api+"/books", handle(books.List))`, `user.Post(api+"/books", handle(books.Create))`,
			`admin.Delete(api+"/shelves/{id}", handle(shelves.Delete))`, `user.Get(api+"/shelves/{id}/books", handle(books.ListByShelf))`,
		},
		"fiber": {
			`user := middleware.Require("user")`,
			`api.Get("/books", books.List)`, `api.Post("/books", user, books.Create)`, `api.Delete("/shelves/:id", admin, shelves.Delete)`,
			`api.Get("/shelves/:id/books", user, books.ListByShelf)`,
		},
	} {
		choices := options()
		choices["framework"] = []string{framework}
		out := render(t, foreign.Catalog(), project(choices))
		for _, line := range lines {
			if !strings.Contains(string(out["internal/router/router.go"].Data), "\t"+line+"\n") {
				t.Errorf("%s: router.go does not contain %s", framework, line)
			}
		}
		if !strings.Contains(string(out["docs/swagger.json"].Data), `"security"`) {
			t.Errorf("%s: the API documents lack the security requirements of a route", framework)
		}
		for name, includes := range map[string]bool{"internal/book/book.go": false, "internal/shelf/shelf.go": true} {
			if strings.Contains(string(out[name].Data), "Include:") != includes {
				t.Errorf("%s: rows of %s include something: %t, want %t", framework, name, !includes, includes)
			}
		}
	}
}
