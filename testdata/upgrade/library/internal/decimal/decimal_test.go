package decimal_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/acme/library/internal/decimal"
)

func TestParse(t *testing.T) {
	t.Parallel()
	widest := strings.Repeat("9", 20) + "." + strings.Repeat("9", 18)
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "12.50": "12.5", "-0.001": "-0.001", "007": "7", widest: widest, "-" + widest: "-" + widest,
	} {
		if d, err := decimal.Parse(text); err != nil || d.String() != want {
			t.Errorf("Parse(%q) = %v, %v, want %s", text, d, err, want)
		}
	}
	for _, text := range []string{
		"", "-", ".5", "5.", "+1", "1,5", " 1", "0x10", "NaN", "Infinity", "1e5", "1e999999999", "1e-999999999",
		strings.Repeat("9", 21), "0." + strings.Repeat("9", 19), strings.Repeat("9", 1<<20),
	} {
		if d, err := decimal.Parse(text); err == nil {
			t.Errorf("Parse(%.40q) = %v, want an error", text, d)
		}
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	var v struct {
		Price decimal.Decimal  `json:"price"`
		Tax   *decimal.Decimal `json:"tax"`
	}
	const text = `{"price":"12345678901234567890.123456789","tax":null}`
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(v); err != nil || string(got) != text {
		t.Errorf("Marshal = %s, %v, want %s", got, err, text)
	}
	for _, text := range []string{`{"price":12.5}`, `{"price":"1e9"}`, `{"price":""}`, `{"price":{}}`} {
		if err := json.Unmarshal([]byte(text), &v); err == nil {
			t.Errorf("Unmarshal(%s) succeeded, want an error", text)
		}
	}
}

func TestScan(t *testing.T) {
	t.Parallel()
	for _, src := range []any{"12.50", []byte("12.5")} {
		var d decimal.Decimal
		if err := d.Scan(src); err != nil || d.Compare(decimal.MustParse("12.5")) != 0 {
			t.Errorf("Scan(%v) = %v, %v", src, d, err)
		}
	}
	for _, src := range []any{nil, 12.5, "1e9"} {
		if err := new(decimal.Decimal).Scan(src); err == nil {
			t.Errorf("Scan(%v) succeeded, want an error", src)
		}
	}
}
