package modules

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	subsets = flag.Int("subsets", 25, "number of random projects to compare with 'go mod tidy'")
	seed    = flag.Uint64("seed", 1, "random seed of the projects")
)

// TestTidy tests the solver against 'go mod tidy', which must find nothing to
// change.
func TestTidy(t *testing.T) {
	a := mustDefault(t)
	every := importable(a)
	direct, tools := union(t)
	rng := rand.New(rand.NewPCG(*seed, 0))
	for i := range *subsets {
		p := randomProject(rng, [][]string{direct, every}[i%2], tools)
		t.Run(fmt.Sprint(i), func(t *testing.T) { checkTidy(t, a, p) })
	}
}

// TestTidyUnion tests each import of the union module alone, and all of them
// together.
func TestTidyUnion(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command for every import of the union module")
	}
	a := mustDefault(t)
	imports, tools := union(t)
	checkTidy(t, a, MainModule{Path: "example.com/all", Go: "1.26.0", Imports: imports, Tools: tools})
	for _, tool := range tools {
		checkTidy(t, a, MainModule{Path: "example.com/tool", Go: "1.26.0", Tools: []string{tool}})
	}
	for _, path := range imports {
		checkTidy(t, a, MainModule{Path: "example.com/one", Go: "1.26.0", Imports: []string{path}})
	}
}

func TestTidyNoImports(t *testing.T) {
	checkTidy(t, mustDefault(t), MainModule{Path: "example.com/none", Go: "1.26.0", Imports: []string{"fmt"}})
}

// randomProject returns a project that imports a few packages, sometimes many.
func randomProject(rng *rand.Rand, all, tools []string) MainModule {
	p := MainModule{
		Path: "example.com/acme/project",
		Go:   []string{"1.21", "1.22.0", "1.25.0", "1.26", "1.26.0"}[rng.IntN(5)],
	}
	limit := []int{4, 14, len(all)}[rng.IntN(3)]
	for range 1 + rng.IntN(limit) {
		path := all[rng.IntN(len(all))]
		if rng.IntN(5) == 0 {
			p.TestImports = append(p.TestImports, path)
		} else {
			p.Imports = append(p.Imports, path)
		}
	}
	if rng.IntN(3) == 0 {
		p.Tools = tools
	}
	return p
}

func checkTidy(t *testing.T, a *Atlas, p MainModule) {
	t.Helper()
	files, err := a.Solve(p)
	if err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
	dir := t.TempDir()
	write(t, dir, "go.mod", files.GoMod)
	if len(files.GoSum) > 0 {
		write(t, dir, "go.sum", files.GoSum)
	}
	write(t, dir, "p.go", source(p.Imports))
	write(t, dir, "p_test.go", source(p.TestImports))
	out, err := tidyDiff(dir, "off")
	if err != nil && bytes.Contains(out, []byte("GOPROXY=off")) {
		out, err = tidyDiff(dir, "") // fills the module cache
		if err != nil && offline.Match(out) {
			t.Skipf("the module cache lacks modules that cannot be downloaded:\n%s", out)
		}
	}
	if err != nil {
		t.Errorf("%+v: %v\n%s", p, err, out)
	}
}

// offline matches errors of the go command about downloads.
var offline = regexp.MustCompile(`GOPROXY=off|dial tcp|no such host|timeout`)

// tidyDiff runs 'go mod tidy -diff' in dir. An empty proxy is the default one.
func tidyDiff(dir, proxy string) ([]byte, error) {
	cmd := exec.Command("go", "mod", "tidy", "-diff")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	if proxy != "" {
		cmd.Env = append(cmd.Env, "GOPROXY="+proxy)
	}
	out, err := cmd.CombinedOutput()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		out = append(out, err.Error()...)
	}
	return out, err
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func source(imports []string) []byte {
	var b strings.Builder
	b.WriteString("package p\n")
	for _, path := range imports {
		fmt.Fprintf(&b, "import _ %q\n", path)
	}
	return []byte(b.String())
}

// TestMergeBuilds merges a change of gen into the module files of an owner who
// imports other packages. The go command must find all packages with the
// result, without changing it.
func TestMergeBuilds(t *testing.T) {
	a := mustDefault(t)
	direct, tools := union(t)
	rng := rand.New(rand.NewPCG(*seed, 1))
	for i := range max(*subsets/3, 1) {
		before, after, own := randomProject(rng, direct, tools), randomProject(rng, direct, tools), randomProject(rng, direct, nil)
		before.Go, after.Go = "1.26.0", "1.26.0"
		owners := with(before, own)
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			var files [3]Files
			for i, p := range []MainModule{before, owners, after} {
				var err error
				if files[i], err = a.Solve(p); err != nil {
					t.Fatal(err)
				}
			}
			imports := slices.Concat(own.Imports, own.TestImports)
			merged, _, err := Merge(files[0], files[1], files[2], func(module string) (bool, error) {
				return slices.ContainsFunc(imports, func(p string) bool { return p == module || strings.HasPrefix(p, module+"/") }), nil
			})
			if err != nil {
				t.Fatal(err)
			}
			checkFinds(t, with(after, own), merged)
		})
	}
}

// with returns a project that also imports what another one does.
func with(p, other MainModule) MainModule {
	p.Imports = slices.Concat(p.Imports, other.Imports)
	p.TestImports = slices.Concat(p.TestImports, other.TestImports)
	return p
}

func checkFinds(t *testing.T, p MainModule, files Files) {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "go.mod", files.GoMod)
	write(t, dir, "go.sum", files.GoSum)
	write(t, dir, "p.go", source(p.Imports))
	write(t, dir, "p_test.go", source(p.TestImports))
	cmd := exec.Command("go", append([]string{"list", "-mod=readonly", "-deps", "-test", "./..."}, p.Tools...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOPROXY=off")
	out, err := cmd.CombinedOutput()
	if err != nil && offline.Match(out) {
		t.Skipf("the module cache lacks modules:\n%s", out)
	}
	if err != nil {
		t.Errorf("%+v: %v\n%s\n%s", p, err, out, files.GoMod)
	}
}
