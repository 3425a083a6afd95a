package merge

import (
	"slices"
	"strings"
	"unicode"
)

// join keeps two insertions at the same place, gen's before the owner's: gen's
// lines belong to the generated lines above, and the owner's end up where they
// would be if they had been added after gen's.
//
// An insertion that contains the other one is kept alone. Lines at the
// beginning or end that both have are merged only in lists, where each line is
// an entry of its own. Elsewhere such a line may be part of something larger,
// like the closing brace of two functions.
func join(ours, theirs version) []string {
	switch {
	case contains(ours.key, theirs.key):
		return ours.text
	case contains(theirs.key, ours.key):
		return theirs.text
	}
	top, bottom := 0, 0
	if isList(ours.text) && isList(theirs.text) {
		top, bottom = common(ours.key, theirs.key)
	}
	return follow(theirs.text[:theirs.len()-bottom], ours.text[top:])
}

// follow appends lines to others, and first completes the last line if it has
// no newline.
func follow(first, then []string) []string {
	first = slices.Clone(first)
	if last := len(first) - 1; last >= 0 && !strings.HasSuffix(first[last], "\n") {
		first[last] += "\n"
	}
	return append(first, then...)
}

// contains reports whether part is a contiguous subsequence of all.
func contains(all, part []string) bool {
	for i := 0; i+len(part) <= len(all); i++ {
		if slices.Equal(all[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// common returns the length of the common prefix, and of the common suffix of
// the rest.
func common(a, b []string) (top, bottom int) {
	n := min(len(a), len(b))
	for top < n && a[top] == b[top] {
		top++
	}
	for bottom < n-top && a[len(a)-1-bottom] == b[len(b)-1-bottom] {
		bottom++
	}
	return top, bottom
}

// isList reports whether every line is an entry of its own: all have the same
// indentation, and each has a letter or digit, balanced brackets, and no
// continuation on the next line.
func isList(lines []string) bool {
	return !slices.ContainsFunc(lines, func(line string) bool {
		return indent(line) != indent(lines[0]) || !strings.ContainsFunc(line, wordy) ||
			strings.HasSuffix(line, "\\\n") || !balanced(line)
	})
}

func indent(line string) string {
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func balanced(line string) bool {
	depth := 0
	for _, r := range line {
		switch r {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return depth == 0
}

// insert joins insertions of one side with changes that the other side made to
// the lines around them.
func insert(base, ours, theirs version) ([]string, bool) {
	for _, try := range []func(base, side, other version) ([]string, bool){beside, listed} {
		if out, ok := try(base, ours, theirs); ok {
			return out, true
		}
		if out, ok := try(base, theirs, ours); ok {
			return out, true
		}
	}
	return nil, false
}

// beside handles a side whose only change is one insertion before or after the
// lines of base, separated from them by an empty line. It adds the insertion
// to the lines of the other side. Such an insertion, like a new function above
// another one, does not depend on its exact position.
func beside(base, side, other version) ([]string, bool) {
	n := side.len() - base.len()
	if n <= 0 || base.len() == 0 {
		return nil, false
	}
	top, bottom := side.part(0, n), side.part(base.len(), side.len())
	switch {
	case contains(other.key, top.key) || contains(other.key, bottom.key):
		return nil, false
	case side.part(n, side.len()).equal(base) && (isBlank(top.text[n-1]) || blankFirst(base) && blankFirst(other)):
		return slices.Concat(top.text, other.text), true
	case side.part(0, base.len()).equal(base) && (isBlank(bottom.text[0]) || blankLast(base) && blankLast(other)):
		return follow(other.text, bottom.text), true
	}
	return nil, false
}

// blankFirst and blankLast report whether lines begin or end with an empty
// one. They are true without lines.
func blankFirst(v version) bool { return v.len() == 0 || isBlank(v.text[0]) }

func blankLast(v version) bool { return v.len() == 0 || isBlank(v.text[v.len()-1]) }

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }
