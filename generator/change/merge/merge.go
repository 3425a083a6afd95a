package merge

import (
	"slices"
	"strings"
)

// A version is one of the three texts: its lines with what ends them, and
// for each the key it is compared by.
type version struct{ text, key []string }

func (v version) part(from, to int) version {
	return version{v.text[from:to], v.key[from:to]}
}

func (v version) len() int { return len(v.text) }

func (v version) equal(w version) bool { return slices.Equal(v.key, w.key) }

// A chunk is a part of a merge. Out is its text unless it is a conflict.
type chunk struct {
	kind
	out                []string
	base, ours, theirs version
}

type kind int

const (
	settled  kind = iota // nobody or one side changed it, or both did the same
	both                 // insertions at one point, or in what the other side changed, joined
	conflict             // left to the owner
)

// A merged text is its chunks in order.
type merged []chunk

func (m merged) has(k kind) bool {
	return slices.ContainsFunc(m, func(c chunk) bool { return c.kind == k })
}

// merge3 merges two changed versions of base.
func merge3(base, ours, theirs version, keepBoth bool) merged {
	n := numbers{}
	ids := n.of(base.key)
	w := &walk{
		base: base, ours: ours, theirs: theirs, keepBoth: keepBoth,
		left: diff(ids, n.of(ours.key)), right: diff(ids, n.of(theirs.key)),
	}
	for len(w.left) > 0 || len(w.right) > 0 {
		w.region()
	}
	w.unchanged(base.len())
	return w.done
}

// A walk goes through the three versions at once.
type walk struct {
	base, ours, theirs version
	left, right        []hunk // still to come, of ours and of theirs
	b, o, t            int    // where the walk is in each version
	keepBoth           bool
	done               merged
}

// unchanged passes lines that are equal in all versions, up to line end of
// base. Where their texts differ nonetheless, one side changed what the key
// leaves out; the owner's change goes first.
func (w *walk) unchanged(end int) {
	n := end - w.b
	if n == 0 {
		return
	}
	out := slices.Clone(w.ours.text[w.o : w.o+n])
	for i := range out {
		if out[i] == w.base.text[w.b+i] {
			out[i] = w.theirs.text[w.t+i]
		}
	}
	w.done = append(w.done, chunk{out: out})
	w.b, w.o, w.t = w.b+n, w.o+n, w.t+n
}

// region passes the next hunk and all that overlap it or each other, or
// touch: who changes a line relies on the ones beside it.
func (w *walk) region() {
	start := w.base.len()
	if len(w.left) > 0 {
		start = w.left[0].a0
	}
	if len(w.right) > 0 {
		start = min(start, w.right[0].a0)
	}
	end := start
	var left, right absorbed
	for more := true; more; {
		more = left.add(&w.left, &end)
		more = right.add(&w.right, &end) || more
	}
	w.unchanged(start)
	c := chunk{
		base:   w.base.part(start, end),
		ours:   w.ours.part(w.o, w.o+end-start+left.growth),
		theirs: w.theirs.part(w.t, w.t+end-start+right.growth),
	}
	w.b, w.o, w.t = end, w.o+c.ours.len(), w.t+c.theirs.len()
	c.decide(left.hunks > 0, right.hunks > 0, w.keepBoth)
	w.done = append(w.done, c)
}

// absorbed counts one side's hunks of a region.
type absorbed struct{ hunks, growth int }

// add takes the hunks that reach the region's end, and moves that end.
func (a *absorbed) add(from *[]hunk, end *int) bool {
	found := false
	for len(*from) > 0 && (*from)[0].a0 <= *end {
		h := (*from)[0]
		*from, *end, found = (*from)[1:], max(*end, h.a1), true
		a.hunks++
		a.growth += h.grows()
	}
	return found
}

// decide says what becomes of a region that one or both sides changed.
func (c *chunk) decide(left, right, keepBoth bool) {
	switch {
	case !right, c.ours.equal(c.theirs):
		c.out = c.ours.text
	case !left:
		c.out = c.theirs.text
	case keepBoth && c.base.len() == 0:
		c.kind, c.out = both, join(c.ours, c.theirs)
	default:
		c.kind = conflict
		if out, ok := insert(c.base, c.ours, c.theirs); ok && keepBoth {
			c.kind, c.out = both, out
		}
	}
}

// reflow gives m the lines of a text that differs from its own in blanks
// only, so that its chunks are found again.
func (m merged) reflow(lines []string) merged {
	n := numbers{}
	was := partners(n.of(bare(lines)), n.of(bare(split(m.text()))))
	out := slices.Clone(m)
	end, first := len(lines), len(was)
	for i := len(m) - 1; i >= 0; i-- {
		first -= len(m[i].out)
		start := end
		for _, at := range was[first : first+len(m[i].out)] {
			if at >= 0 {
				start = min(start, at)
			}
		}
		if i == 0 {
			start = 0
		}
		out[i].out = lines[start:end]
		end = start
	}
	return out
}

// bare returns the lines with no blanks but single ones between words.
func bare(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = strings.Join(strings.Fields(line), " ")
	}
	return out
}
