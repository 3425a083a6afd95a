package validate

import (
	"reflect"
	"slices"
	"strings"

	"github.com/go-playground/validator/v10"
	"github.com/shopspring/decimal"

	"github.com/acme/tracks/internal/money"
)

// moneyText gives money to the rules as text, such as 12.50 EUR, or without an
// amount if there is none.
func moneyText(field reflect.Value) any {
	m, _ := reflect.TypeAssert[money.Money](field)
	if m.Amount == (decimal.Decimal{}) {
		return " " + m.Currency
	}
	return m.String()
}

// isMoney is the rule money, such as money=EUR USD: an amount in one of these
// currencies, or in any.
func isMoney(f validator.FieldLevel) bool {
	amount, currency, _ := strings.Cut(f.Field().String(), " ")
	_, known := money.Digits(currency)
	return known && amount != "" && (f.Param() == "" || slices.Contains(strings.Fields(f.Param()), currency))
}

// hasMoneyDigits is the rule moneydigits: no more digits after the point than the
// currency has.
func hasMoneyDigits(f validator.FieldLevel) bool {
	amount, currency, _ := strings.Cut(f.Field().String(), " ")
	_, fraction, _ := strings.Cut(amount, ".")
	digits, _ := money.Digits(currency)
	return len(fraction) <= int(digits)
}

// moneyMin is the rule moneymin: min, compared exactly.
func moneyMin(f validator.FieldLevel) bool { return compareAmount(f) >= 0 }

// moneyMax is the rule moneymax: max, compared exactly.
func moneyMax(f validator.FieldLevel) bool { return compareAmount(f) <= 0 }

// compareAmount compares an amount with the parameter of the rule.
func compareAmount(f validator.FieldLevel) int {
	amount, _, _ := strings.Cut(f.Field().String(), " ")
	return decimal.RequireFromString(amount).Compare(decimal.RequireFromString(f.Param()))
}
