package modules

import (
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// goMod returns go.mod. A requirement is direct if the project itself imports
// a package of the module; tools do not count.
func (s *solver) goMod(p MainModule, tidy *requirements, packages []*pkg) ([]byte, error) {
	direct := map[int32]bool{}
	for _, q := range packages {
		if _, imported := slices.BinarySearch(s.imports, q.path); imported && q.module != atlas.None {
			direct[q.module] = true
		}
	}
	f := &modfile.File{Syntax: &modfile.FileSyntax{}}
	if err := f.AddModuleStmt(p.Path); err != nil {
		return nil, err
	}
	if err := f.AddGoStmt(tidy.goLine); err != nil {
		return nil, err
	}
	for _, t := range s.tools {
		if err := f.AddTool(s.data.Imports[t]); err != nil {
			return nil, err
		}
	}
	requires := make([]*modfile.Require, len(tidy.roots))
	for i, m := range tidy.roots {
		requires[i] = &modfile.Require{Mod: s.version(m), Indirect: !direct[m]}
	}
	f.SetRequireSeparateIndirect(requires)
	f.Cleanup()
	return f.Format()
}

// version returns the path and version of module m.
func (s *solver) version(m int32) module.Version {
	mod := &s.data.Modules[m]
	return module.Version{Path: s.data.Paths[mod.Path], Version: mod.Version}
}

// goSum returns go.sum. It has the checksums of the go.mod of every module
// that the graph reads; and for every package loaded, of the go.mod of its
// module and of the zip of every module that could provide the package by its
// path. It corresponds to keepSums of cmd/go/internal/modload.
func (s *solver) goSum(tidy *requirements, packages []*pkg) ([]byte, error) {
	g, err := s.load(tidy)
	if err != nil {
		return nil, err
	}
	mods, zips := slices.Clone(g.read), make([]bool, len(s.data.Modules))
	for _, p := range packages {
		if p.module == atlas.None {
			continue
		}
		mods[p.module] = true
		chosen := g.selected
		if tidy.byPath[s.data.Modules[p.module].Path] == p.module {
			chosen = tidy.byPath // roots have priority, so only they are considered
		}
		for _, prefix := range s.data.Prefixes[p.path] {
			if m := chosen[prefix]; m != atlas.None {
				zips[m] = true
			}
		}
	}
	return s.sums(mods, zips)
}

// sums returns the checksums of the marked modules in the format and order of
// go.sum.
func (s *solver) sums(mods, zips []bool) ([]byte, error) {
	lines := map[module.Version]atlas.Sum{}
	for i := range s.data.Modules {
		m, v := &s.data.Modules[i], s.version(int32(i))
		if zips[i] {
			if !m.HasPackages {
				return nil, &FactError{Module: s.data.ID(int32(i)), Fact: "the checksum of the zip"}
			}
			lines[v] = m.ZipSum
		}
		if mods[i] {
			if !m.HasMod {
				return nil, &FactError{Module: s.data.ID(int32(i)), Fact: "the checksum of the go.mod"}
			}
			v.Version += "/go.mod"
			lines[v] = m.ModSum
		}
	}
	order := make([]module.Version, 0, len(lines))
	for v := range lines {
		order = append(order, v)
	}
	module.Sort(order)
	var b strings.Builder
	for _, v := range order {
		b.WriteString(v.Path + " " + v.Version + " " + lines[v].String() + "\n")
	}
	return []byte(b.String()), nil
}
