package merge

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// An importMerge computes the imports of a merged file.
type importMerge struct {
	base, ours, theirs source
	uses               map[string]bool // package names used in the merged file
	clean              bool            // the merged file has no conflicts
}

// merge applies to the imports of ours what theirs changed in those of base.
// If the owner has not changed them, they are written as in theirs.
func (m importMerge) merge(module string) importBlock {
	wanted := map[importSpec][]string{}
	for _, i := range m.theirs.imports.imports {
		if m.ours.imports.find(i.importSpec) < 0 && m.adds(i.importSpec) {
			wanted[i.importSpec] = m.theirs.imports.text(i)
		}
	}
	added := slices.Collect(maps.Keys(wanted))
	for _, i := range m.ours.imports.imports {
		if !m.drops(i.importSpec, added) {
			wanted[i.importSpec] = m.ours.imports.text(i)
		}
	}
	b := m.ours.imports
	if slices.Equal(b.lines, m.base.imports.lines) {
		b = m.theirs.imports
	}
	return m.adapt(b, wanted, module)
}

// adapt adds and removes imports until the block has exactly the wanted ones.
func (m importMerge) adapt(b importBlock, wanted map[importSpec][]string, module string) importBlock {
	for _, i := range b.imports {
		if _, stays := wanted[i.importSpec]; !stays {
			b = b.without(b.imports[b.find(i.importSpec)], m.owners)
		}
	}
	for _, s := range slices.SortedFunc(maps.Keys(wanted), compareSpecs) {
		if b.find(s) < 0 {
			b = b.with(s, wanted[s], module)
		}
	}
	return b
}

// adds reports whether an import of theirs that ours lacks is needed: because
// gen added it, or because the owner dropped it but new code of gen uses it.
func (m importMerge) adds(s importSpec) bool {
	if m.base.imports.find(s) < 0 {
		return true
	}
	return m.clean && !s.nameless() && s.usedIn(m.uses) && !s.usedIn(m.ours.uses)
}

// drops reports whether an import of ours is to be removed: because theirs
// dropped it and the merged code does not use it or means another package by
// its name, or because the code that used it is gone.
func (m importMerge) drops(s importSpec, added []importSpec) bool {
	dropped := m.base.imports.find(s) >= 0 && m.theirs.imports.find(s) < 0
	switch {
	case s.nameless():
		return dropped
	case s.usedIn(m.uses):
		return dropped && m.replaced(s, added)
	}
	return dropped || m.clean && s.usedIn(m.ours.uses)
}

// replaced reports whether one of the added imports provides a name that the
// code uses.
func (m importMerge) replaced(s importSpec, added []importSpec) bool {
	return slices.ContainsFunc(s.names(), func(name string) bool {
		return m.uses[name] && slices.ContainsFunc(added, func(a importSpec) bool { return slices.Contains(a.names(), name) })
	})
}

// owners reports whether the owner wrote a comment.
func (m importMerge) owners(line string) bool {
	return !slices.ContainsFunc(m.base.imports.lines, func(gens string) bool { return strings.TrimSpace(gens) == strings.TrimSpace(line) })
}

// nameless reports whether an import has no name that code could use.
func (s importSpec) nameless() bool {
	return s.name == "_" || s.name == "." || s.path == "C"
}

func (s importSpec) usedIn(uses map[string]bool) bool {
	return slices.ContainsFunc(s.names(), func(name string) bool { return uses[name] })
}

// names returns the names by which code may refer to the package. The path is
// only a hint: jwt/v5 is package jwt, yaml.v3 is yaml, and go-isatty is
// isatty.
func (s importSpec) names() []string {
	if s.name != "" {
		return []string{s.name}
	}
	last := path.Base(s.path)
	if majorVersion.MatchString(last) {
		last = path.Base(path.Dir(s.path))
	}
	return strings.FieldsFunc(last, func(r rune) bool { return r != '_' && !wordy(r) })
}

var majorVersion = regexp.MustCompile(`^v([2-9]|[1-9][0-9]+)$`)
