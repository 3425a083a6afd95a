package merge

import "math"

// costLimit bounds the search. Sections of the candidate lines with more than
// twice as many differences count as changed completely. Git starts to use
// heuristics at this point; below it both find the same diff, and above it the
// merge becomes a conflict for the owner instead of a guess.
const costLimit = 256

// myers searches for a shortest edit script from a to b, as in "An O(ND)
// Difference Algorithm and Its Variations" (1986), section 4b: one front moves
// forward from the beginning and one backward from the end. Where they meet,
// the problem is split in two, and both halves are solved recursively.
//
// A point (x, y) stands for the first x lines of a and the first y lines of b.
type myers struct {
	a, b      *sample
	fwd, back front
	limit     int
}

func newMyers(a, b *sample, limit int) *myers {
	return &myers{a: a, b: b, fwd: newFront(a, b), back: newFront(a, b), limit: limit}
}

// A box is the part of the edit graph from (a0, b0) to (a1, b1).
type box struct{ a0, a1, b0, b1 int }

// compare marks the changed lines of a box.
func (m *myers) compare(b box) {
	for b.a0 < b.a1 && b.b0 < b.b1 && m.a.id[b.a0] == m.b.id[b.b0] {
		b.a0++
		b.b0++
	}
	for b.a0 < b.a1 && b.b0 < b.b1 && m.a.id[b.a1-1] == m.b.id[b.b1-1] {
		b.a1--
		b.b1--
	}
	if b.a0 < b.a1 && b.b0 < b.b1 {
		if x, y, ok := m.middle(b); ok {
			m.compare(box{b.a0, x, b.b0, y})
			m.compare(box{x, b.a1, y, b.b1})
			return
		}
	}
	m.a.mark(b.a0, b.a1)
	m.b.mark(b.b0, b.b1)
}

// middle returns a point on a shortest path through the box. It reports false
// if that path exceeds the limit.
func (m *myers) middle(b box) (x, y int, ok bool) {
	m.fwd.start(b.a0-b.b0, b.a0)
	m.back.start(b.a1-b.b1, b.a1)
	// The parity of the difference in length decides which front can detect
	// the overlap.
	odd := (m.fwd.low-m.back.low)%2 != 0
	for range m.limit {
		if x, y, met := m.advance(b); met && odd {
			return x, y, true
		}
		if x, y, met := m.retreat(b); met && !odd {
			return x, y, true
		}
	}
	return 0, 0, false
}

// advance moves the forward front by one change and over all equal lines that
// follow.
func (m *myers) advance(b box) (x, y int, met bool) {
	f := &m.fwd
	f.widen(b, -1)
	for k := f.high; k >= f.low; k -= 2 {
		x := max(f.at(k-1)+1, f.at(k+1))
		for x < b.a1 && x-k < b.b1 && m.a.id[x] == m.b.id[x-k] {
			x++
		}
		f.set(k, x)
		if m.back.reached(k) && m.back.at(k) <= x {
			return x, x - k, true
		}
	}
	return 0, 0, false
}

// retreat does the same from the end.
func (m *myers) retreat(b box) (x, y int, met bool) {
	f := &m.back
	f.widen(b, math.MaxInt)
	for k := f.high; k >= f.low; k -= 2 {
		x := min(f.at(k-1), f.at(k+1)-1)
		for x > b.a0 && x-k > b.b0 && m.a.id[x-1] == m.b.id[x-k-1] {
			x--
		}
		f.set(k, x)
		if m.fwd.reached(k) && x <= m.fwd.at(k) {
			return x, x - k, true
		}
	}
	return 0, 0, false
}

// A front records how far a search has come: an x for each diagonal x-y from
// low to high.
type front struct {
	x         []int
	zero      int // index of diagonal 0 in x
	low, high int
}

func newFront(a, b *sample) front {
	return front{x: make([]int, len(a.id)+len(b.id)+3), zero: len(b.id) + 1}
}

func (f *front) at(k int) int   { return f.x[f.zero+k] }
func (f *front) set(k, x int)   { f.x[f.zero+k] = x }
func (f *front) start(k, x int) { f.low, f.high = k, k; f.set(k, x) }

// reached reports whether the search has been on diagonal k. Every step visits
// only every other diagonal.
func (f *front) reached(k int) bool { return f.low <= k && k <= f.high }

// widen extends the front by one diagonal on both sides, or shrinks it at the
// edge of the box. The diagonals next to the front are set to nowhere, so that
// no path starts there.
func (f *front) widen(b box, nowhere int) {
	if f.low > b.a0-b.b1 {
		f.low--
		f.set(f.low-1, nowhere)
	} else {
		f.low++
	}
	if f.high < b.a1-b.b0 {
		f.high++
		f.set(f.high+1, nowhere)
	} else {
		f.high--
	}
}
