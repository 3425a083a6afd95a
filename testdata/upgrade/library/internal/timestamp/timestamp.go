// Package timestamp is how the service keeps moments: in UTC and to the
// microsecond, the finest that every database can store.
package timestamp

import "time"

// Now is the current moment.
func Now() time.Time {
	return normal(time.Now())
}

func normal(t time.Time) time.Time {
	return t.UTC().Truncate(time.Microsecond)
}
