package store

import (
	"cmp"
	"strings"

	"github.com/shopspring/decimal"
)

// compareDecimals is the collation decimal: it compares texts by the numbers in
// them, exactly. The sqlite3 shell has a collation of this name, too, which is
// from SQLite's own extension.
func compareDecimals(a, b string) int {
	x, y := digitsOf(a), digitsOf(b)
	switch {
	case x.negative && y.negative:
		x, y = y, x
	case x.negative:
		return -1
	case y.negative:
		return 1
	}
	return cmp.Or(
		cmp.Compare(len(x.whole), len(y.whole)),
		strings.Compare(x.whole, y.whole),
		strings.Compare(x.fraction, y.fraction),
	)
}

// digits are the digits of a number before and behind the point, without zeros
// that do not count.
type digits struct {
	negative        bool
	whole, fraction string
}

func digitsOf(text string) (d digits) {
	text, d.negative = strings.CutPrefix(withoutExponent(text), "-")
	d.whole, d.fraction, _ = strings.Cut(text, ".")
	d.whole, d.fraction = strings.TrimLeft(d.whole, "0"), strings.TrimRight(d.fraction, "0")
	d.negative = d.negative && d.whole+d.fraction != ""
	return d
}

// withoutExponent writes a number such as 1.0e-05 out, which is how SQLite keeps
// what a statement has inserted as a number instead of a text.
func withoutExponent(text string) string {
	const largest = 400 // beyond that of every float
	if !strings.ContainsAny(text, "eE") {
		return text
	}
	d, err := decimal.NewFromString(text)
	if err != nil || d.Exponent() < -largest || d.Exponent() > largest {
		return text
	}
	return d.String()
}
