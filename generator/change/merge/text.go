// Package merge brings together what gen and the owner of a file each made of
// the text that was generated last. It depends on nothing but its arguments.
package merge

import "bytes"

// Options say how to merge.
type Options struct {
	// KeepBoth keeps two insertions at one point, gen's first. Without it
	// they are a conflict.
	KeepBoth bool
	// The labels stand behind the markers of conflicts.
	OursLabel, BaseLabel, TheirsLabel string
	// Module is the path of the project's module, whose packages are a group
	// of their own among imports.
	Module string
}

// Result is a merged file.
type Result struct {
	// Data may be one of the arguments.
	Data      []byte
	Conflicts []Conflict
	// Both are the places where two insertions were kept.
	Both []Lines
}

// Lines are lines of Result.Data, counted from 1; Last is one of them.
type Lines struct{ First, Last int }

// Conflict is what the owner has to settle: all from one marker to the other.
// Where it has no lines, it is the whole file, which then is the owner's.
type Conflict struct {
	Lines
	Reason string
}

// Text merges ours and theirs, two changed versions of base, line by line.
//
// Conflicts are marked as git does it with --diff3. Line ends, a byte order
// mark and a missing last newline are those of ours, the newline unless
// theirs changed the end.
func Text(base, ours, theirs []byte, o Options) Result {
	return o.merge(base, ours, theirs, mergeText)
}

// A merger merges texts in the form that plain gives them.
type merger func(base, ours, theirs string, o Options) merged

func (o Options) merge(base, ours, theirs []byte, merge merger) Result {
	switch {
	case bytes.Equal(theirs, base), bytes.Equal(theirs, ours):
		return Result{Data: ours}
	case bytes.Equal(ours, base):
		return Result{Data: theirs}
	case isBinary(base), isBinary(ours), isBinary(theirs):
		return Result{Data: ours, Conflicts: []Conflict{{Reason: "not a text, and changed by both sides"}}}
	}
	if len(base) == 0 {
		o.KeepBoth = false // two whole files are not two insertions
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
