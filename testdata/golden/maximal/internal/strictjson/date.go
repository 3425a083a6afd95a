package strictjson

import (
	"errors"

	"cloud.google.com/go/civil"
)

// parseDate parses a date from the year 1 on; some databases have no year 0.
func parseDate(s string) (civil.Date, error) {
	d, err := civil.ParseDate(s)
	if err == nil && d.Year < 1 {
		err = errors.New("year 0")
	}
	return d, err
}
