package strictjson

import (
	"errors"
	"regexp"
	"time"

	"cloud.google.com/go/civil"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/shopspring/decimal"
)

// types decode the types whose strings have a certain form.
func types() *json.Unmarshalers {
	return json.JoinUnmarshalers(
		parsed(parseTime, "a time such as 2006-01-02T15:04:05Z, in the years 1 to 9999 of UTC"),
		parsed(parseDate, "a date such as 2024-05-17"),
		parsed(parseDecimal, `a decimal number in a string, such as "12.5", with at most 20 digits before the point and 18 after it`),
	)
}

// formError is the form that a string lacks.
type formError string

func (e formError) Error() string { return "must be " + string(e) }

// parsed decodes a T from a string in the form that parse takes.
func parsed[T any](parse func(string) (T, error), form string) *json.Unmarshalers {
	return json.UnmarshalFunc(func(data []byte, v *T) error {
		text, err := jsontext.AppendUnquote(nil, data)
		if err == nil {
			*v, err = parse(string(text))
		}
		if err != nil {
			return formError(form)
		}
		return nil
	})
}

// parseTime parses a time and makes it one that every database can store: in
// UTC, to the microsecond.
func parseTime(s string) (t time.Time, err error) {
	err = t.UnmarshalText([]byte(s))
	t = t.UTC().Truncate(time.Microsecond)
	if year := t.Year(); err == nil && (year < 1 || year > 9999) {
		err = errors.New("year out of range")
	}
	return t, err
}

// parseDate parses a date from the year 1 on; some databases have no year 0.
func parseDate(s string) (civil.Date, error) {
	d, err := civil.ParseDate(s)
	if err == nil && d.Year < 1 {
		err = errors.New("year 0")
	}
	return d, err
}

// decimalForm has no exponent, or 1e999999999 could fill the memory, and no
// more digits than every database can store.
var decimalForm = regexp.MustCompile(`^-?\d{1,20}(\.\d{1,18})?$`)

func parseDecimal(s string) (decimal.Decimal, error) {
	if !decimalForm.MatchString(s) {
		return decimal.Decimal{}, errors.New("out of form")
	}
	return decimal.NewFromString(s)
}
