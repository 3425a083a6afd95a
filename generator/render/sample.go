package render

import (
	"encoding/json"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

// sampleJSON returns two valid values of a field as JSON. They are different
// unless its bounds allow only one.
func sampleJSON(f spec.Field) [2]string {
	switch f.Kind {
	case spec.String, spec.Text:
		return [2]string{text(f, "first "), text(f, "other ")}
	case spec.Int, spec.BigInt:
		return integers(f)
	case spec.Float:
		return fractions(f, "1.5", "2.25")
	case spec.Decimal:
		pair := fractions(f, "12.5", "99.99")
		return [2]string{`"` + canonical(pair[0]) + `"`, `"` + canonical(pair[1]) + `"`}
	case spec.Enum:
		return [2]string{strconv.Quote(f.Values[0]), strconv.Quote(f.Values[len(f.Values)-1])}
	}
	return kinds[f.Kind].sample
}

// defaultJSON returns the default of a field as it is in a response.
func defaultJSON(f spec.Field) string {
	switch {
	case f.Default == "":
		return ""
	case f.Kind == spec.Decimal:
		return strconv.Quote(canonical(f.Default))
	case f.Kind == spec.Float:
		n, _ := strconv.ParseFloat(f.Default, 64) // it has been validated
		data, _ := json.Marshal(n)
		return string(data)
	case strings.ContainsAny(f.Default, "<>&"): // which encoders escape differently
		return `"`
	case slices.Contains([]spec.Kind{spec.String, spec.Text, spec.Enum}, f.Kind):
		return strconv.Quote(f.Default)
	}
	return f.Default
}

// text returns a string with the name of the field, cut or padded to its
// bounds.
func text(f spec.Field, prefix string) string {
	s := prefix + strings.ReplaceAll(f.Name, "_", " ")
	if n, err := strconv.Atoi(f.Max); err == nil && len(s) > n {
		s = strings.TrimRight(s[:n], " ")
	}
	if n, err := strconv.Atoi(f.Min); err == nil && len(s) < n {
		s += strings.Repeat("x", n-len(s))
	}
	return strconv.Quote(s)
}

func integers(f spec.Field) [2]string {
	low, high := int64(1), int64(math.MaxInt32)
	if n, err := strconv.ParseInt(f.Max, 10, 64); err == nil {
		high = n
		low = min(low, high-1)
	}
	if n, err := strconv.ParseInt(f.Min, 10, 64); err == nil {
		low = n
	}
	return [2]string{strconv.FormatInt(low, 10), strconv.FormatInt(min(low+1, max(high, low)), 10)}
}

// fractions returns the two values, or the bounds of the field if these do not
// allow them.
func fractions(f spec.Field, first, second string) [2]string {
	pair := [2]string{first, second}
	for i := range pair {
		switch {
		case f.Min != "" && less(pair[i], f.Min):
			pair[i] = f.Min
		case f.Max != "" && less(f.Max, pair[i]):
			pair[i] = f.Max
		}
	}
	if pair[0] == pair[1] && f.Min != "" && f.Max != "" {
		return [2]string{f.Min, f.Max}
	}
	return pair
}

// outside returns a number outside the bounds of a field, or "" if it has
// none.
func outside(f spec.Field) string {
	step := func(s string, by int64) string {
		n, ok := new(big.Rat).SetString(s)
		if !ok {
			return ""
		}
		n.Add(n, new(big.Rat).SetInt64(by))
		if n.IsInt() && (f.Kind == spec.Int && !fits(n, 32) || f.Kind == spec.BigInt && !fits(n, 64)) {
			return ""
		}
		return canonical(n.FloatString(18))
	}
	if s := step(f.Min, -1); f.Min != "" && s != "" {
		return s
	}
	return step(f.Max, 1)
}

// fits reports whether an integer fits into the given number of bits.
func fits(n *big.Rat, bits int) bool {
	_, err := strconv.ParseInt(n.Num().String(), 10, bits)
	return err == nil
}

func less(a, b string) bool {
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return okX && okY && x.Cmp(y) < 0
}

// canonical returns a decimal without superfluous zeros.
func canonical(s string) string {
	n, ok := new(big.Rat).SetString(s)
	if !ok {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(n.FloatString(18), "0"), ".")
}
