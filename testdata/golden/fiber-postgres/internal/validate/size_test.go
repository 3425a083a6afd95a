package validate_test

import (
	"testing"

	"github.com/acme/rooms/internal/validate"
)

func TestSize(t *testing.T) {
	t.Parallel()
	type input struct {
		Photo *[]byte `json:"photo" validate:"omitnil,size=2-4"`
	}
	for size, valid := range []bool{false, false, true, true, true, false} {
		err := validate.New().Struct(input{Photo: new(make([]byte, size))})
		if (err == nil) != valid {
			t.Errorf("%d bytes: %v, valid is %v", size, err, valid)
		}
	}
	if err := validate.New().Struct(input{}); err != nil {
		t.Errorf("null: %v", err)
	}
}
