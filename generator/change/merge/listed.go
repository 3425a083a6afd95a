package merge

import (
	"slices"
	"strings"
)

// listed returns the other side's lines with the lines that one side inserts
// into those of base, if it does nothing else and they are entries of a list.
// Each goes behind the entry it stood behind, or before the one it stood
// before, which the other side may have reworded but still begins in the same
// way.
func listed(base, side, other version) ([]string, bool) {
	out := slices.Clone(other.text)
	at := 0 // how many lines of base side has had
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

// placeOf finds where in other the entries go that stand in base before the
// line at.
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

// counterpart finds the one line of other that begins as a line of base does,
// if both are entries of the list that entry is in.
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

// lead is what tells an entry of a list from the others: the first cell of a
// table's row, what stands before a gap, or else the first word, up to the sign
// that gives it a value.
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
