package fixed_test

import (
	"encoding/json"
	"testing"

	"github.com/acme/shop/internal/fixed"
)

func TestDecimal(t *testing.T) {
	t.Parallel()
	testDigits(t, fixed.Decimal2{}, map[string]string{"0": "0.00", "7": "7.00", "-7.0": "-7.00"})
}

// testDigits reads each text as a decimal of the type of zero, and compares how
// it is written. A number with more digits than its scale keeps them.
func testDigits[S fixed.Scale](t *testing.T, zero fixed.Decimal[S], texts map[string]string) {
	t.Helper()
	const longest = "0.1234567890123456789"
	texts[longest] = longest
	for text, want := range texts {
		read, scanned := zero, zero
		if err := json.Unmarshal([]byte(`"`+text+`"`), &read); err != nil {
			t.Fatal(err)
		}
		written, errJSON := json.Marshal(read)
		stored, errValue := read.Value()
		if string(written) != `"`+want+`"` || stored != want || errJSON != nil || errValue != nil {
			t.Errorf("%s: %s in JSON, %v in the database, %v, %v, want %s", text, written, stored, errJSON, errValue, want)
		}
		if err := scanned.Scan(stored); err != nil || scanned.Compare(read) != 0 {
			t.Errorf("%s: scanned %v, %v", text, scanned, err)
		}
	}
}
