package validate_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/validate"
)

func TestItems(t *testing.T) {
	t.Parallel()
	type item struct {
		Title string `json:"title" validate:"required"`
	}
	apply := func(in item, row *string, v *validate.Validator) error {
		*row = in.Title
		return v.Struct(in)
	}
	rows, err := validate.Items(validate.New(), []item{{"a"}, {"b"}}, apply)
	if err != nil || !reflect.DeepEqual(rows, []string{"a", "b"}) {
		t.Errorf("got %v, %v", rows, err)
	}
	_, err = validate.Items(validate.New(), []item{{""}, {"b"}, {""}}, apply)
	invalid, ok := errors.AsType[*apperr.Invalid](err)
	if !ok || len(invalid.Fields) != 2 || invalid.Fields[0].Field != "items[0].title" || invalid.Fields[1].Field != "items[2].title" {
		t.Errorf("error of items without a title = %v", err)
	}
}
