package validate_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/acme/shop/internal/apperr"
	"github.com/acme/shop/internal/validate"
)

func TestPatch(t *testing.T) {
	t.Parallel()
	type input struct {
		Name *string `json:"name" validate:"required,min=2"`
		Size *int    `json:"size" validate:"omitnil,min=1"`
		Tags []int   `json:"tags" validate:"dive,min=1"`
	}
	check := validate.New()
	for _, tt := range []struct {
		in    input // with the patch
		patch string
		want  []string // broken fields
	}{
		{input{Name: new("ab"), Size: new(1)}, `{"size":1}`, nil},
		{input{Name: new("a"), Size: new(0)}, `{}`, nil},
		{input{Name: new("a"), Size: new(1)}, `{"size":1}`, nil},
		{input{Name: new("a"), Size: new(0)}, `{"size":0}`, []string{"size"}},
		{input{Name: new("a"), Size: new(0)}, `{"name":"a"}`, []string{"name"}},
		{input{Tags: []int{1, 0}}, `{"tags":[1,0]}`, []string{"tags[1]"}},
		{input{Tags: []int{1, 0}}, `{"size":0}`, nil},
		{input{}, `{"name":null}`, []string{"name"}},
		{input{Name: new(""), Size: new(0)}, `{"size":0,"name":""}`, []string{"name", "size"}},
	} {
		var broken []string
		err := check.Patch([]byte(tt.patch)).Struct(tt.in)
		if invalid, ok := errors.AsType[*apperr.Invalid](err); ok {
			for _, f := range invalid.Fields {
				broken = append(broken, f.Field)
			}
		}
		if !slices.Equal(broken, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: error = %v, want one for %q", tt.patch, err, tt.want)
		}
	}
	if err := check.Struct(input{}); err == nil {
		t.Error("no error without a patch")
	}
}
