package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/layer"
)

// Code is an error code of the project.
type Code struct{ layer.Code }

// Var returns the variable of package apperr with the code, or "" if there is
// none.
func (c Code) Var() string {
	name, ok := strings.CutPrefix(c.Error, "apperr.")
	if !ok {
		return ""
	}
	return name
}

// codeRange is the number of codes of each kind.
const codeRange = 1000

// newCodes returns the codes of the layers in order, grouped by kind.
func newCodes(layers []layer.Layer) [][]Code {
	codes := collect(layers, func(l layer.Layer) []layer.Code { return l.Codes })
	slices.SortFunc(codes, func(a, b layer.Code) int { return cmp.Compare(a.Number, b.Number) })
	var kinds [][]Code
	for i, c := range codes {
		if i == 0 || c.Number/codeRange != codes[i-1].Number/codeRange {
			kinds = append(kinds, nil)
		}
		last := len(kinds) - 1
		kinds[last] = append(kinds[last], Code{c})
	}
	return kinds
}
