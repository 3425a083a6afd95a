package validate

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"
	"github.com/shopspring/decimal"

	"github.com/acme/shop/internal/fixed"
)

// decimalText gives a decimal to the rules as text; a struct they would skip.
func decimalText(field reflect.Value) any {
	d, _ := reflect.TypeAssert[fixed.Decimal2](field)
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

// decimalScale is the rule scale: no more digits after the point.
func decimalScale(f validator.FieldLevel) bool {
	_, fraction, _ := strings.Cut(f.Field().String(), ".")
	digits, err := strconv.Atoi(f.Param())
	return err == nil && len(fraction) <= digits
}
