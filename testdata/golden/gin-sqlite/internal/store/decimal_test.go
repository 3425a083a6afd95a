package store

import (
	"strings"
	"testing"
)

// TestCompareDecimals compares every two numbers of a list that is in order.
func TestCompareDecimals(t *testing.T) {
	t.Parallel()
	ordered := [][]string{ // those in one row are equal
		{"-99999999999999999999.999999999999999999"},
		{"-9007199254740993.5"}, {"-9007199254740993", "-9007199254740993.0"}, {"-9007199254740992"},
		{"-10"}, {"-9.51"}, {"-9.5", "-9.50", "-09.5", "-95e-1"}, {"-0.000000000000000001", "-1e-18", "-1.0E-18"},
		{"0", "-0", "0.0", "-0.00", "00", "0e5"},
		{"0.000000000000000001", "1.0e-18"}, {"0.5", ".5"}, {"5", "5.", "005"}, {"9.5"}, {"10", "1e1", "1.0e+1"}, {"10.01"}, {"10.1"},
		{"9007199254740992"}, {"9007199254740993"}, {"9007199254740993.5"},
		{"99999999999999999999.999999999999999998"}, {"99999999999999999999.999999999999999999"},
		{strings.Repeat("9", 200)}, {"1.0e+300"}, {strings.Repeat("9", 1000)},
	}
	for i, row := range ordered {
		for j, other := range ordered {
			for _, a := range row {
				for _, b := range other {
					if got, want := compareDecimals(a, b), min(1, max(-1, i-j)); got != want {
						t.Errorf("%s, %s: %d, want %d", a, b, got, want)
					}
				}
			}
		}
	}
	if compareDecimals("1e1000000000", "2e1000000000") >= 0 { // written out it would fill the memory
		t.Error("1e1000000000 is not before 2e1000000000")
	}
}
