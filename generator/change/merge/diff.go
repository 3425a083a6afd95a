package merge

// A hunk is a change from the lines [a0,a1) of one file to the lines [b0,b1)
// of another.
type hunk struct{ a0, a1, b0, b1 int }

// grows returns the number of lines that a hunk adds.
func (h hunk) grows() int { return (h.b1 - h.b0) - (h.a1 - h.a0) }

// A side is one of two files being compared. Equal lines have equal numbers.
type side struct {
	lines   []int
	changed []bool
}

func newSide(lines []int) *side {
	return &side{lines: lines, changed: make([]bool, len(lines))}
}

// diff returns the hunks that turn a into b, in order and separated by at
// least one unchanged line.
//
// Of several diffs of the same length it returns the one that git returns, so
// that a merge has the same conflicts in gen and in git.
func diff(a, b []int) []hunk {
	from, to := newSide(a), newSide(b)
	compare(from, to)
	slide(from, to)
	slide(to, from)
	return hunks(from, to)
}

// compare marks the changed lines, so that the unmarked lines of both sides
// are equal.
func compare(a, b *side) {
	top, aEnd, bEnd := 0, len(a.lines), len(b.lines)
	for top < min(aEnd, bEnd) && a.lines[top] == b.lines[top] {
		top++
	}
	for min(aEnd, bEnd) > top && a.lines[aEnd-1] == b.lines[bEnd-1] {
		aEnd--
		bEnd--
	}
	m := newMyers(candidates(a, b, top, aEnd), candidates(b, a, top, bEnd), costLimit)
	m.compare(box{0, len(m.a.id), 0, len(m.b.id)})
}

func hunks(a, b *side) []hunk {
	var found []hunk
	for i, j := 0, 0; i < len(a.lines) || j < len(b.lines); i, j = i+1, j+1 {
		h := hunk{a0: i, b0: j}
		for i < len(a.lines) && a.changed[i] {
			i++
		}
		for j < len(b.lines) && b.changed[j] {
			j++
		}
		if h.a1, h.b1 = i, j; h.a0 < h.a1 || h.b0 < h.b1 {
			found = append(found, h)
		}
	}
	return found
}

// partners returns for every line of b the index of the matching line of a, or
// -1 if the line is new.
func partners(a, b []int) []int {
	out := make([]int, len(b))
	i, hunks := 0, diff(a, b)
	for j := range b {
		if len(hunks) > 0 && j == hunks[0].b1 {
			i, hunks = hunks[0].a1, hunks[1:]
		}
		if len(hunks) > 0 && j >= hunks[0].b0 {
			out[j] = -1
			continue
		}
		out[j] = i
		i++
	}
	return out
}

// numbers assigns equal numbers to equal lines, across all files that use it.
type numbers map[string]int

func (n numbers) of(lines []string) []int {
	out := make([]int, len(lines))
	for i, line := range lines {
		id, ok := n[line]
		if !ok {
			id = len(n)
			n[line] = id
		}
		out[i] = id
	}
	return out
}
