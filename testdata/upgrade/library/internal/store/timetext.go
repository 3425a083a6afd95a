package store

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// timeLayout is in UTC and of a fixed width, so that the texts sort as the
// times do; SQLite has no type for them.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// timeText is a column that keeps as text the time that field points to: a
// *time.Time, or a **time.Time where null is allowed.
type timeText struct {
	field any
}

// Value gives the time to the database.
func (t timeText) Value() (driver.Value, error) {
	switch field := t.field.(type) {
	case *time.Time:
		return field.UTC().Format(timeLayout), nil
	case **time.Time:
		if *field == nil {
			return nil, nil
		}
		return (*field).UTC().Format(timeLayout), nil
	}
	return nil, fmt.Errorf("no time: %T", t.field)
}

// Scan takes the time from the database.
func (t timeText) Scan(src any) error {
	var parsed *time.Time
	if src != nil {
		at, err := time.Parse(timeLayout, fmt.Sprint(src))
		if err != nil {
			return err
		}
		parsed = &at
	}
	switch field := t.field.(type) {
	case **time.Time:
		*field = parsed
		return nil
	case *time.Time:
		if parsed != nil {
			*field = *parsed
			return nil
		}
	}
	return fmt.Errorf("no time: %T into %T", src, t.field)
}
