package validate_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/acme/shelf/internal/apperr"
	"github.com/acme/shelf/internal/validate"
)

func TestStruct(t *testing.T) {
	t.Parallel()
	type input struct {
		Name *string          `json:"name" validate:"required,min=2,max=4,nonul"`
		Kind *string          `json:"kind" validate:"omitnil,oneof=a 'b c'"`
		Size *int             `json:"size" validate:"omitnil,min=1,max=9"`
		Code *string          `json:"code" validate:"omitnil,alphanum"`
		Meta *json.RawMessage `json:"meta" validate:"omitnil,nonul"`
	}
	meta := func(text string) input { return input{Name: new("äöüß"), Meta: new(json.RawMessage(text))} }
	check := validate.New()
	for _, tt := range []struct {
		in   input
		want []apperr.FieldError
	}{
		{input{Name: new("äöüß")}, nil},
		{input{}, []apperr.FieldError{{Field: "name", Rule: "required", Message: "is required"}}},
		{input{Name: new("")}, []apperr.FieldError{{Field: "name", Rule: "min", Message: "must have a length of at least 2"}}},
		{input{Name: new("a\x00")}, []apperr.FieldError{{Field: "name", Rule: "nonul", Message: "must not contain the character U+0000"}}},
		{meta(`{"a\\u0000":"\u0001"}`), nil},
		{meta(`{"a\u0000":1}`), []apperr.FieldError{{Field: "meta", Rule: "nonul", Message: "must not contain the character U+0000"}}},
		{meta(`"\\\u0000"`), []apperr.FieldError{{Field: "meta", Rule: "nonul", Message: "must not contain the character U+0000"}}},
		{input{Name: new("abcde"), Kind: new("c"), Size: new(10), Code: new("?")}, []apperr.FieldError{
			{Field: "name", Rule: "max", Message: "must have a length of at most 4"},
			{Field: "kind", Rule: "oneof", Message: "must be one of: a, 'b c'"},
			{Field: "size", Rule: "max", Message: "must be at most 9"},
			{Field: "code", Rule: "alphanum", Message: "breaks the rule alphanum"},
		}},
	} {
		err := check.Struct(tt.in)
		invalid, _ := errors.AsType[*apperr.Invalid](err)
		if (err == nil) != (tt.want == nil) || invalid != nil && !slices.Equal(invalid.Fields, tt.want) {
			t.Errorf("error = %v, want %v", err, tt.want)
		}
	}
	if err := check.Struct("no struct"); err == nil {
		t.Error("no error for what is no struct")
	}
}
