package validate_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/acme/shop/internal/fixed"
	"github.com/acme/shop/internal/validate"
)

func TestDecimal(t *testing.T) {
	t.Parallel()
	type input struct {
		Price *fixed.Decimal2 `json:"price" validate:"required,dmin=0.01,dmax=99999999999999999999"`
	}
	check := validate.New()
	for text, valid := range map[string]bool{
		"0.01": true, "99999999999999999999": true, "0.009999999999999999": false, "-1": false, "99999999999999999999.1": false,
	} {
		err := check.Struct(input{Price: new(fixed.Decimal2(decimal.RequireFromString(text)))})
		if (err == nil) != valid {
			t.Errorf("%s: %v, valid is %v", text, err, valid)
		}
	}
	if err := check.Struct(input{}); err == nil {
		t.Error("no error where the price is missing")
	}
}
