// Package change creates projects and changes them on disk. A change of the
// spec becomes a Plan: what gen makes differently now, merged into what the
// owner of the project has, and applied as a whole or not at all.
package change

import (
	"maps"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// New returns every file of a new project: what generator.Render makes of the
// spec, and the record of it that later changes start from.
func New(cat *layer.Catalog, s *spec.Spec) (tree.Tree, error) {
	t, err := generator.Render(cat, s)
	if err != nil {
		return nil, err
	}
	rec, err := record.Write(cat.Version, t[spec.Path].Data, t)
	if err != nil {
		return nil, err
	}
	maps.Copy(t, rec)
	return t, nil
}
