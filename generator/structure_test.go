package generator_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const modulePath = "github.com/gen-go/gen/"

// allowed lists the packages of this module that each package may import.
// Imports run in one direction.
var allowed = map[string][]string{
	"cmd/gen":            {"cli", "templates"},
	"cli":                {"generator", "generator/change", "generator/change/disk", "generator/layer", "generator/spec", "generator/tree"},
	"templates":          {"generator/layer"},
	"internal/covering":  {},
	"internal/e2e":       {},
	"internal/foreign":   {"generator/layer", "templates"},
	"internal/try":       {},
	"internal/typecheck": {"generator/tree"},
	"generator/change": {
		"generator", "generator/change/disk", "generator/change/merge", "generator/change/record",
		"generator/change/swagger", "generator/history", "generator/layer", "generator/modules", "generator/spec", "generator/tree",
	},
	"generator/change/disk":          {"generator/change/internal/file", "generator/tree", "internal/typecheck"},
	"generator/change/internal/file": {},
	"generator/change/merge":         {},
	"generator/change/record":        {"generator/tree"},
	"generator/change/swagger":       {"generator/openapi/openapi31", "generator/tree"},
	"generator": {
		"generator/history", "generator/layer", "generator/modules", "generator/openapi", "generator/render", "generator/spec", "generator/tree",
	},
	"generator/catalogtest":            {"generator", "generator/layer", "generator/render", "generator/spec"},
	"generator/render":                 {"generator/history", "generator/layer", "generator/spec", "generator/tree"},
	"generator/openapi":                {"generator/openapi/openapi31", "generator/tree"},
	"generator/openapi/openapi31":      {},
	"generator/modules":                {"generator/modules/internal/atlas", "generator/tree"},
	"generator/modules/atlasgen":       {"generator/modules/internal/atlas"},
	"generator/modules/internal/atlas": {},
	"generator/history":                {"generator/layer", "generator/spec"},
	"generator/sample":                 {},
	"generator/spec":                   {"generator/layer", "generator/sample"},
	"generator/layer":                  {},
	"generator/tree":                   {},
}

func TestImportsRunOneWay(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, modulePath+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		pkg := strings.TrimPrefix(fields[0], modulePath)
		may, ok := allowed[pkg]
		if !ok {
			t.Errorf("%s: missing in the list of allowed imports", pkg)
		}
		seen[pkg] = true
		for _, imported := range fields[1:] {
			own, isOwn := strings.CutPrefix(imported, modulePath)
			if isOwn && !slices.Contains(may, own) {
				t.Errorf("%s must not import %s", pkg, own)
			}
		}
	}
	for pkg := range allowed {
		if !seen[pkg] {
			t.Errorf("%s: listed but does not exist", pkg)
		}
	}
}

// TestRenderingTouchesNothing tests that Render does not depend on packages
// that start processes or use the network, and that no package of gen below it
// accesses files.
func TestRenderingTouchesNothing(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", `{{.ImportPath}} {{join .Imports " "}}`, modulePath+"generator").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if slices.Contains([]string{"net", "net/http", "os/exec", "os/signal", "plugin", "os/user"}, fields[0]) {
			t.Errorf("generator must not depend on %s", fields[0])
		}
		if !strings.HasPrefix(fields[0], modulePath) {
			continue // even fmt imports os
		}
		for _, imported := range fields[1:] {
			if slices.Contains([]string{"os", "path/filepath", "syscall"}, imported) {
				t.Errorf("%s must not import %s", fields[0], imported)
			}
		}
	}
	build := exec.CommandContext(t.Context(), "go", "build", modulePath+"generator")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Errorf("build for js/wasm: %v\n%s", err, out)
	}
}

// Only package disk accesses the owner's files, and only the command line
// prints and exits.
func TestPurePackagesStayPure(t *testing.T) {
	for _, pkg := range []string{"change/merge", "change/record", "history", "layer", "modules", "render", "sample", "spec", "tree"} {
		out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{join .Imports " "}}`, modulePath+"generator/"+pkg).Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, imported := range strings.Fields(string(out)) {
			if slices.Contains([]string{"os", "os/exec", "math/rand", "math/rand/v2", "net/http", "log", "log/slog"}, imported) {
				t.Errorf("generator/%s must not import %s", pkg, imported)
			}
		}
		noClock(t, pkg)
	}
}

var clock = regexp.MustCompile(`\btime\.(Now|Since|Until|Sleep|After|AfterFunc|Tick|NewTimer|NewTicker|Local)\b`)

// noClock tests that a package of the generator may compute with times, but does not
// read the clock or the time zone.
func noClock(t *testing.T, pkg string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.FromSlash(pkg), "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, error %v", pkg, len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if used := clock.Find(data); used != nil {
			t.Errorf("%s must not use %s", name, used)
		}
	}
}
