package merge

import (
	"cmp"
	"slices"
	"strings"
)

// with returns the block with one more import, given as comments and
// specification in text. It is sorted into the group with the most imports of
// its class, or gets a new group if no group has any.
func (b importBlock) with(s importSpec, text []string, module string) importBlock {
	b = b.bracketed()
	groups := b.groups()
	if len(groups) == 0 {
		return b.replace(len(b.lines), len(b.lines), slices.Concat([]string{"\n"}, written(text, true))...)
	}
	if g := fitting(groups, s.class(module), module); g != nil {
		at := g.place(s)
		return b.replace(at, at, written(text, g[0].alone)...)
	}
	return b.withGroup(groups, s.class(module), text, module)
}

// withGroup adds an import as a new group. Groups are ordered by class.
func (b importBlock) withGroup(groups []importGroup, class int, text []string, module string) importBlock {
	next := slices.IndexFunc(groups, func(g importGroup) bool { return g[0].class(module) > class })
	if next == 0 {
		below := groups[0][0]
		return b.replace(below.first, below.first, append(written(text, below.alone), "\n")...)
	}
	if next < 0 {
		next = len(groups)
	}
	last := groups[next-1]
	above := last[len(last)-1]
	return b.replace(above.at+1, above.at+1, slices.Concat([]string{"\n"}, written(text, above.alone))...)
}

// written returns an import the way it is written in a block, or as a
// declaration of its own.
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

// bracketed adds parentheses around a single import. Several declarations
// without parentheses are the owner's style and stay.
func (b importBlock) bracketed() importBlock {
	groups := b.groups()
	if len(groups) != 1 || len(groups[0]) != 1 || !groups[0][0].alone {
		return b
	}
	at := groups[0][0].at
	_, rest, _ := strings.Cut(b.lines[at], "import")
	return b.replace(at, at+1, "import (\n", "\t"+strings.TrimLeft(rest, " \t"), ")\n")
}

// An importGroup is a run of imports on consecutive lines.
type importGroup []importLine

// groups returns the groups of the block, without import "C", which belongs in
// a declaration of its own.
func (b importBlock) groups() []importGroup {
	var groups []importGroup
	var last *importLine
	for i := range b.imports {
		next := &b.imports[i]
		if next.path == "C" {
			last = nil
			continue
		}
		if last == nil || next.first > last.at+1 {
			groups = append(groups, nil)
		}
		g := &groups[len(groups)-1]
		*g, last = append(*g, *next), next
	}
	return groups
}

// fitting returns the group with the most imports of a class, or nil. If the
// owner keeps all imports in one group, it is that one.
func fitting(groups []importGroup, class int, module string) importGroup {
	var best importGroup
	most := 0
	for _, g := range groups {
		n := 0
		for _, i := range g {
			if i.class(module) == class {
				n++
			}
		}
		if n > most {
			best, most = g, n
		}
	}
	if best == nil && len(groups) == 1 && groups[0].mixed(module) {
		return groups[0]
	}
	return best
}

func (g importGroup) mixed(module string) bool {
	return slices.ContainsFunc(g, func(i importLine) bool { return i.class(module) != g[0].class(module) })
}

// place returns the line at which an import is inserted. A comment at the top
// of a group may be about the whole group and stays at the top, unless it
// explains a blank import.
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

// compareSpecs orders imports as gofmt does.
func compareSpecs(a, b importSpec) int {
	return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.name, b.name))
}

// class returns 0 for the standard library, 1 for other modules and 2 for
// packages of the project.
func (s importSpec) class(module string) int {
	first, _, _ := strings.Cut(s.path, "/")
	switch {
	case module != "" && (s.path == module || strings.HasPrefix(s.path, module+"/")):
		return 2
	case strings.Contains(first, "."):
		return 1
	}
	return 0
}
