package main

import (
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// collector gathers the facts about every module version that may be looked up
// when a subset of the union module's imports is solved. It takes four steps:
//
//  1. The module graph of the union module.
//  2. The packages in "all" of the union module, at the versions it selects.
//     A subset loads the same packages from the same versions, because its
//     roots are those of the union module.
//  3. The packages that tests of those packages import, in every version
//     that the graph mentions, because a subset often selects an older
//     version of a module that only tests need.
//  4. The go.mod files of every version that has packages by now, because
//     each may become a root.
//
// See https://go.dev/ref/mod#graph-pruning for roots and graphs.
type collector struct {
	cache    *cache
	src      *atlas.Source
	versions map[string][]module.Version // module path → versions mentioned
	dirs     map[module.Version]string   // unpacked version → directory
	selected map[string]module.Version   // module path → version selected in the union module
	roots    map[string]module.Version   // module path → version required by the union module
}

// pruned reports whether a go.mod with the given go line lists all
// requirements.
func pruned(goLine string) bool { return version.Compare("go"+goLine, "go1.17") >= 0 }

func collect(deps string, cache *cache) (*atlas.Source, error) {
	c := &collector{
		cache:    cache,
		src:      &atlas.Source{Modules: map[module.Version]*atlas.ModuleSource{}, Homes: map[string]module.Version{}},
		versions: map[string][]module.Version{},
		dirs:     map[module.Version]string{},
		roots:    map[string]module.Version{},
	}
	var err error
	if c.src.DepsSum, err = atlas.SumDeps(os.DirFS(deps)); err != nil {
		return nil, err
	}
	f, err := readUnion(deps)
	if err != nil {
		return nil, err
	}
	if err := c.union(f); err != nil {
		return nil, err
	}
	start, err := scanFile(filepath.Join(deps, "all.go"))
	if err != nil {
		return nil, err
	}
	for _, t := range f.Tool {
		start = append(start, t.Path)
	}
	steps := []func() error{
		func() error { return c.all(start) },
		c.tests,
		c.candidates,
		c.complete,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return c.src, nil
}

func readUnion(deps string) (*modfile.File, error) {
	name := filepath.Join(deps, "go.mod")
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	f, err := modfile.Parse(name, data, nil)
	if err != nil {
		return nil, err
	}
	if len(f.Replace)+len(f.Exclude) > 0 {
		return nil, fmt.Errorf("%s: replace and exclude are not supported", name)
	}
	return f, nil
}

// mention adds a module version to the atlas.
func (c *collector) mention(v module.Version) *atlas.ModuleSource {
	m := c.src.Modules[v]
	if m == nil {
		m = &atlas.ModuleSource{}
		c.src.Modules[v] = m
		c.versions[v.Path] = append(c.versions[v.Path], v)
	}
	return m
}

// union does step 1.
func (c *collector) union(f *modfile.File) error {
	var roots []module.Version
	for _, r := range f.Require {
		roots = append(roots, r.Mod)
		c.roots[r.Mod.Path] = r.Mod
	}
	if err := c.graph(roots); err != nil {
		return err
	}
	c.selected = map[string]module.Version{}
	for path, versions := range c.versions {
		c.selected[path] = slices.MaxFunc(versions, compare)
	}
	for _, r := range roots {
		if s := c.selected[r.Path]; s != r {
			return fmt.Errorf("the union module requires %s but selects %s: run 'go mod tidy' in it", r, s.Version)
		}
	}
	return nil
}

// graph reads the go.mod of every root, and all those below modules that do
// not list all their requirements.
func (c *collector) graph(roots []module.Version) error {
	type visit struct {
		v    module.Version
		deep bool
	}
	seen := map[visit]bool{}
	var layer []visit
	add := func(list []module.Version, deep bool) {
		for _, v := range list {
			if at := (visit{v, deep}); !seen[at] {
				seen[at] = true
				layer = append(layer, at)
			}
		}
	}
	add(roots, false)
	for len(layer) > 0 {
		current := layer
		layer = nil
		var fetch []module.Version
		for _, at := range current {
			fetch = append(fetch, at.v)
		}
		if err := c.cache.fetchMods(fetch); err != nil {
			return err
		}
		for _, at := range current {
			m := c.mention(at.v)
			if m.Mod == nil {
				mod, err := c.cache.mod(at.v)
				if err != nil {
					return err
				}
				m.Mod = mod
				for _, r := range mod.Requires {
					c.mention(r)
				}
			}
			if at.deep || !m.Mod.Pruned {
				add(m.Mod.Requires, true)
			}
		}
	}
	return nil
}

// prefixes yields the paths of modules that could provide a package.
func prefixes(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		p := path
		for p != "" && yield(p) {
			p = p[:max(strings.LastIndexByte(p, '/'), 0)]
		}
	}
}
