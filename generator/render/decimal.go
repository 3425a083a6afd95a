package render

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// wholeDigits is the number of digits that the column of a decimal has before
// the point, whatever its scale: a new scale only concerns those behind it.
const wholeDigits = 20

// DecimalType is a Go type of decimal fields.
type DecimalType struct {
	Type   string // such as fixed.Decimal2
	Import string // import spec of its package
	Scale  string // "" of decimal.Decimal
}

// AnyDecimal returns the type that every decimal field has, or an interface of
// all of them.
func (v *View) AnyDecimal() DecimalType {
	if len(v.Decimals) == 1 {
		return v.Decimals[0]
	}
	return DecimalType{Type: "fmt.Stringer", Import: `"fmt"`}
}

// Fixed returns the types of decimal fields with a scale.
func (v *View) Fixed() []DecimalType {
	return slices.DeleteFunc(slices.Clone(v.Decimals), func(t DecimalType) bool { return t.Scale == "" })
}

// Of returns the Go expression that converts a decimal.Decimal to the type.
func (t DecimalType) Of(expr string) string {
	if t.Scale == "" {
		return expr
	}
	return t.Type + "(" + expr + ")"
}

// Written returns a number as it is in JSON.
func (t DecimalType) Written(number string) string {
	return written(spec.Field{Scale: t.Scale}, number)
}

// decimalTypes returns the Go types of the decimal fields of a project,
// sorted by scale.
func decimalTypes(s *spec.Spec) []DecimalType {
	var found []DecimalType
	for _, r := range s.Resources {
		for _, f := range r.Fields {
			if f.Kind == spec.Money { // whose amount is one
				f = spec.Field{Kind: spec.Decimal}
			}
			t := DecimalType{Type: kindOf(f, layer.Dialect{}).goType, Import: inModule(kindOf(f, layer.Dialect{}).imports, s.Module), Scale: f.Scale}
			if f.Kind == spec.Decimal && !slices.Contains(found, t) {
				found = append(found, t)
			}
		}
	}
	slices.SortFunc(found, func(a, b DecimalType) int {
		x, _ := strconv.Atoi(a.Scale) // it has been validated
		y, _ := strconv.Atoi(b.Scale)
		return cmp.Or(cmp.Compare(x, y), strings.Compare(a.Scale, b.Scale))
	})
	return found
}

// scaled returns the kind of a decimal field with a scale.
func (k kind) scaled(scale string) kind {
	k.goType = "fixed.Decimal" + scale
	k.imports = `"` + ownModule + `/internal/fixed"`
	return k
}

// written returns a number as a decimal field has it in a response: with the
// digits of its scale, or else without superfluous zeros.
func written(f spec.Field, number string) string {
	n, ok := new(big.Rat).SetString(number)
	if f.Scale == "" || !ok {
		return canonical(number)
	}
	return n.FloatString(f.Digits())
}

// tooPrecise returns a number with one digit after the point too many, or ""
// unless that breaks a rule.
func tooPrecise(f spec.Field) string {
	if f.Scale == "" || f.Digits() == spec.MaxDigits { // a longer one is no decimal
		return ""
	}
	return "0." + strings.Repeat("0", f.Digits()) + "1"
}
