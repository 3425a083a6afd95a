package merge

import (
	"slices"
	"strings"
)

// listed handles a side whose only change is to insert entries of a list. It
// adds them to the lines of the other side, after the entry that precedes them
// in side or else before the one that follows. That entry is found by its
// [lead], so the other side may have reworded the rest of it.
func listed(base, side, other version) ([]string, bool) {
	out := slices.Clone(other.text)
	at := 0 // lines of base seen so far
	for i := 0; i < side.len(); {
		from := i
		for i < side.len() && (at == base.len() || side.key[i] != base.key[at]) {
			i++
		}
		if from < i {
			entries := side.part(from, i)
			place, ok := placeOf(entries.text, base.text, at, out)
			if !ok || contains(other.key, entries.key) {
				return nil, false
			}
			out = slices.Insert(out, place, entries.text...)
		}
		if i < side.len() {
			at++
			i++
		}
	}
	return out, at == base.len()
}

// placeOf returns the line of other at which to insert entries that side has
// before line at of base.
func placeOf(entries, base []string, at int, other []string) (int, bool) {
	if !isList(entries) || !strings.HasSuffix(entries[len(entries)-1], "\n") {
		return 0, false
	}
	if at > 0 {
		if i, ok := counterpart(base[at-1], entries[0], base, other); ok && strings.HasSuffix(other[i], "\n") {
			return i + 1, true
		}
	}
	if at < len(base) {
		return counterpart(base[at], entries[0], base, other)
	}
	return 0, false
}

// counterpart returns the only line of other that has the lead of a line of
// base, if both lines and entry can be in the same list.
func counterpart(line, entry string, base, other []string) (int, bool) {
	if !isList([]string{entry, line}) || count(base, line) != 1 || count(other, line) != 1 {
		return 0, false
	}
	i := slices.IndexFunc(other, func(o string) bool { return lead(o) == lead(line) })
	return i, isList([]string{entry, other[i]})
}

func count(lines []string, line string) int {
	n := 0
	for _, l := range lines {
		if lead(l) == lead(line) {
			n++
		}
	}
	return n
}

// lead returns the part of a list entry that identifies it: the first cell of
// a table row, the text before a gap, or else the first word, up to an equals
// sign or colon.
func lead(line string) string {
	line = strings.TrimSpace(line)
	if row, ok := strings.CutPrefix(line, "|"); ok {
		cell, _, _ := strings.Cut(row, "|")
		return strings.TrimSpace(cell)
	}
	for _, gap := range []string{"  ", "\t"} {
		if before, _, ok := strings.Cut(line, gap); ok {
			return strings.TrimSpace(before)
		}
	}
	word, _, _ := strings.Cut(line, " ")
	if i := strings.IndexAny(word, "=:"); i > 0 {
		word = word[:i]
	}
	return word
}
