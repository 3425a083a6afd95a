// Package store keeps the data in memory, for as long as the process runs.
package store

import (
	"cmp"
	"time"

	"cloud.google.com/go/civil"
)

// now is the current time as every database can store it: in UTC, to the
// microsecond.
func now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond)
}

// compare orders two values of a field, null before all of them. Values that have
// no order are only equal or not.
func compare(a, b any) int {
	if a == nil || b == nil {
		return compareNull(a == nil, b == nil)
	}
	switch a := a.(type) {
	case int32:
		return compareOrdered(a, b)
	case int64:
		return compareOrdered(a, b)
	case float64:
		return compareOrdered(a, b)
	case string:
		return compareOrdered(a, b)
	case time.Time:
		return compareBy(a, b)
	case civil.Date:
		return compareBy(a, b)
	}
	if a == b {
		return 0
	}
	return 1
}

// compareOrdered orders numbers and texts.
func compareOrdered[T cmp.Ordered](a T, b any) int {
	other, _ := b.(T) // always, since values of one field have one type
	return cmp.Compare(a, other)
}

// compareBy orders values by their own method.
func compareBy[T interface{ Compare(other T) int }](a T, b any) int {
	other, _ := b.(T) // always, since values of one field have one type
	return a.Compare(other)
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
