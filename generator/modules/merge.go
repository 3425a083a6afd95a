package modules

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	goversion "go/version"
)

// Merge applies the changes between two generated pairs of module files, base
// and theirs, to the owner's. Requirements and tools that are new are added,
// those that are gone are removed, and versions only go up. Everything else
// stays as it is. Before a module is removed, Merge calls uses to find out
// whether code of the owner imports a package of it. A module that only other
// requirements of the owner may need is kept and listed in spare.
func Merge(base, ours, theirs Files, uses func(module string) (bool, error)) (merged Files, spare []string, err error) {
	if bytes.Equal(base.GoMod, theirs.GoMod) && bytes.Equal(base.GoSum, theirs.GoSum) {
		return ours, nil, nil
	}
	m := merger{uses: uses}
	for _, f := range []struct {
		to   **modfile.File
		name string
		data []byte
	}{{&m.base, "go.mod as generated before", base.GoMod}, {&m.ours, "go.mod", ours.GoMod}, {&m.theirs, "go.mod as generated now", theirs.GoMod}} {
		parsed, err := modfile.Parse(f.name, f.data, nil)
		if err != nil {
			return Files{}, nil, err
		}
		*f.to = parsed
	}
	m.extra = slices.ContainsFunc(m.ours.Require, func(r *modfile.Require) bool { return required(m.base)[r.Mod.Path] == nil })
	if err := m.goMod(); err != nil {
		return Files{}, nil, fmt.Errorf("merge go.mod: %w", err)
	}
	if bytes.Equal(base.GoMod, ours.GoMod) && bytes.Equal(base.GoSum, ours.GoSum) && !m.kept {
		return theirs, nil, nil
	}
	goMod, err := m.ours.Format()
	if err != nil {
		return Files{}, nil, fmt.Errorf("merge go.mod: %w", err)
	}
	return Files{GoMod: goMod, GoSum: m.goSum(base.GoSum, ours.GoSum, theirs.GoSum)}, m.spare, nil
}

type merger struct {
	base, ours, theirs *modfile.File
	uses               func(string) (bool, error)
	extra              bool // the owner has a requirement that gen did not generate
	kept               bool // a module that gen no longer needs is kept
	spare              []string
}

func (m *merger) goMod() error {
	if m.theirs.Module.Mod.Path != m.base.Module.Mod.Path && m.ours.Module != nil && m.ours.Module.Mod.Path == m.base.Module.Mod.Path {
		if err := m.ours.AddModuleStmt(m.theirs.Module.Mod.Path); err != nil {
			return err
		}
	}
	if err := m.goLine(); err != nil {
		return err
	}
	if err := m.tools(); err != nil {
		return err
	}
	if err := m.requirements(); err != nil {
		return err
	}
	m.ours.Cleanup()
	return nil
}

// goLine raises the owner's go line to gen's if the latter has changed.
func (m *merger) goLine() error {
	was, now := m.base.Go.Version, m.theirs.Go.Version
	owners := ""
	if m.ours.Go != nil {
		owners = m.ours.Go.Version
	}
	if was == now || owners != was && goversion.Compare("go"+owners, "go"+now) >= 0 {
		return nil
	}
	return m.ours.AddGoStmt(now)
}

func (m *merger) tools() error {
	was, now, owners := toolPaths(m.base), toolPaths(m.theirs), toolPaths(m.ours)
	for _, tool := range now {
		if !slices.Contains(was, tool) && !slices.Contains(owners, tool) {
			if err := m.ours.AddTool(tool); err != nil {
				return err
			}
		}
	}
	for _, tool := range was {
		if !slices.Contains(now, tool) && slices.Contains(owners, tool) {
			if err := m.ours.DropTool(tool); err != nil {
				return err
			}
		}
	}
	return nil
}

func toolPaths(f *modfile.File) []string {
	var paths []string
	for _, t := range f.Tool {
		paths = append(paths, t.Path)
	}
	return paths
}

func (m *merger) requirements() error {
	was, now, owners := required(m.base), required(m.theirs), required(m.ours)
	for _, path := range slices.Sorted(maps.Keys(now)) {
		merged, err := m.requirement(was[path], owners[path], now[path])
		if err != nil {
			return err
		}
		if merged != nil {
			owners[path] = merged
		}
	}
	if err := m.dropUnused(was, now, owners); err != nil {
		return err
	}
	list := make([]*modfile.Require, 0, len(owners))
	for _, r := range owners {
		if m.excludes(r.Mod) && now[r.Mod.Path] != nil {
			return fmt.Errorf("it excludes %s %s, which gen requires: remove that line, or require a later version", r.Mod.Path, r.Mod.Version)
		}
		list = append(list, &modfile.Require{Mod: r.Mod, Indirect: r.Indirect})
	}
	slices.SortFunc(list, func(a, b *modfile.Require) int { return strings.Compare(a.Mod.Path, b.Mod.Path) })
	m.ours.SetRequireSeparateIndirect(list)
	return nil
}

// requirement merges one that gen has now. Before and have are nil if gen did
// not have it, or the owner does not. It returns nil if nothing changes.
func (m *merger) requirement(before, have, now *modfile.Require) (*modfile.Require, error) {
	known := before != nil
	switch {
	case known && before.Mod == now.Mod && before.Indirect == now.Indirect:
		return nil, nil // the owner's business
	case have == nil:
		return now, nil
	case known && now.Indirect && !before.Indirect:
		used, err := m.needs(now.Mod.Path)
		if err != nil {
			return nil, err
		}
		m.kept = m.kept || used
		return &modfile.Require{Mod: higher(have.Mod, now.Mod), Indirect: !used && have.Indirect == before.Indirect}, nil
	}
	return &modfile.Require{Mod: higher(have.Mod, now.Mod), Indirect: have.Indirect && now.Indirect}, nil
}

// needs reports whether the owner needs the module for an import or a tool.
func (m *merger) needs(path string) (bool, error) {
	if slices.ContainsFunc(toolPaths(m.ours), func(tool string) bool { return tool == path || strings.HasPrefix(tool, path+"/") }) {
		return true, nil
	}
	return m.uses(path)
}

func (m *merger) excludes(v module.Version) bool {
	return slices.ContainsFunc(m.ours.Exclude, func(e *modfile.Exclude) bool { return e.Mod == v })
}

// dropUnused removes the requirements that gen no longer has, except those
// that the owner needs: for an import, for a tool or, as far as can be known
// without the network, for other requirements of the owner.
func (m *merger) dropUnused(was, now, owners map[string]*modfile.Require) error {
	var unused []string
	for _, path := range slices.Sorted(maps.Keys(was)) {
		have := owners[path]
		if now[path] != nil || have == nil {
			continue
		}
		needed, err := m.needs(path)
		if err != nil {
			return err
		}
		if needed || have.Mod != was[path].Mod || commented(have) {
			m.kept = true
			continue
		}
		unused = append(unused, path)
	}
	for _, path := range unused {
		if m.extra || m.kept { // what the owner needs may need it
			m.kept, m.spare = true, append(m.spare, path)
			owners[path] = &modfile.Require{Mod: owners[path].Mod, Indirect: true}
			continue
		}
		delete(owners, path)
	}
	return nil
}

// commented reports whether a requirement has a comment, other than indirect,
// that would be lost with it.
func commented(r *modfile.Require) bool {
	return len(r.Syntax.Before) > 0 || slices.ContainsFunc(r.Syntax.Suffix, func(c modfile.Comment) bool {
		return strings.TrimSpace(strings.TrimPrefix(c.Token, "//")) != "indirect"
	})
}

func required(f *modfile.File) map[string]*modfile.Require {
	byPath := map[string]*modfile.Require{}
	for _, r := range f.Require {
		byPath[r.Mod.Path] = r
	}
	return byPath
}

func higher(a, b module.Version) module.Version {
	if semver.Compare(a.Version, b.Version) >= 0 {
		return a
	}
	return b
}

// goSum adds new checksums. It removes those that are gone only if no
// requirement of the owner can need them, because superfluous checksums do no
// harm.
func (m *merger) goSum(base, ours, theirs []byte) []byte {
	was, now := lineSet(base), lineSet(theirs)
	spare := m.kept || m.extra
	lines := map[string]bool{}
	for line := range lineSet(ours) {
		if !was[line] || now[line] || spare {
			lines[line] = true
		}
	}
	for line := range now {
		if !was[line] {
			lines[line] = true
		}
	}
	return sumFile(lines)
}

func lineSet(data []byte) map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" {
			set[line] = true
		}
	}
	return set
}

// sumFile returns the lines in the order of the go command.
func sumFile(lines map[string]bool) []byte {
	hashes := map[module.Version][]string{}
	var mods []module.Version
	for line := range lines {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			continue // malformed, also for the go command
		}
		v := module.Version{Path: fields[0], Version: fields[1]}
		if hashes[v] == nil {
			mods = append(mods, v)
		}
		hashes[v] = append(hashes[v], line)
	}
	module.Sort(mods)
	var b bytes.Buffer
	for _, v := range mods {
		slices.Sort(hashes[v])
		for _, line := range hashes[v] {
			b.WriteString(line + "\n")
		}
	}
	return b.Bytes()
}
