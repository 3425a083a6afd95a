// Package fixed has decimal numbers that are written with a fixed number of
// digits after the point, such as prices.
package fixed

import (
	"database/sql/driver"

	"github.com/shopspring/decimal"
)

// Decimal2 is a decimal number with 2 digits after the point.
type Decimal2 = Decimal[scale2]

type scale2 struct{}

func (scale2) digits() int32 { return 2 }

// Scale is a number of digits after the point.
type Scale interface{ digits() int32 }

// Decimal is a decimal number that is written as text, in JSON and in the
// database with the digits of its scale. Convert it to a decimal.Decimal to
// calculate, and round the result before you convert it back.
type Decimal[S Scale] decimal.Decimal

// String returns the number with the digits of its scale, or with all of its
// digits if it has more, so that none is lost.
func (d Decimal[S]) String() string {
	var scale S
	number := decimal.Decimal(d)
	if !number.Equal(number.Truncate(scale.digits())) {
		return number.String()
	}
	return number.StringFixed(scale.digits())
}

// Compare returns -1 if d is less than other, 1 if it is greater, and otherwise
// 0.
func (d Decimal[S]) Compare(other Decimal[S]) int {
	return decimal.Decimal(d).Compare(decimal.Decimal(other))
}

// MarshalText implements encoding.TextMarshaler.
func (d Decimal[S]) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Decimal[S]) UnmarshalText(text []byte) error {
	return (*decimal.Decimal)(d).UnmarshalText(text)
}

// Value implements driver.Valuer.
func (d Decimal[S]) Value() (driver.Value, error) { return d.String(), nil }

// Scan implements sql.Scanner.
func (d *Decimal[S]) Scan(value any) error { return (*decimal.Decimal)(d).Scan(value) }
