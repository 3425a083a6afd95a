// Package atlas is the table of facts about third-party modules that lets
// go.mod and go.sum be solved without the network: what each go.mod requires,
// which packages each module version provides, what those packages import, and
// the checksums of all of it.
//
// The table is a flat binary file. Encode writes it from what the builder has
// collected; Decode turns it into slices that point into the file's own bytes,
// so that opening it costs little more than reading some varints.
package atlas

import "sort"

// None stands for "no such module" where an index of a module is expected.
const None = -1

// Data is a decoded atlas. Everything in it refers to everything else by
// index. It is read-only once decoded.
type Data struct {
	DepsSum  Sum      // of the union module that the atlas was built from
	Imports  []string // known import paths outside the standard library, sorted
	Paths    []string // module paths, sorted
	Modules  []Module // sorted by path and then by version, so a greater index is a newer version
	Homes    []int32  // by import path: the module that provides it in the union module, or None
	Prefixes [][]int32
	// Prefixes lists by import path the module paths which are a prefix of it,
	// longest first: the only modules that could provide it.
}

// Module is one version of one module.
type Module struct {
	Path    int32 // index in Data.Paths
	Version string

	HasMod   bool    // whether the facts of its go.mod are known: Go, Pruned, Requires, ModSum
	Go       string  // its go line, or "" if it has none
	Pruned   bool    // whether its go line promises a complete list of requirements (go 1.17)
	Requires []int32 // indices in Data.Modules
	ModSum   Sum     // of its go.mod

	HasPackages bool      // whether the facts of its zip are known: ZipSum, Packages
	ZipSum      Sum       // of its zip
	Packages    []Package // the known import paths it provides, sorted by path
}

// Package is a package that a module provides. A list that is not known is nil.
type Package struct {
	Path    int32 // index in Data.Imports
	Imports *List // of its files, tests apart
	Tests   *List // of its test files
}

// List is a list of imports, as indices in Data.Imports. The standard library
// is left out.
type List []int32

// Import returns the index of an import path.
func (d *Data) Import(path string) (int32, bool) {
	i := sort.SearchStrings(d.Imports, path)
	return int32(i), i < len(d.Imports) && d.Imports[i] == path
}

// Path returns the index of a module path.
func (d *Data) Path(path string) (int32, bool) {
	i := sort.SearchStrings(d.Paths, path)
	return int32(i), i < len(d.Paths) && d.Paths[i] == path
}

// Package returns what m provides at an import path, or nil if it provides
// nothing there. It must only be asked where m.HasPackages.
func (m *Module) Package(path int32) *Package {
	lo, hi := 0, len(m.Packages)
	for lo < hi {
		if mid := (lo + hi) / 2; m.Packages[mid].Path < path {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(m.Packages) || m.Packages[lo].Path != path {
		return nil
	}
	return &m.Packages[lo]
}

// ID returns path@version of the i-th module.
func (d *Data) ID(i int32) string {
	m := &d.Modules[i]
	return d.Paths[m.Path] + "@" + m.Version
}
