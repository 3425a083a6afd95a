package modules

import (
	"errors"
	"fmt"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// pkg is a package, or the test of one, resolved with the requirements.
type pkg struct {
	path    int32
	module  int32 // module that provides it, or None if none or more than one does
	inAll   bool  // whether it is in the project's "all"
	imports []*pkg
	test    *pkg // set for packages in "all"
}

// loader loads packages. It corresponds to loadFromRoots and its helpers in
// cmd/go/internal/modload, with the pattern "all" and with tests.
type loader struct {
	*solver
	rs     *requirements
	byPath []*pkg
	list   []*pkg // all packages loaded, without tests
}

// packages loads all packages that affect go.mod and go.sum. These are the
// packages in "all", the transitive closure of what the project's packages,
// tests and tools import, and then the transitive closure of what their tests
// import, without the tests of the latter.
func (s *solver) packages(rs *requirements) ([]*pkg, error) {
	l := &loader{solver: s, rs: rs, byPath: make([]*pkg, len(s.data.Imports))}
	for _, start := range [][]int32{s.imports, s.tools} {
		if _, err := l.walk(start, true); err != nil {
			return nil, err
		}
	}
	all := len(l.list)
	for _, p := range l.list[:all] {
		if err := l.addTest(p); err != nil {
			return nil, err
		}
	}
	return l.list, nil
}

// walk loads packages and their transitive imports.
func (l *loader) walk(paths []int32, inAll bool) ([]*pkg, error) {
	list := make([]*pkg, len(paths))
	for i, path := range paths {
		if list[i] = l.byPath[path]; list[i] != nil {
			continue
		}
		p := &pkg{path: path, inAll: inAll}
		list[i], l.byPath[path] = p, p
		l.list = append(l.list, p)
		var err error
		var ambiguous *ambiguousError
		p.module, err = l.find(path, l.rs)
		if err != nil && !errors.As(err, &ambiguous) {
			return nil, err
		}
		if p.module == atlas.None {
			continue
		}
		m := &l.data.Modules[p.module]
		if !m.HasMod {
			return nil, &FactError{Module: l.data.ID(p.module), Fact: "the go.mod"}
		}
		imports := m.Package(path).Imports
		if imports == nil {
			return nil, &FactError{Module: l.data.ID(p.module), Fact: "the imports of " + l.data.Imports[path]}
		}
		if p.imports, err = l.walk(*imports, inAll); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// addTest loads the imports of the test of p.
func (l *loader) addTest(p *pkg) error {
	if p.module == atlas.None {
		return nil
	}
	imports := l.data.Modules[p.module].Package(p.path).Tests
	if imports == nil {
		return &FactError{Module: l.data.ID(p.module), Fact: "the test imports of " + l.data.Imports[p.path]}
	}
	p.test = &pkg{path: p.path, module: p.module}
	var err error
	p.test.imports, err = l.walk(*imports, false)
	return err
}

// find returns the module that provides a package: one of the roots, or else
// any module of the graph, or None. It corresponds to importFromModules of
// cmd/go/internal/modload.
func (s *solver) find(path int32, rs *requirements) (int32, error) {
	found, err := s.findAmong(path, rs.byPath)
	if err != nil || found != atlas.None {
		return found, err
	}
	g, err := s.load(rs)
	if err != nil {
		return atlas.None, err
	}
	return s.findAmong(path, g.selected)
}

// ambiguousError is the error for a package that two modules provide. A root
// settles which one is used, because roots have priority.
type ambiguousError struct {
	path, first, second string
}

func (e *ambiguousError) Error() string {
	return fmt.Sprintf("both %s and %s provide %s", e.first, e.second, e.path)
}

// findAmong returns the module that provides a package, considering only the
// chosen versions, indexed by module path.
func (s *solver) findAmong(path int32, chosen []int32) (int32, error) {
	found := int32(atlas.None)
	for _, prefix := range s.data.Prefixes[path] {
		i := chosen[prefix]
		if i == atlas.None {
			continue
		}
		m := &s.data.Modules[i]
		if !m.HasPackages {
			return found, &FactError{Module: s.data.ID(i), Fact: "the packages"}
		}
		if m.Package(path) == nil {
			continue
		}
		if found != atlas.None {
			return atlas.None, &ambiguousError{path: s.data.Imports[path], first: s.data.ID(found), second: s.data.ID(i)}
		}
		found = i
	}
	return found, nil
}
