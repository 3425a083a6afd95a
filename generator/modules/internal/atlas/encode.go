package atlas

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// magic begins every atlas. The digit is the version of the format.
const magic = "gen atlas 1\n"

// Flags of a module.
const (
	flagMod = 1 << iota
	flagPruned
	flagPackages
)

// Source is the input of Encode.
type Source struct {
	DepsSum Sum
	Modules map[module.Version]*ModuleSource
	Homes   map[string]module.Version // import path to module, see Data.Homes
}

// ModuleSource is a Module that uses names instead of indices. Modules that
// are only mentioned in some go.mod have neither Mod nor Zip.
type ModuleSource struct {
	Mod *ModSource
	Zip *ZipSource
}

// ModSource is the content of a go.mod.
type ModSource struct {
	Go       string
	Pruned   bool
	Requires []module.Version
	Sum      Sum
}

// ZipSource is the content of a module's zip, by import path.
type ZipSource struct {
	Sum      Sum
	Packages map[string]PackageSource
}

// PackageSource is a Package that uses names instead of indices. A nil slice
// means unknown, an empty one that there are no imports.
type PackageSource struct {
	Imports, Tests []string
}

// encoder assigns indices to the names of a Source and appends records to out.
type encoder struct {
	src      Source
	versions []module.Version
	imports  map[string]int
	paths    map[string]int
	modules  map[module.Version]int
	words    map[string]int // versions and go lines
	lists    map[string]int // encoded list of imports → index
	out      []byte
}

// Encode returns the encoding of src. It is deterministic.
func Encode(src Source) ([]byte, error) {
	e := &encoder{src: src, lists: map[string]int{}}
	importPaths, modulePaths, words := e.names()
	e.imports, e.paths, e.words = number(importPaths), number(modulePaths), number(words)
	e.modules = number(e.versions)

	e.out = append(e.out, magic...)
	e.out = append(e.out, src.DepsSum[:]...)
	e.strings(words)
	e.strings(modulePaths)
	e.strings(importPaths)
	lists := e.collectLists()
	e.uint(len(lists))
	for _, l := range lists {
		e.out = append(e.out, l...)
	}
	e.importTable(importPaths)
	e.uint(len(e.versions))
	for _, v := range e.versions {
		if err := e.module(v); err != nil {
			return nil, fmt.Errorf("%s: %w", v, err)
		}
	}
	return e.out, nil
}

// names sets and sorts e.versions and returns all names, each list sorted.
func (e *encoder) names() (importPaths, modulePaths, words []string) {
	imp, paths, word := map[string]bool{}, map[string]bool{}, map[string]bool{"": true}
	for v, m := range e.src.Modules {
		e.versions = append(e.versions, v)
		paths[v.Path], word[v.Version] = true, true
		if m.Mod != nil {
			word[m.Mod.Go] = true
		}
		if m.Zip == nil {
			continue
		}
		for path, p := range m.Zip.Packages {
			imp[path] = true
			for _, i := range slices.Concat(p.Imports, p.Tests) {
				imp[i] = true
			}
		}
	}
	slices.SortFunc(e.versions, func(a, b module.Version) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), semver.Compare(a.Version, b.Version), strings.Compare(a.Version, b.Version))
	})
	return slices.Sorted(maps.Keys(imp)), slices.Sorted(maps.Keys(paths)), slices.Sorted(maps.Keys(word))
}

func number[T comparable](list []T) map[T]int {
	m := make(map[T]int, len(list))
	for i, v := range list {
		m[v] = i
	}
	return m
}

func (e *encoder) uint(n int) { e.out = binary.AppendUvarint(e.out, uint64(n)) }

// strings writes the lengths of all strings, followed by their bytes in one
// piece, of which Decode takes substrings.
func (e *encoder) strings(list []string) {
	e.uint(len(list))
	for _, s := range list {
		e.uint(len(s))
	}
	for _, s := range list {
		e.out = append(e.out, s...)
	}
}

// ascending encodes a set of numbers as their count and the differences
// between them.
func ascending(numbers []int) []byte {
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	b := binary.AppendUvarint(nil, uint64(len(numbers)))
	last := 0
	for _, n := range numbers {
		b = binary.AppendUvarint(b, uint64(n-last))
		last = n
	}
	return b
}

// list returns the encoding of a list of imports.
func (e *encoder) list(imports []string) []byte {
	numbers := make([]int, len(imports))
	for i, path := range imports {
		numbers[i] = e.imports[path]
	}
	return ascending(numbers)
}

// collectLists returns the distinct encoded lists of imports. There are far
// fewer lists than packages, because versions of a module have much the same
// imports.
func (e *encoder) collectLists() []string {
	seen := map[string]bool{}
	for _, m := range e.src.Modules {
		if m.Zip == nil {
			continue
		}
		for _, p := range m.Zip.Packages {
			seen[string(e.list(p.Imports))] = true
			seen[string(e.list(p.Tests))] = true
		}
	}
	lists := slices.Sorted(maps.Keys(seen))
	e.lists = number(lists)
	return lists
}

// importTable writes the home and the possible modules of every import path.
func (e *encoder) importTable(importPaths []string) {
	for _, path := range importPaths {
		home := 0
		if v, ok := e.src.Homes[path]; ok {
			home = e.modules[v] + 1
		}
		e.uint(home)
		var prefixes []int
		for p := path; p != ""; p = p[:max(strings.LastIndexByte(p, '/'), 0)] {
			if i, ok := e.paths[p]; ok {
				prefixes = append(prefixes, i)
			}
		}
		e.uint(len(prefixes))
		for _, i := range prefixes {
			e.uint(i)
		}
	}
}

func (e *encoder) module(v module.Version) error {
	m, flags := e.src.Modules[v], 0
	if m.Mod != nil {
		flags |= flagMod
		if m.Mod.Pruned {
			flags |= flagPruned
		}
	}
	if m.Zip != nil {
		flags |= flagPackages
	}
	e.uint(flags)
	e.uint(e.paths[v.Path])
	e.uint(e.words[v.Version])
	if m.Mod != nil {
		e.uint(e.words[m.Mod.Go])
		e.out = append(e.out, m.Mod.Sum[:]...)
		var requires []int
		for _, r := range m.Mod.Requires {
			i, ok := e.modules[r]
			if !ok {
				return fmt.Errorf("requires %s, which is not in the atlas", r)
			}
			requires = append(requires, i)
		}
		e.out = append(e.out, ascending(requires)...)
	}
	if m.Zip != nil {
		e.out = append(e.out, m.Zip.Sum[:]...)
		e.packages(m.Zip.Packages)
	}
	return nil
}

func (e *encoder) packages(packages map[string]PackageSource) {
	e.uint(len(packages))
	last := 0
	for _, path := range slices.Sorted(maps.Keys(packages)) {
		p, i := packages[path], e.imports[path]
		e.uint(i - last)
		last = i
		for _, l := range [][]string{p.Imports, p.Tests} {
			if l == nil {
				e.uint(0)
				continue
			}
			e.uint(e.lists[string(e.list(l))] + 1)
		}
	}
}
