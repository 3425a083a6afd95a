package spec_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/gen-go/gen/generator/spec"
)

// ParseMoment accepts what package time accepts, and compares alike.
func TestParseMoment(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	random := func() (string, time.Time) {
		at := time.UnixMicro(rnd.Int64N(4e15) - 2e15).UTC()
		if rnd.IntN(2) == 0 {
			at = at.Truncate(24 * time.Hour)
			return at.Format(time.DateOnly), at
		}
		return at.Format(time.RFC3339Nano), at
	}
	for range 2000 {
		a, x := random()
		b, y := random()
		m, okM := spec.ParseMoment(a)
		n, okN := spec.ParseMoment(b)
		if !okM || !okN || m.Compare(n) != x.Compare(y) {
			t.Fatalf("%s, %s: %v %v %d", a, b, okM, okN, m.Compare(n))
		}
	}
	for year := 1; year < 2500; year += 7 {
		for _, day := range []string{"02-28", "02-29", "02-30", "04-31", "13-01", "00-10", "12-00", "12-32"} {
			text := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006-") + day
			_, err := time.Parse(time.DateOnly, text)
			if _, ok := spec.ParseMoment(text); ok != (err == nil) {
				t.Errorf("%s: %v, want %v", text, ok, err)
			}
		}
	}
	for _, text := range []string{"", "0000-01-01", "2024-5-17", "2024-05-17T08:30Z", "2024-05-17T24:00:00Z", "2024-05-17T08:60:00Z", "2024-05-17T08:30:61Z", "2024-05-17T08:30:00.0000001Z", "2024-05-17 08:30:00", "2024-05-17T08:30:00+00:00"} {
		if m, ok := spec.ParseMoment(text); ok {
			t.Errorf("%q is %v", text, m)
		}
	}
}
