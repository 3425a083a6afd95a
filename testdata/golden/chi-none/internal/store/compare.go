// Package store keeps the data in memory, for as long as the process runs.
package store

import (
	"cmp"
	"time"
)

// now is the current time as every database can store it: in UTC, to the
// microsecond.
func now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond)
}

// compareOrdered orders numbers and texts, null before all of them.
func compareOrdered[T cmp.Ordered](a, b *T) int {
	if a == nil || b == nil {
		return compareNull(a == nil, b == nil)
	}
	return cmp.Compare(*a, *b)
}

// compareBy orders values by their own method, null before all of them.
func compareBy[T interface{ Compare(other T) int }](a, b *T) int {
	if a == nil || b == nil {
		return compareNull(a == nil, b == nil)
	}
	return (*a).Compare(*b)
}

// compareNull orders two values of which at least one is null.
func compareNull(a, b bool) int {
	switch {
	case a && b:
		return 0
	case a:
		return -1
	}
	return 1
}
