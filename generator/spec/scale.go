package spec

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxDigits is the number of digits that a decimal without scale has after the
// point.
const MaxDigits = 18

// Digits returns how many digits a decimal has after the point at most.
func (f Field) Digits() int {
	if n, err := strconv.Atoi(f.Scale); err == nil {
		return n
	}
	if f.Kind == Money {
		return MoneyDigits
	}
	return MaxDigits
}

func (f Field) checkScale() []string {
	n, err := strconv.Atoi(f.Scale)
	switch {
	case f.Scale == "" || f.Kind != Decimal:
		return nil
	case err != nil || n < 0 || n > MaxDigits || strconv.Itoa(n) != f.Scale:
		return []string{fmt.Sprintf("scale %q is not a number of digits: use a whole number from 0 to %d", f.Scale, MaxDigits)}
	}
	return nil
}

// isDecimal reports whether s is a value for the decimal f.
func (f Field) isDecimal(s string) bool {
	_, fraction, _ := strings.Cut(s, ".")
	return decimalForm.MatchString(s) && len(fraction) <= f.Digits()
}
