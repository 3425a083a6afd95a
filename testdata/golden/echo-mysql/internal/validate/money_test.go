package validate_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/acme/tracks/internal/money"
	"github.com/acme/tracks/internal/validate"
)

func TestMoney(t *testing.T) {
	t.Parallel()
	type input struct {
		Any  *money.Money `json:"any" validate:"omitnil,money,moneydigits,moneymin=-1,moneymax=1000"`
		Some *money.Money `json:"some" validate:"omitnil,money=EUR JPY"`
	}
	check := validate.New()
	for text, valid := range map[string]bool{
		"12.5 EUR": true, "12.500 EUR": true, "12.505 EUR": false, "12 JPY": true, "12.5 JPY": false, "0.001 KWD": true, "0.0001 KWD": false, "0.0001 CLF": true,
		"0 EUR": true, "-1 EUR": true, "-1.01 EUR": false, "1000 USD": true, "1000.01 USD": false, "1 XXX": false, "1 eur": false, "1 ": false, "1 EURO": false,
	} {
		var m money.Money
		amount, currency, _ := strings.Cut(text, " ")
		m.Amount, m.Currency = decimal.RequireFromString(amount), currency
		if err := check.Struct(input{Any: &m}); (err == nil) != valid {
			t.Errorf("%s: %v, valid is %v", text, err, valid)
		}
	}
	one := decimal.NewFromInt(1)
	for m, valid := range map[*money.Money]bool{
		nil: true, {Amount: one, Currency: "EUR"}: true, {Amount: one, Currency: "JPY"}: true, {Amount: one, Currency: "USD"}: false,
		{Currency: "EUR"}: false, {Amount: one}: false, {}: false,
	} {
		if err := check.Struct(input{Some: m}); (err == nil) != valid {
			t.Errorf("%v: %v, valid is %v", m, err, valid)
		}
	}
}
