// Package generator renders projects: it turns a spec into the files of a
// project, derived ones included. It touches no disk, process or network; what
// does is generator/change.
package generator

import (
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Render returns every file of the project that s describes. It depends on s
// and the catalogue alone. The spec must be filled; what is wrong with it comes
// back as spec.Problems.
func Render(cat *layer.Catalog, s *spec.Spec) (tree.Tree, error) {
	if err := Validate(cat, s).Err(); err != nil {
		return nil, err
	}
	t, err := render.Tree(cat, s)
	if err != nil {
		return nil, err
	}
	if err := derive(cat, s, t); err != nil {
		return nil, err
	}
	yaml, err := s.Marshal(cat)
	if err != nil {
		return nil, err
	}
	if err := t.Add(spec.Path, yaml); err != nil {
		return nil, err
	}
	return t, nil
}

// Validate returns every problem of a filled spec: those of gen.yaml as it
// stands, or if there are none, those of its migrations.
func Validate(cat *layer.Catalog, s *spec.Spec) spec.Problems {
	if ps := s.Validate(cat); len(ps) > 0 {
		return ps
	}
	return history.Validate(cat, s)
}
