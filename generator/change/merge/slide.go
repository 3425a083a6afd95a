package merge

// A run of changed lines [start,end) lies between two unchanged ones; it may
// be empty. As the unchanged lines of both sides are the same, so are the
// runs: one can go through them side by side.
type run struct{ start, end int }

func (r run) empty() bool { return r.start == r.end }

func (s *side) firstRun() run { return s.whole(0) }

// whole returns the run that begins at start.
func (s *side) whole(start int) run {
	r := run{start, start}
	for r.end < len(s.lines) && s.changed[r.end] {
		r.end++
	}
	return r
}

func (s *side) next(r run) (run, bool) {
	if r.end == len(s.lines) {
		return r, false
	}
	return s.whole(r.end + 1), true
}

func (s *side) previous(r run) run {
	r.end = r.start - 1
	for r.start = r.end; r.start > 0 && s.changed[r.start-1]; {
		r.start--
	}
	return r
}

// up moves a run by one line towards the beginning where that says the same,
// and joins it with the run it then touches.
func (s *side) up(r *run) bool {
	if r.empty() || r.start == 0 || s.lines[r.start-1] != s.lines[r.end-1] {
		return false
	}
	r.start--
	r.end--
	s.changed[r.start], s.changed[r.end] = true, false
	for r.start > 0 && s.changed[r.start-1] {
		r.start--
	}
	return true
}

// down is up towards the end.
func (s *side) down(r *run) bool {
	if r.empty() || r.end == len(s.lines) || s.lines[r.start] != s.lines[r.end] {
		return false
	}
	s.changed[r.start], s.changed[r.end] = false, true
	*r = s.whole(r.start + 1)
	return true
}

// slide moves every run of s that may begin at several lines, as one does
// that inserts "a b" between two of "a b a b". It goes to where the other side
// has a change too, so that both are one hunk, and otherwise as far down as
// it can.
func slide(s, other *side) {
	r, o := s.firstRun(), other.firstRun()
	for more := true; more; {
		if !r.empty() {
			r, o = settle(s, other, r, o)
		}
		if r, more = s.next(r); more {
			o, _ = other.next(o)
		}
	}
}

// settle finds the place of one run; o is the other side's run beside it.
func settle(s, other *side, r, o run) (run, run) {
	beside := false // whether the other side has a change beside some place
	for size := 0; size != r.end-r.start; {
		size = r.end - r.start
		for s.up(&r) {
			o = other.previous(o)
		}
		beside = !o.empty()
		for s.down(&r) {
			o, _ = other.next(o)
			beside = beside || !o.empty()
		}
	}
	for beside && o.empty() && s.up(&r) {
		o = other.previous(o)
	}
	return r, o
}
