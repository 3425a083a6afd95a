package strictjson

import (
	"errors"
	"regexp"

	"github.com/shopspring/decimal"
)

// decimalForm has no exponent, or 1e999999999 could fill the memory, and no
// more digits than every database can store.
var decimalForm = regexp.MustCompile(`^-?\d{1,20}(\.\d{1,18})?$`)

func parseDecimal(s string) (decimal.Decimal, error) {
	if !decimalForm.MatchString(s) {
		return decimal.Decimal{}, errors.New("out of form")
	}
	return decimal.NewFromString(s)
}
