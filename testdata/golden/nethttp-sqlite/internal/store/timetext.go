package store

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// timeText is a time that the database keeps as text: SQLite has no type for
// times.
type timeText time.Time

// timeLayout is in UTC and of a fixed width, so that the texts sort as the
// times do.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// Value gives the time to the database.
func (t timeText) Value() (driver.Value, error) {
	return time.Time(t).UTC().Format(timeLayout), nil
}

// Scan takes the time from the database.
func (t *timeText) Scan(src any) error {
	parsed, err := time.Parse(timeLayout, fmt.Sprint(src))
	if err != nil {
		return err
	}
	*t = timeText(parsed)
	return nil
}
