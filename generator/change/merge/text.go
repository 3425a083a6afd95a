// Package merge does three-way merges of files: the one that gen generated
// last, the one that it generates now, and the owner's. It does no I/O.
package merge

import "bytes"

// Options configure a merge.
type Options struct {
	// KeepBoth keeps two insertions at the same place, gen's first. Otherwise
	// they are a conflict.
	KeepBoth bool
	// The labels are printed in conflict markers.
	OursLabel, BaseLabel, TheirsLabel string
	// Module is the module path of the project, whose packages form an import
	// group of their own.
	Module string
}

// Result is a merged file.
type Result struct {
	// Data is the merged content. It may share memory with an argument.
	Data      []byte
	Conflicts []Conflict
	// Both lists the places where two insertions were kept.
	Both []Lines
}

// Lines is a range of lines of Result.Data, counted from 1. Last is inclusive.
type Lines struct{ First, Last int }

// Conflict is a place where the owner must decide. Its lines include the
// markers. If Lines is zero, the conflict is about the whole file, and Data is
// the owner's version.
type Conflict struct {
	Lines
	Reason string
}

// Text merges ours and theirs, two changed versions of base, line by line.
//
// Conflicts are marked in the style of git's diff3. Line endings, a byte order
// mark and a missing final newline are those of ours, the newline unless
// theirs changed the end of the file.
func Text(base, ours, theirs []byte, o Options) Result {
	return o.merge(base, ours, theirs, mergeText)
}

// A merger merges texts that have been normalized by plain.
type merger func(base, ours, theirs string, o Options) merged

func (o Options) merge(base, ours, theirs []byte, merge merger) Result {
	switch {
	case bytes.Equal(theirs, base), bytes.Equal(theirs, ours):
		return Result{Data: ours}
	case bytes.Equal(ours, base):
		return Result{Data: theirs}
	case isBinary(base), isBinary(ours), isBinary(theirs):
		return Result{Data: ours, Conflicts: []Conflict{{Reason: "binary file changed by both sides"}}}
	}
	if len(base) == 0 {
		o.KeepBoth = false // both sides created the file: nothing in it is an insertion
	}
	text, r := merge(plain(base), plain(ours), plain(theirs), o).render(markOf(ours), o)
	r.Data = []byte(withEnds(text, ours, theirs))
	return r
}

func isBinary(data []byte) bool { return bytes.IndexByte(data, 0) >= 0 }

func mergeText(base, ours, theirs string, o Options) merged {
	return merge3(textVersion(base), textVersion(ours), textVersion(theirs), o.KeepBoth)
}

func textVersion(text string) version {
	lines := split(text)
	return version{text: lines, key: lines}
}
