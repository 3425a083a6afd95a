package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

func compare(a, b module.Version) int { return semver.Compare(a.Version, b.Version) }

// unpack fetches versions and records their directories.
func (c *collector) unpack(versions []module.Version) error {
	versions = slices.DeleteFunc(versions, func(v module.Version) bool { return c.dirs[v] != "" })
	if err := c.cache.fetchZips(versions); err != nil {
		return err
	}
	for _, v := range versions {
		sum, dir, err := c.cache.zip(v)
		if err != nil {
			return err
		}
		c.dirs[v] = dir
		c.mention(v).Zip = &atlas.ZipSource{Sum: sum, Packages: map[string]atlas.PackageSource{}}
	}
	return nil
}

// scan reads the package at an import path in v, which must be unpacked. It
// returns nil if there is none.
func (c *collector) scan(v module.Version, path string) (*atlas.PackageSource, error) {
	return scanPackage(filepath.Join(c.dirs[v], filepath.FromSlash(strings.TrimPrefix(path, v.Path))))
}

// home returns the module that provides a package in the union module: one of
// its roots, or else any module of the graph.
func (c *collector) home(path string) (module.Version, *atlas.PackageSource, error) {
	for _, choice := range []map[string]module.Version{c.roots, c.selected} {
		var home module.Version
		var found *atlas.PackageSource
		for prefix := range prefixes(path) {
			v, ok := choice[prefix]
			if !ok {
				continue
			}
			if err := c.unpack([]module.Version{v}); err != nil {
				return home, nil, err
			}
			p, err := c.scan(v, path)
			if err != nil {
				return home, nil, err
			}
			if p != nil && found != nil {
				return home, nil, fmt.Errorf("both %s and %s provide %s", home, v, path)
			}
			if p != nil {
				home, found = v, p
			}
		}
		if found != nil {
			return home, found, nil
		}
	}
	return module.Version{}, nil, nil
}

// all does step 2.
func (c *collector) all(todo []string) error {
	if err := c.unpack(slices.Collect(maps.Values(c.roots))); err != nil {
		return err
	}
	for len(todo) > 0 {
		path := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if _, done := c.src.Homes[path]; done {
			continue
		}
		v, p, err := c.home(path)
		if err != nil {
			return err
		}
		if p == nil {
			return fmt.Errorf("no module in the union module provides %s: run 'go mod tidy' in it", path)
		}
		c.src.Homes[path] = v
		c.src.Modules[v].Zip.Packages[path] = *p
		todo = append(todo, p.Imports...)
	}
	return nil
}

// tests does step 3. It works in rounds, each of which fetches its modules in
// one go.
func (c *collector) tests() error {
	var round []string
	for path, v := range c.src.Homes {
		round = append(round, c.src.Modules[v].Zip.Packages[path].Tests...)
	}
	seen := map[string]bool{}
	for len(round) > 0 {
		slices.Sort(round)
		round = slices.DeleteFunc(slices.Compact(round), func(path string) bool { return seen[path] })
		var fetch []module.Version
		for _, path := range round {
			seen[path] = true
			for prefix := range prefixes(path) {
				fetch = append(fetch, c.versions[prefix]...)
			}
		}
		slices.SortFunc(fetch, func(a, b module.Version) int { return strings.Compare(a.String(), b.String()) })
		if err := c.unpack(slices.Compact(fetch)); err != nil {
			return err
		}
		var next []string
		for _, path := range round {
			imports, err := c.everyVersion(path)
			if err != nil {
				return err
			}
			next = append(next, imports...)
		}
		round = next
	}
	return nil
}

// everyVersion records a package in all unpacked versions that have it, and
// returns the union of their imports.
func (c *collector) everyVersion(path string) ([]string, error) {
	var imports []string
	for prefix := range prefixes(path) {
		for _, v := range c.versions[prefix] {
			if c.dirs[v] == "" {
				continue
			}
			p, err := c.scan(v, path)
			if err != nil {
				return nil, err
			}
			if p == nil {
				continue
			}
			imports = append(imports, p.Imports...)
			if c.src.Homes[path] != v {
				p.Tests = nil // only tests of packages in "all" are loaded
			}
			c.src.Modules[v].Zip.Packages[path] = *p
		}
	}
	return imports, nil
}

// candidates does step 4.
func (c *collector) candidates() error {
	var roots []module.Version
	for v := range c.dirs {
		roots = append(roots, v)
	}
	return c.graph(roots)
}

// complete assigns a home to packages that only tests import, and makes every
// unpacked version list all known import paths that it provides. The imports
// of packages that no step needed are left unknown.
func (c *collector) complete() error {
	known := c.known()
	for _, path := range known {
		if _, ok := c.src.Homes[path]; ok {
			continue
		}
		v, p, err := c.home(path)
		if err != nil {
			return err
		}
		if p != nil {
			c.src.Homes[path] = v
		}
	}
	for _, path := range known {
		for prefix := range prefixes(path) {
			for _, v := range c.versions[prefix] {
				if c.dirs[v] == "" {
					continue
				}
				packages := c.src.Modules[v].Zip.Packages
				if _, done := packages[path]; done {
					continue
				}
				if p, err := c.scan(v, path); err != nil {
					return err
				} else if p != nil {
					packages[path] = atlas.PackageSource{}
				}
			}
		}
	}
	return nil
}

// known returns all import paths found by the steps so far.
func (c *collector) known() []string {
	known := map[string]bool{}
	for _, m := range c.src.Modules {
		if m.Zip == nil {
			continue
		}
		for path, p := range m.Zip.Packages {
			known[path] = true
			for _, i := range slices.Concat(p.Imports, p.Tests) {
				known[i] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(known))
}
