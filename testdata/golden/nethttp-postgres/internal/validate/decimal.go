package validate

import (
	"reflect"

	"github.com/go-playground/validator/v10"
	"github.com/shopspring/decimal"
)

// decimalText gives a decimal to the rules as text; a struct they would skip.
func decimalText(field reflect.Value) any {
	d, _ := reflect.TypeAssert[decimal.Decimal](field)
	return d.String()
}

// decimalMin is the rule dmin: min, compared exactly.
func decimalMin(f validator.FieldLevel) bool {
	return decimal.RequireFromString(f.Field().String()).Compare(decimal.RequireFromString(f.Param())) >= 0
}

// decimalMax is the rule dmax: max, compared exactly.
func decimalMax(f validator.FieldLevel) bool {
	return decimal.RequireFromString(f.Field().String()).Compare(decimal.RequireFromString(f.Param())) <= 0
}
