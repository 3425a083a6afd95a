package strictjson

import (
	"errors"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// types decode the types whose strings have a certain form.
func types() *json.Unmarshalers {
	return json.JoinUnmarshalers(
		parsed(parseTime, "a time such as 2006-01-02T15:04:05Z, in the years 1 to 9999 of UTC"),
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
