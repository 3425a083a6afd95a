package merge

import (
	"cmp"
	"slices"
	"strings"
)

// with adds an import, whose comments and itself are text, where the owner
// would look for it: sorted into the group that has the most of its class,
// and in a group of its own if there is none.
func (b importBlock) with(s importSpec, text []string, module string) importBlock {
	b = b.bracketed()
	groups := b.groups()
	if len(groups) == 0 {
		return b.replace(len(b.lines), len(b.lines), slices.Concat([]string{"\n"}, written(text, true))...)
	}
	class := func(i importLine) int { return importClass(i.path, module) }
	mine := importClass(s.path, module)
	if g := fitting(groups, mine, class); g != nil {
		at := g.place(s)
		return b.replace(at, at, written(text, g[0].alone)...)
	}
	// The groups are in the order of their classes.
	next := slices.IndexFunc(groups, func(g importGroup) bool { return class(g[0]) > mine })
	if next == 0 {
		g := groups[0]
		return b.replace(g[0].first, g[0].first, append(written(text, g[0].alone), "\n")...)
	}
	if next < 0 {
		next = len(groups)
	}
	g := groups[next-1]
	at := g[len(g)-1].at + 1
	return b.replace(at, at, slices.Concat([]string{"\n"}, written(text, g[0].alone))...)
}

// written returns an import as it stands in a block.
func written(text []string, alone bool) []string {
	out := slices.Clone(text)
	if alone {
		out[len(out)-1] = "import " + out[len(out)-1]
		return out
	}
	for i := range out {
		out[i] = "\t" + out[i]
	}
	return out
}

// bracketed puts brackets around a single import. Several without brackets
// are the owner's way to write them.
func (b importBlock) bracketed() importBlock {
	groups := b.groups()
	if len(groups) != 1 || len(groups[0]) != 1 || !groups[0][0].alone {
		return b
	}
	at := groups[0][0].at
	_, rest, _ := strings.Cut(b.lines[at], "import")
	return b.replace(at, at+1, "import (\n", "\t"+strings.TrimLeft(rest, " \t"), ")\n")
}

// An importGroup is imports with no empty line between them.
type importGroup []importLine

// groups leaves out import "C", beside which nothing else should stand.
func (b importBlock) groups() []importGroup {
	var groups []importGroup
	var last *importLine
	for i := range b.imports {
		next := &b.imports[i]
		if next.path == "C" {
			last = nil
			continue
		}
		if last == nil || !next.follows(*last) {
			groups = append(groups, nil)
		}
		g := &groups[len(groups)-1]
		*g, last = append(*g, *next), next
	}
	return groups
}

// follows tells whether an import continues the group of the one before it.
func (i importLine) follows(last importLine) bool {
	sameKind := i.decl == last.decl || i.alone && last.alone
	return sameKind && i.first == last.at+1
}

// fitting returns the group with the most imports of a class. An owner who
// keeps all in one group wants the new one there, too.
func fitting(groups []importGroup, class int, of func(importLine) int) importGroup {
	var best importGroup
	most := 0
	for _, g := range groups {
		n := 0
		for _, i := range g {
			if of(i) == class {
				n++
			}
		}
		if n > most {
			best, most = g, n
		}
	}
	mixed := func(g importGroup) bool {
		return slices.ContainsFunc(g, func(i importLine) bool { return of(i) != of(g[0]) })
	}
	if best == nil && len(groups) == 1 && mixed(groups[0]) {
		best = groups[0]
	}
	return best
}

// place returns the line at which an import is sorted in. A comment at the
// top of a group may speak of the whole group, and stays there, unless it
// says what a blank import is for.
func (g importGroup) place(s importSpec) int {
	for n, i := range g {
		if compareSpecs(i.importSpec, s) < 0 {
			continue
		}
		if n == 0 && i.name != "_" {
			return i.at
		}
		return i.first
	}
	return g[len(g)-1].at + 1
}

// compareSpecs gives the order of gofmt.
func compareSpecs(a, b importSpec) int {
	return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.name, b.name))
}

// importClass is 0 for the standard library, 1 for other modules and 2 for
// the project's own.
func importClass(path, module string) int {
	first, _, _ := strings.Cut(path, "/")
	switch {
	case module != "" && (path == module || strings.HasPrefix(path, module+"/")):
		return 2
	case strings.Contains(first, "."):
		return 1
	}
	return 0
}
