package validate_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/acme/shop/internal/fixed"
	"github.com/acme/shop/internal/validate"
)

func TestScale(t *testing.T) {
	t.Parallel()
	type input struct {
		Price fixed.Decimal2 `json:"price" validate:"scale=2"`
	}
	smallest := decimal.New(1, -2)
	for _, tt := range []struct {
		number decimal.Decimal
		valid  bool
	}{
		{smallest, true}, {smallest.Neg(), true}, {smallest.Shift(20), true}, {decimal.New(100, -2-2), true},
		{smallest.Shift(-1), false}, {smallest.Shift(-1).Neg(), false}, {smallest.Shift(20).Add(smallest.Shift(-1)), false},
	} {
		err := validate.New().Struct(input{Price: fixed.Decimal2(tt.number)})
		if (err == nil) != tt.valid {
			t.Errorf("%v: %v, valid is %v", tt.number, err, tt.valid)
		}
	}
}
