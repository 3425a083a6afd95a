// Package covering builds covering arrays: small sets of rows in which every
// possible combination of two, three or more values occurs.
//
// A [Space] is a list of factors, each with a few values, and constraints on
// their combinations. Its rows are never enumerated, because there may be
// millions. Constraint propagation and backtracking decide whether a
// combination is possible, and the rows are built one at a time by the greedy
// algorithm of AETG (Cohen, Dalal, Fredman and Patton: The AETG System, IEEE
// Transactions on Software Engineering 23(7), 1997).
package covering

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/bits"
	"slices"
	"strings"
)

// Factor is a parameter and its possible values, the default first.
type Factor struct {
	Name   string
	Values []string
}

// In is satisfied by a row in which the factor has one of the values.
type In struct {
	Factor string
	Values []string
}

// Rule is a constraint. It is satisfied by a row that satisfies one of its
// parts.
type Rule []In

// Row assigns a value to each factor, or to some of them.
type Row map[string]string

// String returns the values sorted by factor: "database=none framework=gin".
func (r Row) String() string {
	words := make([]string, 0, len(r))
	for _, name := range slices.Sorted(maps.Keys(r)) {
		words = append(words, name+"="+r[name])
	}
	return strings.Join(words, " ")
}

// Has reports whether r has all values of part.
func (r Row) Has(part Row) bool {
	for name, value := range part {
		if v, ok := r[name]; !ok || v != value {
			return false
		}
	}
	return true
}

// Space is the set of all rows that satisfy the rules.
type Space struct {
	factors []Factor
	index   map[string]int
	rules   []clause
	domains domains
}

// domains has the remaining values of each factor, as a bit set.
type domains []uint64

// clause is a Rule that uses indices.
type clause []literal

type literal struct {
	factor int
	values uint64
}

// New returns the space of all rows that satisfy the rules. It returns an
// error if there are none.
func New(factors []Factor, rules ...Rule) (*Space, error) {
	s := &Space{factors: factors, index: map[string]int{}}
	for i, f := range factors {
		if len(f.Values) == 0 || len(f.Values) > 64 {
			return nil, fmt.Errorf("factor %s has %d values, want 1 to 64", f.Name, len(f.Values))
		}
		if _, ok := s.index[f.Name]; ok {
			return nil, fmt.Errorf("duplicate factor %s", f.Name)
		}
		s.index[f.Name] = i
		s.domains = append(s.domains, 1<<len(f.Values)-1)
	}
	for _, rule := range rules {
		var c clause
		for _, in := range rule {
			l, err := s.literal(in.Factor, in.Values...)
			if err != nil {
				return nil, err
			}
			c = append(c, l)
		}
		s.rules = append(s.rules, c)
	}
	if !s.solve(slices.Clone(s.domains)) {
		return nil, errors.New("no row satisfies all rules")
	}
	return s, nil
}

func (s *Space) literal(factor string, values ...string) (literal, error) {
	i, ok := s.index[factor]
	if !ok {
		return literal{}, fmt.Errorf("unknown factor %s", factor)
	}
	l := literal{factor: i}
	for _, value := range values {
		v := slices.Index(s.factors[i].Values, value)
		if v < 0 {
			return literal{}, fmt.Errorf("factor %s has no value %s", factor, value)
		}
		l.values |= 1 << v
	}
	return l, nil
}

// With returns the rows of s that have all values of part, or false if there
// are none.
func (s *Space) With(part Row) (*Space, bool) {
	narrow := *s
	narrow.domains = slices.Clone(s.domains)
	for name, value := range part {
		l, err := s.literal(name, value)
		if err != nil {
			return nil, false
		}
		narrow.domains[l.factor] &= l.values
	}
	return &narrow, narrow.solve(slices.Clone(narrow.domains))
}

// First returns the row that is lexicographically first by the order of
// factors and values.
func (s *Space) First() Row {
	d := slices.Clone(s.domains)
	s.solve(d) // New and With ensure that there is one
	return s.row(d)
}

// Choices yields every possible combination of values for some factors.
func (s *Space) Choices(factors ...string) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		for _, d := range s.choices(s.numbers(factors)) {
			if !yield(s.part(d, factors)) {
				return
			}
		}
	}
}

// Factors returns the names of the factors.
func (s *Space) Factors() []string {
	names := make([]string, len(s.factors))
	for i, f := range s.factors {
		names[i] = f.Name
	}
	return names
}

// Sets returns all sets of factors of the given size.
func (s *Space) Sets(size int) [][]string {
	var sets [][]string
	var add func(set []string, from int)
	add = func(set []string, from int) {
		if len(set) == size {
			sets = append(sets, slices.Clone(set))
			return
		}
		for i := from; i < len(s.factors); i++ {
			add(append(set, s.factors[i].Name), i+1)
		}
	}
	add(nil, 0)
	return sets
}

func (s *Space) numbers(factors []string) []int {
	set := make([]int, len(factors))
	for i, name := range factors {
		n, ok := s.index[name]
		if !ok {
			panic("covering: no factor " + name)
		}
		set[i] = n
	}
	return set
}

// choices yields each possible choice for some factors: its number among all
// choices including impossible ones, and the remaining values of all factors.
func (s *Space) choices(factors []int) iter.Seq2[int, domains] {
	return func(yield func(int, domains) bool) {
		var choose func(depth, number int, d domains) bool
		choose = func(depth, number int, d domains) bool {
			if depth == len(factors) {
				return !s.solve(slices.Clone(d)) || yield(number, d)
			}
			f := factors[depth]
			for v := range s.factors[f].Values {
				next := slices.Clone(d)
				if next.fix(f, v) && s.propagate(next) && !choose(depth+1, number*len(s.factors[f].Values)+v, next) {
					return false
				}
			}
			return true
		}
		choose(0, 0, s.domains)
	}
}

// fix removes all but one value of a factor, and reports whether it was among
// the remaining ones.
func (d domains) fix(factor, value int) bool {
	d[factor] &= 1 << value
	return d[factor] != 0
}

func (d domains) value(factor int) int { return bits.TrailingZeros64(d[factor]) }

func (d domains) fixed(factor int) bool { return bits.OnesCount64(d[factor]) == 1 }

func (s *Space) row(d domains) Row {
	row := Row{}
	for i, f := range s.factors {
		row[f.Name] = f.Values[d.value(i)]
	}
	return row
}

func (s *Space) part(d domains, factors []string) Row {
	row := Row{}
	for _, i := range s.numbers(factors) {
		row[s.factors[i].Name] = s.factors[i].Values[d.value(i)]
	}
	return row
}

// propagate removes values that are impossible given the others. It reports
// false if a factor or rule has no values left. Not all remaining values are
// possible.
func (s *Space) propagate(d domains) bool {
	for changed := true; changed; {
		changed = false
		for _, c := range s.rules {
			last, open := literal{}, 0
			for _, l := range c {
				switch left := d[l.factor]; {
				case left&^l.values == 0: // always satisfied
					open = 2
				case left&l.values != 0:
					last, open = l, open+1
				}
				if open > 1 {
					break
				}
			}
			switch open {
			case 0:
				return false
			case 1:
				d[last.factor] &= last.values
				changed = true
			}
		}
	}
	return true
}

// solve reduces the values of each factor to the first possible one, and
// reports whether there is such a row.
func (s *Space) solve(d domains) bool {
	if slices.Contains(d, 0) || !s.propagate(d) {
		return false
	}
	i := slices.IndexFunc(d, func(left uint64) bool { return bits.OnesCount64(left) > 1 })
	if i < 0 {
		return true
	}
	for left := d[i]; left != 0; left &= left - 1 {
		next := slices.Clone(d)
		if next.fix(i, bits.TrailingZeros64(left)) && s.solve(next) {
			copy(d, next)
			return true
		}
	}
	return false
}
