package render

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/spec"
)

// sampled returns two valid values of each field as JSON, such that rows with the
// first ones and rows with the others meet the checks of the resource, also when
// tests number them or leave a field at its default. It reports false if it finds
// none.
func sampled(r spec.Resource) (samples [][2]string, ok bool) {
	for _, f := range r.Fields {
		samples = append(samples, sampleJSON(f))
	}
	var checks []spec.Check
	var names []string // of the fields in checks
	for _, c := range r.Constraints() {
		if check, ok := c.Check(); ok {
			checks = append(checks, check)
			names = append(names, check.Fields()...)
		}
	}
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	for side := range 2 {
		chosen := map[string]string{}
		s := solver{r: r, checks: checks, names: names, samples: samples, side: side, left: maxTries}
		if !s.choose(chosen, 0) {
			return samples, false
		}
		for i, f := range r.Fields {
			if value, ok := chosen[f.Name]; ok {
				samples[i][side] = value
			}
		}
	}
	return samples, true
}

// maxTries limits the search for values.
const maxTries = 100_000

// solver looks for values that meet checks.
type solver struct {
	r       spec.Resource
	checks  []spec.Check
	names   []string
	samples [][2]string
	side    int
	left    int // number of tries
}

// choose chooses values of the fields from the nth name on.
func (s *solver) choose(chosen map[string]string, n int) bool {
	if s.left--; s.left < 0 || !s.hold(chosen) || !s.holdInTests(chosen) {
		return false
	}
	if n == len(s.names) {
		return true
	}
	i := slices.IndexFunc(s.r.Fields, func(f spec.Field) bool { return f.Name == s.names[n] })
	for _, value := range s.candidates(s.r.Fields[i], s.samples[i]) {
		chosen[s.names[n]] = value
		if s.choose(chosen, n+1) {
			return true
		}
	}
	delete(chosen, s.names[n])
	return false
}

// hold reports whether the checks hold whose fields have been chosen.
func (s *solver) hold(chosen map[string]string) bool {
	return !slices.ContainsFunc(s.checks, func(c spec.Check) bool {
		i := slices.IndexFunc(s.r.Fields, func(f spec.Field) bool { return f.Name == c.Field })
		a, ok := chosen[c.Field]
		b, given := strconv.Quote(c.Value), true
		if c.Other != "" {
			b, given = chosen[c.Other]
		}
		return ok && given && !meets(compareJSON(s.r.Fields[i].Kind, a, b), c.Op)
	})
}

// holdInTests reports whether the checks hold when tests change chosen values.
func (s *solver) holdInTests(chosen map[string]string) bool {
	for n := range 2 {
		row := maps.Clone(chosen)
		for _, f := range s.r.Fields {
			ends, known := nthJSON[f.Kind]
			if _, ok := row[f.Name]; ok && known && numbered(s.r, f) {
				row[f.Name] = ends[n]
			}
		}
		if !s.hold(row) {
			return false
		}
	}
	for _, f := range s.r.Fields {
		if _, ok := chosen[f.Name]; ok && f.Default != "" {
			row := maps.Clone(chosen)
			row[f.Name] = strconv.Quote(f.Default)
			if !s.hold(row) {
				return false
			}
		}
	}
	return true
}

// nthJSON are the first and the last value of numbered fields, see Field.Nth.
var nthJSON = map[spec.Kind][2]string{
	spec.Int: {"0", "9"}, spec.BigInt: {"0", "9"},
	spec.Time: {`"2024-05-17T08:30:00Z"`, `"2024-05-17T08:30:09Z"`}, spec.Date: {`"2024-05-01"`, `"2024-05-10"`},
}

// candidates returns values for a field, the best first.
func (s *solver) candidates(f spec.Field, samples [2]string) []string {
	all := []string{samples[s.side], samples[1-s.side]}
	for _, value := range s.near(f) {
		switch f.Kind {
		case spec.Int, spec.BigInt, spec.Float, spec.Decimal:
			for _, step := range []string{"0", "1", "-1", "0.01", "-0.01"} {
				if number := stepped(value, step); number != "" && f.Fits(number) == "" {
					exact := f
					exact.Min, exact.Max, exact.Default = number, number, ""
					all = append(all, sampleJSON(exact)[0])
				}
			}
		case spec.Time, spec.Date:
			if m, ok := spec.ParseMoment(value); ok {
				for _, years := range []int{0, 1, -1} {
					text := fmt.Sprintf("%04d-01-02", max(m.Year+years, 1))
					if years == 0 {
						text, _, _ = strings.Cut(value, "T")
					}
					if f.Kind == spec.Time {
						text += timeOf(value)
					}
					all = append(all, strconv.Quote(text))
				}
			}
		case spec.Bool:
			all = append(all, "true", "false")
		case spec.String, spec.Text:
			all = append(all, strconv.Quote(value))
		}
	}
	for _, value := range f.Values {
		all = append(all, toJSON(value))
	}
	return all
}

// timeOf returns the time of a moment with the T before it, or midnight.
func timeOf(moment string) string {
	if _, time, ok := strings.Cut(moment, "T"); ok {
		return "T" + time
	}
	return "T00:00:00Z"
}

// near returns values that a value of a field may have to be near to: those in
// checks of it, and the bounds and samples of all fields in checks.
func (s *solver) near(f spec.Field) []string {
	var all []string
	for _, c := range s.checks {
		if c.Other == "" && (c.Field == f.Name || f.Kind != spec.String && f.Kind != spec.Text) {
			all = append(all, c.Value)
		}
	}
	for i, other := range s.r.Fields {
		if slices.Contains(s.names, other.Name) && other.Kind != spec.String && other.Kind != spec.Text {
			all = append(all, strings.Trim(s.samples[i][s.side], `"`), other.Min, other.Max)
			for _, end := range nthJSON[other.Kind] {
				all = append(all, strings.Trim(end, `"`))
			}
		}
	}
	return slices.DeleteFunc(all, func(value string) bool { return value == "" })
}

// stepped returns a number plus a step, or "" if it is none.
func stepped(number, step string) string {
	n, ok := new(big.Rat).SetString(number)
	by, _ := new(big.Rat).SetString(step)
	if !ok {
		return ""
	}
	return canonical(n.Add(n, by).FloatString(18))
}

// compareJSON compares two values of a kind.
func compareJSON(kind spec.Kind, a, b string) int {
	a, b = strings.Trim(a, `"`), strings.Trim(b, `"`)
	switch kind {
	case spec.Int, spec.BigInt, spec.Float, spec.Decimal:
		x, okX := new(big.Rat).SetString(a)
		y, okY := new(big.Rat).SetString(b)
		if okX && okY {
			return x.Cmp(y)
		}
	case spec.Time, spec.Date:
		x, okX := spec.ParseMoment(a)
		y, okY := spec.ParseMoment(b)
		if okX && okY {
			return x.Compare(y)
		}
	}
	return strings.Compare(a, b)
}

// meets reports whether the result of a comparison meets an operator.
func meets(result int, op string) bool {
	return map[string]bool{"=": result == 0, "<>": result != 0, "<": result < 0, "<=": result <= 0, ">": result > 0, ">=": result >= 0}[op]
}
