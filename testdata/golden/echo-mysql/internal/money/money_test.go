package money_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/acme/tracks/internal/money"
)

func TestMoney(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ amount, currency, text string }{
		{"12.5", "EUR", "12.50"}, {"12.000", "JPY", "12"}, {"-0.5", "KWD", "-0.500"}, {"1", "CLF", "1.0000"},
		{"0.125", "EUR", "0.125"}, {"7", "XXX", "7"}, // neither is a value that clients can send
	} {
		m := money.Money{Amount: decimal.RequireFromString(tt.amount), Currency: tt.currency}
		data, err := json.Marshal(&m)
		if want := `{"amount":"` + tt.text + `","currency":"` + tt.currency + `"}`; err != nil || string(data) != want {
			t.Errorf("%s, %v, want %s", data, err, want)
		}
		if want := tt.text + " " + tt.currency; m.String() != want {
			t.Errorf("%v, want %s", m, want)
		}
		var again money.Money
		if err := json.Unmarshal(data, &again); err != nil || !again.Amount.Equal(m.Amount) || again.Currency != m.Currency {
			t.Errorf("%s is read as %v, %v", data, again, err)
		}
	}
}
