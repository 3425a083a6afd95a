package timestamp

import "time"

// Of is the moment that a client gave in whatever zone, nil if it gave none.
func Of(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	return new(normal(*t))
}
