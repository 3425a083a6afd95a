package modules

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// solver computes the requirements of one project.
type solver struct {
	data    *atlas.Data
	imports []int32 // imports of the project's packages and tests
	tools   []int32
}

// solve returns the tidy requirements of the project and the packages that
// determine them. It corresponds to the loop of loadFromRoots in
// cmd/go/internal/modload, starting from the versions that the union module
// selects. Tidy keeps these, because it never lowers a root that provides a
// package in "all". So the version of a module does not depend on a project's
// other imports.
func (s *solver) solve(goLine string) (*requirements, []*pkg, error) {
	rs, err := s.update(s.require(goLine, s.homes()), nil, nil)
	if err != nil {
		return nil, nil, err
	}
	for range len(s.data.Modules) + 1 {
		packages, err := s.packages(rs)
		if err != nil {
			return nil, nil, err
		}
		next, settled, err := s.next(rs, packages)
		if err != nil {
			return nil, nil, err
		}
		if settled {
			tidy, err := s.tidy(next, packages)
			return tidy, packages, err
		}
		rs = next
	}
	return nil, nil, errors.New("the requirements do not converge")
}

// homes returns the modules that provide the packages in the project's "all"
// in the union module.
func (s *solver) homes() []int32 {
	var roots []int32
	seen := make([]bool, len(s.data.Imports))
	todo := slices.Concat(s.imports, s.tools)
	for len(todo) > 0 {
		path := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		home := s.data.Homes[path]
		if seen[path] || home == atlas.None {
			continue
		}
		seen[path] = true
		roots = append(roots, home)
		if imports := s.data.Modules[home].Package(path).Imports; imports != nil {
			todo = append(todo, *imports...)
		}
	}
	return roots
}

// next updates the requirements with what the packages loaded from them need.
// It reports whether they are settled; otherwise the packages have to be
// loaded again.
func (s *solver) next(rs *requirements, packages []*pkg) (next *requirements, settled bool, err error) {
	tidy, err := s.tidy(rs, packages)
	if err != nil {
		return nil, false, err
	}
	updated, err := s.update(rs, packages, tidy.roots)
	if err != nil {
		return nil, false, err
	}
	if changed, err := s.changed(rs, updated, packages); err != nil || changed {
		return updated, false, err
	}
	missing, err := s.missing(packages)
	if err != nil || len(missing) == 0 {
		return updated, true, err
	}
	added, err := s.update(updated, nil, missing)
	if err == nil && slices.Equal(added.roots, updated.roots) {
		err = fmt.Errorf("requiring %s does not provide all packages", s.data.ID(missing[0]))
	}
	return added, false, err
}

// changed reports whether the update from rs to updated can change which
// modules the packages are loaded from. See updateRequirements in
// cmd/go/internal/modload.
func (s *solver) changed(rs, updated *requirements, packages []*pkg) (bool, error) {
	if slices.Equal(updated.roots, rs.roots) {
		return false, nil
	}
	g, err := s.load(updated)
	if err != nil {
		return false, err
	}
	for _, p := range packages {
		if p.module != atlas.None && g.selected[s.data.Modules[p.module].Path] != p.module {
			return true, nil
		}
		if p.module == atlas.None {
			if m, err := s.find(p.path, updated); err == nil && m != atlas.None {
				return true, nil
			}
		}
	}
	return false, nil
}

// missing returns the modules that provide, in the union module, those
// packages that were not found or are ambiguous. Tidy would query the latest
// version instead.
func (s *solver) missing(packages []*pkg) ([]int32, error) {
	var roots []int32
	for _, p := range packages {
		if p.module != atlas.None {
			continue
		}
		home := s.data.Homes[p.path]
		if home == atlas.None {
			return nil, &ImportError{Path: s.data.Imports[p.path]}
		}
		roots = append(roots, home)
	}
	return roots, nil
}
