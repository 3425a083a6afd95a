package history_test

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func catalog() *layer.Catalog {
	return &layer.Catalog{
		Categories: []layer.Category{
			{Name: "framework", Default: "nethttp"},
			{Name: "database", Default: "sqlite"},
			{Name: "example", Optional: true},
		},
		Layers: []layer.Layer{
			{Category: "framework", Name: "nethttp"},
			{Category: "framework", Name: "gin"},
			{Category: "database", Name: "sqlite", SQL: &layer.Dialect{}},
			// A database with low limits.
			{Category: "database", Name: "narrow", SQL: &layer.Dialect{Limits: &layer.Limits{Short: 8, Long: 20, Row: 40, Keys: 3}}},
			{Category: "database", Name: "none"},
			{Category: "example", Name: "bank", Needs: []layer.Need{{Condition: "!database.none", Reason: "bank needs a database"}}, Tables: []string{"accounts"}, Migrations: 2},
		},
	}
}

// validate returns every problem of a filled spec.
func validate(cat *layer.Catalog, s *spec.Spec) spec.Problems {
	if ps := s.Validate(cat); len(ps) > 0 {
		return ps
	}
	return history.Validate(cat, s)
}

// load loads, fills and validates, and returns the problems as lines
// "line path: message".
func load(text string) (*spec.Spec, []string) {
	cat := catalog()
	s, lines, err := spec.Load(strings.NewReader(text), cat)
	var problems spec.Problems
	if err != nil && !errors.As(err, &problems) {
		return &s, []string{err.Error()}
	}
	s.Fill(cat)
	more := validate(cat, &s)
	lines.Locate(more)
	var out []string
	for _, p := range append(problems, more...) {
		out = append(out, fmt.Sprintf("%d %s: %s", p.Line, p.Path, p.Message))
	}
	return &s, out
}
