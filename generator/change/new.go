// Package change creates projects and changes them on disk. A change of the
// spec becomes a [Plan]: the differences between the last render and the new
// one, merged into the owner's files. It is applied completely or not at all.
package change

import (
	"maps"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// New returns all files of a new project: those of generator.Render, and the
// record of the render, which is the base of later changes.
func New(cat *layer.Catalog, s *spec.Spec) (tree.Tree, error) {
	t, err := generator.Render(cat, s)
	if err != nil {
		return nil, err
	}
	return recorded(cat, t)
}

// recorded adds the record of a render to its files.
func recorded(cat *layer.Catalog, t tree.Tree) (tree.Tree, error) {
	rec, err := record.Write(cat.Version, t[spec.Path].Data, t)
	if err != nil {
		return nil, err
	}
	maps.Copy(t, rec)
	return t, nil
}
