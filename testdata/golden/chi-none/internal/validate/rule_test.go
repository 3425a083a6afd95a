package validate_test

import (
	"errors"
	"testing"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/validate"
)

func TestHold(t *testing.T) {
	t.Parallel()
	validator := validate.New()
	rules := []validate.Rule{
		{Holds: false, Else: []validate.Fault{
			{Field: "end", Message: "must be after start"},
			{Field: "start", Message: "must be before end"},
		}},
		{Holds: true, Else: []validate.Fault{{Field: "size", Message: "must be at least 0"}}},
		{Holds: false, Else: []validate.Fault{{Field: "price", Message: "must be greater than 0"}}},
	}
	for patch, want := range map[string]int{`{}`: 0, `{"size":1}`: 0, `{"start":null}`: 2, `{"price":0,"end":1}`: 3} {
		err := validator.Patch([]byte(patch)).Hold(rules)
		invalid, ok := errors.AsType[*apperr.Invalid](err)
		if ok != (want > 0) || ok && len(invalid.Fields) != want || err != nil && !ok {
			t.Errorf("%s: %v, want %d fields", patch, err, want)
		}
	}
	const all = "invalid: end must be after start, start must be before end, price must be greater than 0"
	if err := validator.Hold(rules); err == nil || err.Error() != all {
		t.Errorf("all: %v", err)
	}
	if err := validator.Hold(rules[1:2]); err != nil {
		t.Errorf("none is broken: %v", err)
	}
}
