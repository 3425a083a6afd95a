package store

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// timeLayout is in UTC and of a fixed width, so that strings sort as times do.
// SQLite has no type for times.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// timeText stores a time as text. The field is a *time.Time, or a **time.Time
// if it may be null.
type timeText struct {
	field any
}

// Value implements driver.Valuer.
func (t timeText) Value() (driver.Value, error) {
	switch field := t.field.(type) {
	case *time.Time:
		return field.UTC().Format(timeLayout), nil
	case **time.Time:
		if *field != nil {
			return timeText{*field}.Value()
		}
	}
	return nil, nil
}

// Scan implements sql.Scanner.
func (t timeText) Scan(src any) (err error) {
	switch field := t.field.(type) {
	case *time.Time:
		*field, err = time.Parse(timeLayout, fmt.Sprint(src))
	case **time.Time:
		*field = nil
		if src != nil {
			*field = new(time.Time)
			err = timeText{*field}.Scan(src)
		}
	}
	return err
}
