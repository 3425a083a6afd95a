// Package atlas implements the table of facts about third-party modules that
// is needed to compute go.mod and go.sum offline: the requirements of each
// go.mod, the packages of each module version, their imports, and the
// checksums.
//
// The table is a flat binary file. Encode writes it; Decode returns slices and
// substrings that share the bytes of the file, so that opening it costs little
// more than reading some varints.
package atlas

import "sort"

// None is the index of a module that does not exist.
const None = -1

// Data is a decoded atlas. Its parts refer to each other by index. It must not
// be modified.
type Data struct {
	DepsSum  Sum      // checksum of the union module from which the atlas was built
	Imports  []string // import paths outside the standard library, sorted
	Paths    []string // module paths, sorted
	Modules  []Module // sorted by path and then version, so a greater index is a newer version
	Homes    []int32  // import path → module that provides it in the union module, or None
	Prefixes [][]int32
	// Prefixes maps import paths to the module paths that are a prefix of it,
	// longest first. Only these modules can provide the package.
}

// Module is a version of a module.
type Module struct {
	Path    int32 // index in Data.Paths
	Version string

	HasMod   bool    // whether Go, Pruned, Requires and ModSum are known
	Go       string  // go line, or "" if there is none
	Pruned   bool    // whether the go line (1.17 or higher) guarantees a complete list of requirements
	Requires []int32 // indices in Data.Modules
	ModSum   Sum     // checksum of go.mod

	HasPackages bool      // whether ZipSum and Packages are known
	ZipSum      Sum       // checksum of the zip
	Packages    []Package // sorted by path
}

// Package is a package of a module. An unknown list is nil.
type Package struct {
	Path    int32 // index in Data.Imports
	Imports *List // imports of its files, without tests
	Tests   *List // imports of its test files
}

// List is a list of imports, as indices in Data.Imports. It omits the standard
// library.
type List []int32

// Import returns the index of an import path, and whether the atlas has it.
func (d *Data) Import(path string) (int32, bool) {
	i := sort.SearchStrings(d.Imports, path)
	return int32(i), i < len(d.Imports) && d.Imports[i] == path
}

// Path returns the index of a module path, and whether the atlas has it.
func (d *Data) Path(path string) (int32, bool) {
	i := sort.SearchStrings(d.Paths, path)
	return int32(i), i < len(d.Paths) && d.Paths[i] == path
}

// Package returns the package that m provides at an import path, or nil if
// there is none. It requires m.HasPackages.
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

// ID returns module i in the form path@version.
func (d *Data) ID(i int32) string {
	m := &d.Modules[i]
	return d.Paths[m.Path] + "@" + m.Version
}
