package modules

import (
	"go/version"
	"slices"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// requirements are the go line of a go.mod and the modules that it requires,
// which are the roots of its module graph.
type requirements struct {
	goLine string
	roots  []int32 // sorted; during an update a path may occur in two versions
	byPath []int32 // module path → newest root, or None
	graph  *graph  // nil until loaded
}

// graph is a pruned module graph. It consists of the go.mod files of the
// roots, and of the complete subgraphs of modules whose go.mod does not list
// all their requirements.
type graph struct {
	selected []int32 // module path → newest version mentioned, or None
	read     []bool  // module → whether its go.mod is part of the graph
	goLine   string  // highest go line of these go.mod files
}

// require returns requirements with the given roots, which it sorts.
func (s *solver) require(goLine string, roots []int32) *requirements {
	slices.Sort(roots)
	rs := &requirements{goLine: goLine, roots: slices.Compact(roots), byPath: s.nothing()}
	for _, m := range rs.roots {
		rs.byPath[s.data.Modules[m].Path] = m
	}
	return rs
}

// nothing returns a slice that maps every module path to None.
func (s *solver) nothing() []int32 {
	list := make([]int32, len(s.data.Paths))
	for i := range list {
		list[i] = atlas.None
	}
	return list
}

// load returns the module graph of rs and caches it. It corresponds to
// readModGraph of cmd/go/internal/modload.
func (s *solver) load(rs *requirements) (*graph, error) {
	if rs.graph != nil {
		return rs.graph, nil
	}
	g := &graph{selected: s.nothing(), read: make([]bool, len(s.data.Modules)), goLine: rs.goLine}
	deep := make([]bool, len(s.data.Modules)) // modules whose subgraphs have been visited
	var todo []int32
	for _, m := range rs.roots {
		if err := s.read(g, m); err != nil {
			return nil, err
		}
		if !s.data.Modules[m].Pruned {
			todo = append(todo, m)
		}
	}
	for len(todo) > 0 {
		m := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if deep[m] {
			continue
		}
		deep[m] = true
		if err := s.read(g, m); err != nil {
			return nil, err
		}
		todo = append(todo, s.data.Modules[m].Requires...)
	}
	rs.graph = g
	return g, nil
}

// read adds the go.mod of m to the graph.
func (s *solver) read(g *graph, m int32) error {
	if g.read[m] {
		return nil
	}
	g.read[m] = true
	mod := &s.data.Modules[m]
	if !mod.HasMod {
		return &FactError{Module: s.data.ID(m), Fact: "the go.mod"}
	}
	g.selected[mod.Path] = max(g.selected[mod.Path], m)
	for _, r := range mod.Requires {
		path := s.data.Modules[r].Path
		g.selected[path] = max(g.selected[path], r)
	}
	if mod.Go != "" && version.Compare("go"+mod.Go, "go"+g.goLine) > 0 {
		g.goLine = mod.Go
	}
	return nil
}
