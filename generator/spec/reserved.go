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

// usedNames are the packages, variables and files of generated code that a
// resource of the same name would hide or meet, and the functions that its type
// would. A test tries every word of the templates, so that none is missing.
var usedNames = strings.Fields(`
	admin affected all allowed answer api app apperr apply atomic base64 bind body bytes cancel cfg changed check chi
	chimiddleware clause clone clonejson cmp collect columns compare config configs connector context created csv ctx cursor
	data date db dbtest dbx deadlock decimal decoded dep deps described dialector discard docs driver dsn echo embed err errgroup errors
	fail fallback fiber fibertest filepath fmt found from fs get gin ginswagger godotenv gorm handle handler health helper
	http httpswagger httptest id in init input inputof insert internal io iofs iter json jsontext keyset listing live log logger
	main maps math memory mergepatch middleware migrate migrations mux mysql net netip ok once open orm os
	out page parse path pprof public querier query r rand ready references reflect refused regexp requestid resp respond retry
	retryable router row rows runtime
	same seek send server signal slices slog sort sortkeys sql sqlite sqlx store stored strconv strictjson strings swag swagger
	swaggerfiles sync tb testdata testing time timeout timestamp timetext trace tx unicode unreachable url utf8 uuid validate
	validator vendor version withpatch withvalues wrap yaml`)

// partWords end the names of files that hold a part of a resource's store.
var partWords = []string{"sql", "gorm", "seek", "convert"}

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
