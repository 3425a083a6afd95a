// Package generator renders projects: it returns the files of the project that
// a spec describes, including generated ones such as go.mod. It does not
// access the disk, other processes or the network; package change does.
package generator

import (
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Render returns all files of the project that s describes. It is a pure
// function of s and the catalogue. The spec must be filled. If it is invalid,
// the error is of type spec.Problems.
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

// Validate returns all problems of a filled spec: those of gen.yaml itself or,
// if there are none, those of its migrations.
func Validate(cat *layer.Catalog, s *spec.Spec) spec.Problems {
	if ps := s.Validate(cat); len(ps) > 0 {
		return ps
	}
	return history.Validate(cat, s)
}

// Forms returns the forms of a resource's name in generated code, in the same
// order for all resources.
func Forms(r spec.Resource) []string { return render.Forms(r) }

// FieldForms returns the forms of a field's name in generated code, in the same
// order for all fields.
func FieldForms(f spec.Field) []string { return render.FieldForms(f) }
