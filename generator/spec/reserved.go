package spec

import (
	"slices"
	"strings"
)

// stdNames are the first path elements of the standard library, and words with
// a special meaning for the go command.
var stdNames = strings.Fields(`
	all archive arena bufio builtin bytes cmd cmp compress container context crypto database debug embed encoding errors
	expvar flag fmt go hash html image index internal io iter log main maps math mime mod net os path plugin reflect
	regexp runtime simd slices sort std strconv strings structs sync syscall test testdata testing text time tool unicode
	unique unsafe vendor weak work`)

func isStd(name string) bool { return slices.Contains(stdNames, name) }

// IsDevice reports whether name is a device name on Windows.
func IsDevice(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	if slices.Contains([]string{"con", "prn", "aux", "nul", "conin$", "conout$"}, base) {
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "com") || strings.HasPrefix(base, "lpt")) && base[3] >= '0' && base[3] <= '9'
}
