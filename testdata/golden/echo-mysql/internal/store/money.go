package store

import (
	"github.com/shopspring/decimal"

	"github.com/acme/tracks/internal/money"
)

// amountOf returns one column of money, nil if it is null.
func amountOf(m *money.Money) *decimal.Decimal {
	if m == nil {
		return nil
	}
	return &m.Amount
}

// currencyOf returns the other one.
func currencyOf(m *money.Money) *string {
	if m == nil {
		return nil
	}
	return &m.Currency
}

// moneyOf returns the money in its two columns.
func moneyOf(amount *decimal.Decimal, currency *string) *money.Money {
	if amount == nil || currency == nil {
		return nil
	}
	return &money.Money{Amount: *amount, Currency: *currency}
}
