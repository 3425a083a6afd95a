package merge

import "math/bits"

// A sample is the lines of a side that the search for equal lines looks at.
type sample struct {
	of *side
	at []int // positions in the side
	id []int // the lines there
}

func (s *sample) mark(from, to int) {
	for _, at := range s.at[from:to] {
		s.of.changed[at] = true
	}
}

// How often a line stands in the other text.
type rarity int

const (
	absent rarity = iota
	rare
	frequent
)

// candidates returns the lines in [from,to) that may have stayed, and marks
// the others as changed: those that the other text has not, and those that
// are equal to one there by chance.
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

// byChance tells whether a frequent line stands among absent ones: an empty
// line in the midst of new text is new, though there are others elsewhere.
func byChance(found []rarity, i int) bool {
	const reach = 100
	var above, below [3]int
	for j := i - 1; j >= max(0, i-reach) && found[j] != rare; j-- {
		above[found[j]]++
	}
	for j := i + 1; j < min(len(found), i+1+reach) && found[j] != rare; j++ {
		below[found[j]]++
	}
	// The line itself counts for either direction.
	commons := above[frequent] + 1 + below[frequent] + 1
	return above[absent] > 0 && below[absent] > 0 && above[absent]+below[absent] > 3*commons
}
