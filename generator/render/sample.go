package render

import (
	"encoding/base64"
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
		if f.Formed() {
			return formed(f)
		}
		return [2]string{text(f, "first "), text(f, "other ")}
	case spec.Int, spec.BigInt:
		pair := integers(f)
		return [2]string{quotedNumber(f, pair[0]), quotedNumber(f, pair[1])}
	case spec.Float:
		return fractions(f, "1.5", "2.25")
	case spec.Decimal:
		pair := fractions(f, "12.5", "99.99")
		return [2]string{strconv.Quote(written(f, pair[0])), strconv.Quote(written(f, pair[1]))}
	case spec.Money:
		first, other, _ := moneyJSON(f)
		return [2]string{first, other}
	case spec.List:
		return listsOf(f)
	case spec.Bytes:
		if f.Min == "" || f.Min == "0" {
			return [2]string{bytesFrom(f, 1), `""`}
		}
		return [2]string{bytesFrom(f, 1), bytesFrom(f, 255)}
	case spec.Enum:
		return [2]string{toJSON(f.Values[0]), toJSON(f.Values[len(f.Values)-1])}
	}
	return kinds[f.Kind].sample
}

// defaultJSON returns the default of a field as it is in a response.
func defaultJSON(f spec.Field) string {
	switch {
	case f.Default == "":
		return ""
	case f.Kind == spec.Decimal:
		return strconv.Quote(written(f, f.Default))
	case f.Kind == spec.Float:
		n, _ := strconv.ParseFloat(f.Default, 64) // it has been validated
		data, _ := json.Marshal(n)
		return string(data)
	case slices.Contains([]spec.Kind{spec.String, spec.Text, spec.Enum}, f.Kind):
		begin, _, _ := strings.Cut(toJSON(f.Default), "`") // which raw strings of Go cannot have
		return begin
	}
	return quotedNumber(f, f.Default)
}

// quotedNumber returns a number as JSON has it.
func quotedNumber(f spec.Field, number string) string {
	if f.AsString && number != "" {
		return strconv.Quote(number)
	}
	return number
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

// bytesFrom returns bytes of a size that the field allows, in JSON. The first one
// is given.
func bytesFrom(f spec.Field, first byte) string {
	n := min(3, f.Size())
	if low, err := strconv.Atoi(f.Min); err == nil {
		n = max(n, low)
	}
	data := make([]byte, n)
	for i := range data {
		data[i] = first - byte(i)
	}
	return strconv.Quote(base64.StdEncoding.EncodeToString(data))
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
