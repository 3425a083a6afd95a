package covering

import (
	"math/bits"
	"math/rand/v2"
	"slices"
)

// candidates is the number of candidates for each row, of which the best is
// used.
const candidates = 10

// Rows returns rows that cover the given sets of factors: for each set, every
// possible choice of values occurs in a row. It is deterministic for a given
// seed.
func (s *Space) Rows(seed uint64, sets ...[]string) []Row {
	a := s.newArray(seed, sets)
	var rows []Row
	for a.left > 0 {
		var best domains
		most := 0
		for range candidates {
			if d := a.candidate(); best == nil || a.gain(d) > most {
				best, most = d, a.gain(d)
			}
		}
		a.take(best)
		rows = append(rows, s.row(best))
	}
	return rows
}

// array is a covering array under construction.
type array struct {
	*Space
	sets   []set
	having [][]int // factor → sets that contain it
	left   int     // number of choices that are not covered yet
	random *rand.Rand
}

// set is a set of factors and their choices, by number, that are not covered
// yet.
type set struct {
	factors []int
	open    []bool
	left    int
}

func (s *Space) newArray(seed uint64, sets [][]string) *array {
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // must be deterministic
	a := &array{Space: s, having: make([][]int, len(s.factors)), random: random}
	for i, names := range sets {
		one := set{factors: s.numbers(names)}
		size := 1
		for _, f := range one.factors {
			size *= len(s.factors[f].Values)
			a.having[f] = append(a.having[f], i)
		}
		one.open = make([]bool, size)
		for number := range s.choices(one.factors) {
			one.open[number] = true
			one.left++
		}
		a.left += one.left
		a.sets = append(a.sets, one)
	}
	return a
}

// candidate builds a row from a choice that is not covered yet, in one of the
// sets that have most of these. The other factors follow in random order, each
// with the value that covers most choices.
func (a *array) candidate() domains {
	d := slices.Clone(a.domains)
	most := slices.MaxFunc(a.sets, func(x, y set) int { return x.left - y.left }).left
	var widest []int
	for i, s := range a.sets {
		if s.left == most {
			widest = append(widest, i)
		}
	}
	a.begin(d, a.sets[widest[a.random.IntN(len(widest))]])
	for _, factor := range a.random.Perm(len(a.factors)) {
		for !d.fixed(factor) {
			value := a.best(d, factor)
			next := slices.Clone(d)
			if next.fix(factor, value); a.propagate(next) && a.solve(slices.Clone(next)) {
				d = next
			} else {
				d[factor] &^= 1 << value
			}
		}
	}
	return d
}

// begin fixes a random choice of s that is not covered yet.
func (a *array) begin(d domains, s set) {
	nth := a.random.IntN(s.left)
	for number, open := range s.open {
		if !open {
			continue
		}
		if nth > 0 {
			nth--
			continue
		}
		for _, f := range slices.Backward(s.factors) {
			n := len(a.factors[f].Values)
			d.fix(f, number%n)
			number /= n
		}
		a.propagate(d)
		return
	}
}

// best returns the value of a factor that covers most choices. Ties are broken
// at random.
func (a *array) best(d domains, factor int) int {
	best, most, equals := 0, -1, 0
	for left := d[factor]; left != 0; left &= left - 1 {
		value := bits.TrailingZeros64(left)
		n := 0
		for _, i := range a.having[factor] {
			if number, ok := a.number(d, a.sets[i].factors, factor, value); ok && a.sets[i].open[number] {
				n++
			}
		}
		if n > most {
			best, most, equals = value, n, 0
		}
		if n == most {
			if equals++; a.random.IntN(equals) == 0 {
				best = value
			}
		}
	}
	return best
}

// number returns the number of the choice that d makes for some factors if
// factor has the given value. It reports false if d leaves one of them open.
func (a *array) number(d domains, factors []int, factor, value int) (int, bool) {
	number := 0
	for _, f := range factors {
		v := value
		if f != factor {
			if !d.fixed(f) {
				return 0, false
			}
			v = d.value(f)
		}
		number = number*len(a.factors[f].Values) + v
	}
	return number, true
}

// gain returns the number of choices that a row would newly cover.
func (a *array) gain(d domains) int {
	n := 0
	for _, s := range a.sets {
		if number, _ := a.number(d, s.factors, -1, 0); s.open[number] {
			n++
		}
	}
	return n
}

func (a *array) take(d domains) {
	for i := range a.sets {
		s := &a.sets[i]
		if number, _ := a.number(d, s.factors, -1, 0); s.open[number] {
			s.open[number] = false
			s.left--
			a.left--
		}
	}
}
