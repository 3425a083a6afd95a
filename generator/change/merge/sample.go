package merge

import "math/bits"

// A sample is the subset of a side's lines that take part in the search for
// equal lines.
type sample struct {
	of *side
	at []int // their indexes in the side
	id []int // their numbers
}

func (s *sample) mark(from, to int) {
	for _, at := range s.at[from:to] {
		s.of.changed[at] = true
	}
}

// rarity says how often a line occurs in the other file.
type rarity int

const (
	absent rarity = iota
	rare
	frequent
)

// candidates returns the lines in [from,to) that may be unchanged. It marks
// the others as changed: those that do not occur in the other file, and those
// that probably occur there by coincidence.
func candidates(s, other *side, from, to int) *sample {
	times := map[int]int{}
	for _, line := range other.lines {
		times[line]++
	}
	many := 1 << ((bits.Len(uint(len(s.lines))) + 1) / 2) // about the square root
	found := make([]rarity, to-from)
	for i := range found {
		switch n := times[s.lines[from+i]]; {
		case n >= many:
			found[i] = frequent
		case n > 0:
			found[i] = rare
		}
	}
	c := &sample{of: s}
	for i, r := range found {
		at := from + i
		if r == absent || r == frequent && byChance(found, i) {
			s.changed[at] = true
			continue
		}
		c.at, c.id = append(c.at, at), append(c.id, s.lines[at])
	}
	return c
}

// byChance reports whether a frequent line is surrounded by absent ones: an
// empty line within new code is new, even though the file has other empty
// lines.
func byChance(found []rarity, i int) bool {
	const reach = 100
	var above, below [3]int
	for j := i - 1; j >= max(0, i-reach) && found[j] != rare; j-- {
		above[found[j]]++
	}
	for j := i + 1; j < min(len(found), i+1+reach) && found[j] != rare; j++ {
		below[found[j]]++
	}
	// The line itself counts in both directions.
	commons := above[frequent] + 1 + below[frequent] + 1
	return above[absent] > 0 && below[absent] > 0 && above[absent]+below[absent] > 3*commons
}
