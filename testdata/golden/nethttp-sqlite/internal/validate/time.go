package validate

import (
	"reflect"
	"time"

	"github.com/go-playground/validator/v10"
)

// utcYear is the rule utcyear: the moment, which may come from another zone,
// has a year of four digits in UTC. JSON and some databases take no other.
func utcYear(f validator.FieldLevel) bool {
	t, _ := reflect.TypeAssert[time.Time](f.Field())
	year := t.UTC().Year()
	return 1 <= year && year <= 9999
}
