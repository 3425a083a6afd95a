package merge

import (
	"slices"
	"strings"
)

// A version is one of the three inputs of a merge. Each line has a key; lines
// are compared by key, so that Go code can be compared without its alignment.
type version struct{ text, key []string }

func (v version) part(from, to int) version {
	return version{v.text[from:to], v.key[from:to]}
}

func (v version) len() int { return len(v.text) }

func (v version) equal(w version) bool { return slices.Equal(v.key, w.key) }

// A chunk is a section of a merge. Its result is out, unless it is a conflict.
type chunk struct {
	kind
	out                []string
	base, ours, theirs version
}

type kind int

const (
	settled  kind = iota // at most one side changed it, or both made the same change
	both                 // an insertion joined with another insertion or with a change around it
	conflict             // left to the owner
)

// merged is the result of a merge: chunks in file order.
type merged []chunk

func (m merged) has(k kind) bool {
	return slices.ContainsFunc(m, func(c chunk) bool { return c.kind == k })
}

// merge3 merges ours and theirs, two changed versions of base.
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

// A walk advances through the three versions in parallel.
type walk struct {
	base, ours, theirs version
	left, right        []hunk // hunks of ours and theirs that are not yet merged
	b, o, t            int    // next line of base, ours and theirs
	keepBoth           bool
	done               merged
}

// unchanged emits the lines up to line end of base, whose keys are equal in
// all versions. Where their text differs, a side has changed something that
// the key leaves out; the owner's change takes precedence.
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

// region emits one chunk for the next hunk and all hunks that overlap or touch
// it. Touching hunks are merged together because a changed line may depend on
// the line next to it.
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

// absorbed is the number of hunks that one side has in a region, and the
// number of lines that they add.
type absorbed struct{ hunks, growth int }

// add moves the hunks that reach into the region from the list to the region,
// and extends its end. It reports whether there were any.
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

// decide sets the result of a region that one or both sides changed.
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

// reflow replaces the text of m with lines, which differ from it only in
// whitespace, and finds the boundaries of the chunks again.
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

// bare returns the lines with every run of whitespace reduced to one space,
// and none at the ends.
func bare(lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = strings.Join(strings.Fields(line), " ")
	}
	return out
}
