package modules

import (
	"errors"
	"slices"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// tidy returns the smallest set of roots that keeps all packages at the module
// versions they were loaded from:
//
//  1. every module that provides a package in "all" is a root;
//  2. a module that provides any other package, needed only by tests of dependencies, is a root if the graph would otherwise select an older version;
//  3. or if two modules would otherwise provide that package.
//
// It corresponds to tidyPrunedRoots of cmd/go/internal/modload.
func (s *solver) tidy(old *requirements, packages []*pkg) (*requirements, error) {
	var roots []int32
	isRoot := make([]bool, len(s.data.Paths))
	addRoot := func(m int32) {
		if path := s.data.Modules[m].Path; !isRoot[path] {
			isRoot[path] = true
			roots = append(roots, m)
		}
	}
	var layer []*pkg
	for _, p := range packages {
		if p.inAll {
			layer = append(layer, p)
			if p.module != atlas.None {
				addRoot(p.module)
			}
		}
	}
	tidy := s.require(old.goLine, slices.Clone(roots))

	// Roots for tests are added one layer of imports at a time, because a root
	// of an inner layer may make those of an outer layer unnecessary.
	queued := map[*pkg]bool{}
	for _, p := range layer {
		queued[p] = true
	}
	for len(layer) > 0 {
		g, err := s.load(tidy)
		if err != nil {
			return nil, err
		}
		var outer []*pkg
		for _, p := range layer {
			if p.module == atlas.None {
				continue
			}
			for _, dep := range append(slices.Clip(p.imports), p.test) {
				if dep != nil && !queued[dep] {
					queued[dep] = true
					outer = append(outer, dep)
				}
			}
			if g.selected[s.data.Modules[p.module].Path] < p.module {
				addRoot(p.module)
			}
		}
		layer = outer
		if len(roots) > len(tidy.roots) {
			tidy = s.require(old.goLine, slices.Clone(roots))
		}
	}
	return s.disambiguate(tidy, packages)
}

// disambiguate adds roots until no package is provided by two modules. See
// https://go.dev/issue/60313.
func (s *solver) disambiguate(tidy *requirements, packages []*pkg) (*requirements, error) {
	for {
		roots := slices.Clone(tidy.roots)
		for _, p := range packages {
			if p.module == atlas.None || tidy.byPath[s.data.Modules[p.module].Path] != atlas.None {
				continue
			}
			_, err := s.find(p.path, tidy)
			var ambiguous *ambiguousError
			if errors.As(err, &ambiguous) {
				roots = append(roots, p.module)
			} else if err != nil {
				return nil, err
			}
		}
		if len(roots) == len(tidy.roots) {
			_, err := s.load(tidy)
			return tidy, err
		}
		tidy = s.require(tidy.goLine, roots)
	}
}

// update returns rs with additional roots, at the versions that the graph
// selects: every module that provides a package in "all", and those in add.
// Roots of rs remain. It corresponds to updatePrunedRoots of
// cmd/go/internal/modload.
func (s *solver) update(rs *requirements, packages []*pkg, add []int32) (*requirements, error) {
	roots := slices.Clone(rs.roots)
	for _, p := range packages {
		if p.inAll && p.module != atlas.None && rs.byPath[s.data.Modules[p.module].Path] == atlas.None {
			roots = append(roots, p.module)
		}
	}
	for _, m := range add {
		if rs.byPath[s.data.Modules[m].Path] < m {
			roots = append(roots, m)
		}
	}
	if len(roots) > len(rs.roots) {
		rs = s.require(rs.goLine, roots)
	}
	for {
		g, err := s.load(rs)
		if err != nil {
			return nil, err
		}
		var consistent []int32
		for _, m := range rs.roots {
			consistent = append(consistent, g.selected[s.data.Modules[m].Path])
		}
		next := s.require(g.goLine, consistent)
		if next.goLine == rs.goLine && slices.Equal(next.roots, rs.roots) {
			return rs, nil
		}
		rs = next
	}
}
