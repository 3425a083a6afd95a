package merge

// A run is a possibly empty range [start,end) of changed lines between two
// unchanged ones. Both sides have the same unchanged lines and thus the same
// number of runs, so that one can step through them in parallel.
type run struct{ start, end int }

func (r run) empty() bool { return r.start == r.end }

func (s *side) firstRun() run { return s.whole(0) }

// whole returns the run that starts at start.
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

// up moves a run up by one line if the diff stays equivalent, and joins it
// with the run above if they now touch. It reports whether it moved.
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

// down does the same in the other direction.
func (s *side) down(r *run) bool {
	if r.empty() || r.end == len(s.lines) || s.lines[r.start] != s.lines[r.end] {
		return false
	}
	s.changed[r.start], s.changed[r.end] = false, true
	*r = s.whole(r.start + 1)
	return true
}

// slide moves every run of s whose position is ambiguous, like an inserted "a
// b" in "a b a b". It is moved to a change of the other side, so that both
// become one hunk, or else down as far as possible.
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

// settle moves one run; o is the run of the other side at the same position.
func settle(s, other *side, r, o run) (run, run) {
	beside := false // whether any of the positions is next to a change of the other side
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
