package merge

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// An importMerge finds the imports of a merged file.
type importMerge struct {
	base, ours, theirs source
	uses               map[string]bool // of the merged file
	clean              bool            // it has no conflicts
}

// merge returns the imports of ours, changed as theirs changed those of base.
// Where the owner left them alone, they look as in theirs.
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

// adapt makes a block have the wanted imports.
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

// adds tells whether an import that theirs has and ours has not is needed: if
// gen added it, and if the owner dropped it, but gen's new code uses it.
func (m importMerge) adds(s importSpec) bool {
	if m.base.imports.find(s) < 0 {
		return true
	}
	return m.clean && !s.nameless() && s.usedIn(m.uses) && !s.usedIn(m.ours.uses)
}

// drops tells whether an import of ours goes: if theirs dropped it and no
// code that is left uses it, or means another package by its name; and if
// what ours used it for went in the merge.
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

// replaced tells whether another import takes over a name that is used.
func (m importMerge) replaced(s importSpec, added []importSpec) bool {
	return slices.ContainsFunc(s.names(), func(name string) bool {
		return m.uses[name] && slices.ContainsFunc(added, func(a importSpec) bool { return slices.Contains(a.names(), name) })
	})
}

// owners tells whether the owner wrote a comment.
func (m importMerge) owners(line string) bool {
	return !slices.ContainsFunc(m.base.imports.lines, func(gens string) bool { return strings.TrimSpace(gens) == strings.TrimSpace(line) })
}

// nameless tells whether code does not show that it needs the import.
func (s importSpec) nameless() bool {
	return s.name == "_" || s.name == "." || s.path == "C"
}

func (s importSpec) usedIn(uses map[string]bool) bool {
	return slices.ContainsFunc(s.names(), func(name string) bool { return uses[name] })
}

// names returns what code may call the package. Its path does not tell for
// sure: jwt/v5 is jwt, yaml.v3 is yaml, and go-isatty is isatty.
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
