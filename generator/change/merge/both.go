package merge

import (
	"slices"
	"strings"
	"unicode"
)

// join keeps two insertions at one point, gen's before the owner's: what gen
// adds belongs to what stands above, and the owner's lines come last as they
// would if the owner had added them now.
//
// An insertion that the other one holds whole is not repeated. Lines that
// both begin or end with are kept once only if every line stands for itself,
// as in a list; else they may be half of something, like the closing brace
// of two functions.
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
	first := slices.Clone(theirs.text[:theirs.len()-bottom])
	if last := len(first) - 1; !strings.HasSuffix(first[last], "\n") {
		first[last] += "\n"
	}
	return append(first, ours.text[top:]...)
}

// contains tells whether part stands in all, in one piece.
func contains(all, part []string) bool {
	for i := 0; i+len(part) <= len(all); i++ {
		if slices.Equal(all[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// common counts the lines that both texts begin with, and then those that
// both end with.
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

// isList tells whether every line stands for itself: none is indented more
// than another, says nothing, goes on in the next one, or opens a bracket that
// it does not close.
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
