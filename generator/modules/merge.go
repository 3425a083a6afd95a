package modules

import (
	"bytes"
	"fmt"
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
// whether code of the owner imports a package of it.
func Merge(base, ours, theirs Files, uses func(module string) (bool, error)) (Files, error) {
	if bytes.Equal(base.GoMod, theirs.GoMod) && bytes.Equal(base.GoSum, theirs.GoSum) {
		return ours, nil
	}
	m := merger{uses: uses}
	for _, f := range []struct {
		to   **modfile.File
		name string
		data []byte
	}{{&m.base, "go.mod as generated before", base.GoMod}, {&m.ours, "go.mod", ours.GoMod}, {&m.theirs, "go.mod as generated now", theirs.GoMod}} {
		parsed, err := modfile.Parse(f.name, f.data, nil)
		if err != nil {
			return Files{}, err
		}
		*f.to = parsed
	}
	m.extra = slices.ContainsFunc(m.ours.Require, func(r *modfile.Require) bool { return required(m.base)[r.Mod.Path] == nil })
	if err := m.goMod(); err != nil {
		return Files{}, fmt.Errorf("merge go.mod: %w", err)
	}
	if bytes.Equal(base.GoMod, ours.GoMod) && bytes.Equal(base.GoSum, ours.GoSum) && !m.kept {
		return theirs, nil
	}
	goMod, err := m.ours.Format()
	if err != nil {
		return Files{}, fmt.Errorf("merge go.mod: %w", err)
	}
	return Files{GoMod: goMod, GoSum: m.goSum(base.GoSum, ours.GoSum, theirs.GoSum)}, nil
}

type merger struct {
	base, ours, theirs *modfile.File
	uses               func(string) (bool, error)
	extra              bool // the owner has a requirement that gen did not generate
	kept               bool // a module that gen no longer needs is kept
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
	for path, r := range now {
		have, ok := owners[path]
		before, known := was[path]
		switch {
		case known && before.Mod == r.Mod && before.Indirect == r.Indirect:
			continue // the owner's business
		case !ok:
			owners[path] = r
		case r.Indirect && !before.Indirect && known:
			used, err := m.uses(path)
			if err != nil {
				return err
			}
			owners[path] = &modfile.Require{Mod: higher(have.Mod, r.Mod), Indirect: !used && have.Indirect == before.Indirect}
			m.kept = m.kept || used
		default:
			owners[path] = &modfile.Require{Mod: higher(have.Mod, r.Mod), Indirect: have.Indirect && r.Indirect}
		}
	}
	if err := m.dropUnused(was, now, owners); err != nil {
		return err
	}
	list := make([]*modfile.Require, 0, len(owners))
	for _, r := range owners {
		list = append(list, &modfile.Require{Mod: r.Mod, Indirect: r.Indirect})
	}
	slices.SortFunc(list, func(a, b *modfile.Require) int { return strings.Compare(a.Mod.Path, b.Mod.Path) })
	m.ours.SetRequireSeparateIndirect(list)
	return nil
}

// dropUnused removes the requirements that gen no longer has, except those
// that the owner needs: for an import or, as far as can be known without the
// network, for other requirements of the owner.
func (m *merger) dropUnused(was, now, owners map[string]*modfile.Require) error {
	// Direct requirements first: if one stays, its indirect ones stay too.
	for _, indirect := range []bool{false, true} {
		for path, r := range was {
			have := owners[path]
			if now[path] != nil || have == nil || r.Indirect != indirect {
				continue
			}
			used, err := m.uses(path)
			if err != nil {
				return err
			}
			if used || indirect && (m.extra || m.kept) || have.Mod != r.Mod {
				m.kept = true
				continue
			}
			delete(owners, path)
		}
	}
	return nil
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
