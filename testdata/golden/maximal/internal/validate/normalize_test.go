package validate_test

import (
	"strings"
	"testing"

	"github.com/acme/everything/internal/validate"
)

func TestNormalize(t *testing.T) {
	t.Parallel()
	check, value := validate.New(), " Ann "
	for _, tt := range []struct {
		check *validate.Validator
		want  string
	}{
		{check, "ann"},
		{check.Patch([]byte(`{"name":null}`)), "ann"},
		{check.Patch([]byte(`{"age":7}`)), " Ann "},
		{check.Patch([]byte(`{}`)), " Ann "},
	} {
		if got := tt.check.Normalize("name", &value, strings.TrimSpace, strings.ToLower); *got != tt.want || value != " Ann " {
			t.Errorf("%q becomes %q, want %q", value, *got, tt.want)
		}
	}
	if got := check.Normalize("name", nil, strings.TrimSpace); got != nil {
		t.Errorf("nil becomes %q", *got)
	}
}
