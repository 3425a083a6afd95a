// Package decimal is the exact decimal number of the API: a JSON string, never
// a float. Its size is bounded, so that a short text such as 1e999999999
// cannot become a number that fills the memory.
package decimal

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"

	"github.com/shopspring/decimal"
)

// Decimal has at most 20 digits before the point and 18 behind it, which every
// database can keep as it is. It calculates as the number it embeds does.
type Decimal struct {
	decimal.Decimal
}

// errFormat does not repeat the text, which may be long.
var errFormat = errors.New(`must be a decimal number in a string, such as "12.5", with at most 20 digits before the point and 18 behind it`)

// format is checked before a digit is parsed, and knows no exponents.
var format = regexp.MustCompile(`^-?\d{1,20}(\.\d{1,18})?$`)

// Parse reads a number such as -12.50.
func Parse(s string) (Decimal, error) {
	if !format.MatchString(s) {
		return Decimal{}, errFormat
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return Decimal{}, errFormat
	}
	return Decimal{d}, nil
}

// MustParse is Parse for constants: it panics where Parse fails.
func MustParse(s string) Decimal {
	d, err := Parse(s)
	if err != nil {
		panic("decimal: " + s + ": " + err.Error())
	}
	return d
}

// Compare returns -1 if d is less than e, 1 if it is greater, 0 if they are equal.
func (d Decimal) Compare(e Decimal) int {
	return d.Cmp(e.Decimal)
}

// MarshalJSON writes a string: as a number it would become a float in most clients.
func (d Decimal) MarshalJSON() ([]byte, error) {
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON writes. Null changes nothing.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if len(data) < 2 || data[0] != '"' {
		return errFormat
	}
	return d.UnmarshalText(data[1 : len(data)-1])
}

// UnmarshalText reads what String writes.
func (d *Decimal) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value gives the number to the database.
func (d Decimal) Value() (driver.Value, error) {
	return d.String(), nil
}

// Scan takes the number from the database.
func (d *Decimal) Scan(src any) error {
	switch src := src.(type) {
	case string:
		return d.UnmarshalText([]byte(src))
	case []byte:
		return d.UnmarshalText(src)
	}
	return fmt.Errorf("decimal: cannot read %T", src)
}
