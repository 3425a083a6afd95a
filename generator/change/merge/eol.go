package merge

import (
	"bytes"
	"strings"
)

const bom = "\uFEFF"

// plain returns the content of a file without byte order mark and with LF line
// endings, the form that merges work on.
func plain(data []byte) string {
	return strings.ReplaceAll(strings.TrimPrefix(string(data), bom), "\r\n", "\n")
}

// markOf returns the byte order mark of a file, or "".
func markOf(data []byte) string {
	if bytes.HasPrefix(data, []byte(bom)) {
		return bom
	}
	return ""
}

// withEnds returns a merged text with the line endings of the owner's file. If
// these are mixed, existing lines keep theirs, and new lines get those of the
// majority.
func withEnds(text string, ours, theirs []byte) string {
	crlf, all := lineEnds(ours)
	if all == 0 {
		crlf, all = lineEnds(theirs)
		return ends(text, 2*crlf > all)
	}
	if 0 < crlf && crlf < all {
		return mixedEnds(text, string(ours), 2*crlf > all)
	}
	return ends(text, crlf > 0)
}

func ends(text string, crlf bool) string {
	if crlf {
		return strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

func lineEnds(data []byte) (crlf, all int) {
	return bytes.Count(data, []byte("\r\n")), bytes.Count(data, []byte("\n"))
}

// mixedEnds gives every line of text that is also in own the line ending that
// it has there.
func mixedEnds(text, own string, crlf bool) string {
	lines, old := split(text), split(own)
	n := numbers{}
	for i, j := range partners(n.of(split(strings.ReplaceAll(own, "\r\n", "\n"))), n.of(lines)) {
		if j >= 0 {
			lines[i] = old[j]
		} else {
			lines[i] = ends(lines[i], crlf)
		}
	}
	return strings.Join(lines, "")
}

// split returns the lines of text, including their newlines.
func split(text string) []string {
	lines := strings.SplitAfter(text, "\n")
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	}
	return lines
}
