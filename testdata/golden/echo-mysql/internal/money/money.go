// Package money has amounts in currencies.
package money

import (
	"encoding/json"

	"github.com/shopspring/decimal"
)

// Money is an amount in a currency.
type Money struct {
	Amount   decimal.Decimal `json:"amount" swaggertype:"string" example:"12.50"`
	Currency string          `json:"currency" example:"EUR"`
}

// String returns the amount and the currency, such as 12.50 EUR.
func (m Money) String() string { return m.amount() + " " + m.Currency }

// MarshalJSON writes the amount with the digits of its currency.
func (m Money) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"amount": m.amount(), "currency": m.Currency})
}

// amount returns the amount with the digits of its currency, or with all of its
// digits if it has more, so that none is lost.
func (m Money) amount() string {
	digits, _ := Digits(m.Currency)
	if !m.Amount.Equal(m.Amount.Truncate(digits)) {
		return m.Amount.String()
	}
	return m.Amount.StringFixed(digits)
}
