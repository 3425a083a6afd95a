// Package date is the calendar day: a date without time and zone, written
// YYYY-MM-DD in JSON and in the database.
package date

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar, from year 1 to 9999.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

var errFormat = errors.New("must be a date such as 2024-05-17")

// Parse reads YYYY-MM-DD.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, errFormat
	}
	return Of(t), nil
}

// MustParse is Parse for constants: it panics where Parse fails.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic("date: " + s + ": " + err.Error())
	}
	return d
}

// Of is the date at the time t, in the zone of t.
func Of(t time.Time) Date {
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}
}

// Time is the beginning of the day in UTC.
func (d Date) Time() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// Compare returns -1 if d is before e, 1 if it is after, 0 if they are the same.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// String returns YYYY-MM-DD, a fixed width that sorts as the dates do.
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText makes JSON carry the date as a string.
func (d Date) MarshalText() ([]byte, error) {
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value gives the date to the database.
func (d Date) Value() (driver.Value, error) {
	return d.String(), nil
}

// Scan takes the date from the database.
func (d *Date) Scan(src any) error {
	switch src := src.(type) {
	case string:
		return d.UnmarshalText([]byte(src))
	case []byte:
		return d.UnmarshalText(src)
	case time.Time:
		*d = Of(src)
		return nil
	}
	return fmt.Errorf("date: cannot read %T", src)
}
