package validate_test

import (
	"testing"
	"time"

	"library/internal/validate"
)

func TestUTCYear(t *testing.T) {
	t.Parallel()
	type input struct {
		At *time.Time `json:"at" validate:"omitnil,utcyear"`
	}
	check := validate.New()
	for text, valid := range map[string]bool{
		"0001-01-01T00:00:00Z": true, "9999-12-31T23:59:59Z": true, "0000-12-31T23:59:59-01:00": true,
		"0001-01-01T00:00:00+01:00": false, "9999-12-31T23:59:59-01:00": false,
	} {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		if err := check.Struct(input{At: &at}); (err == nil) != valid {
			t.Errorf("%s: %v, valid is %v", text, err, valid)
		}
	}
}
