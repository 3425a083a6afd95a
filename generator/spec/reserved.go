package spec

import (
	"go/types"
	"slices"
	"strings"
)

// stdNames are the first path elements of the standard library, and the
// words the go command gives a meaning of their own.
var stdNames = strings.Fields(`
	all archive bufio builtin bytes cmd cmp compress container context crypto database debug embed encoding errors
	expvar flag fmt go hash html image index internal io iter log main maps math mime net os path plugin reflect
	regexp runtime slices sort std strconv strings structs sync syscall test testdata testing text time tool unicode
	unique unsafe vendor weak work`)

func isStd(name string) bool { return slices.Contains(stdNames, name) }

// usedPackages are the packages that generated code imports or declares
// under these names: a resource of the same name would hide them.
var usedPackages = strings.Fields(`
	api app apperr atomic base64 bytes chi cmp config context csv date decimal docs driver echo embed errgroup errors fiber filepath
	fmt fs gin ginswagger godotenv gorm handler health http httpswagger httptest io iofs iter json log logger maps math
	middleware migrate migrations net netip os page path pprof rand reflect regexp requestid resp router runtime
	server signal slices slog sort sql sqlite sqlx store strconv strictjson strings swag swaggerfiles sync testing time
	trace unicode url utf8 uuid validator yaml
	bind body columns errors keyset listing memory mergepatch respond timestamp validate
	found clause fail row data dep insert rows seek timetext jsontext compare same clone clonejson helper open tx answer migrations configs
	admin check deps get handle mux out public ready r swagger
	err ctx cfg db id in input main internal vendor testdata init query version`)

// constraintWords are the systems and architectures of go/build, and test.
var constraintWords = strings.Fields(`
	test aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos
	386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le
	riscv riscv64 s390 s390x sparc sparc64 wasm`)

// isPredeclared reports whether Go declares the word in every file.
func isPredeclared(word string) bool { return types.Universe.Lookup(word) != nil }

// isDevice reports whether Windows takes a file of this name for a device.
func isDevice(name string) bool {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	if slices.Contains([]string{"con", "prn", "aux", "nul", "conin$", "conout$"}, base) {
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "com") || strings.HasPrefix(base, "lpt")) && base[3] >= '0' && base[3] <= '9'
}
