package main

import (
	"archive/zip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/modules"
	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// world is a set of small modules with the difficulties of large ones. It maps
// path@version to files.
var world = map[string]map[string]string{
	// Its test imports an older t than b needs, and a module that is missing
	// in its go.mod.
	"example.com/a@v1.0.0": {
		"go.mod":    "module example.com/a\ngo 1.20\nrequire example.com/t v1.0.0\n",
		"a.go":      "package a\n",
		"a_test.go": "package a\nimport (\n_ \"example.com/t\"\n_ \"example.com/lost\"\n)\n",
	},
	"example.com/lost@v1.0.0": {
		"go.mod":  "module example.com/lost\ngo 1.20\nrequire example.com/t v1.1.0\n",
		"lost.go": "package lost\nimport _ \"example.com/t/later\"\n",
	},
	"example.com/t@v1.0.0": {
		"go.mod": "module example.com/t\ngo 1.20\nrequire example.com/e v1.0.0\n",
		"t.go":   "package t\nimport _ \"example.com/e\"\n",
	},
	"example.com/t@v1.1.0": {
		"go.mod":         "module example.com/t\ngo 1.22.1\n",
		"t.go":           "package t\n",
		"later/later.go": "package later\n",
	},
	"example.com/t@v1.2.0": {
		"go.mod":         "module example.com/t\ngo 1.23.0\n",
		"t.go":           "package t\n",
		"later/later.go": "package later\n",
	},
	// Raises the go line and depends on modules that do not list all they need.
	"example.com/b@v1.0.0": {
		"go.mod":    "module example.com/b\ngo 1.24.3\nrequire (\nexample.com/t v1.2.0\nexample.com/c v1.0.0\n)\n",
		"b.go":      "package b\nimport _ \"example.com/c\"\n",
		"b_test.go": "package b\nimport _ \"example.com/t/later\"\n",
	},
	"example.com/c@v1.0.0": {
		"go.mod": "module example.com/c\nrequire example.com/d v1.1.0\n",
		"c.go":   "package c\nimport _ \"example.com/d/x\"\n",
	},
	"example.com/d@v1.1.0": {
		"go.mod": "module example.com/d\ngo 1.16\nrequire example.com/e v1.1.0\n",
		"x/x.go": "package x\n",
	},
	"example.com/e@v1.0.0": {"go.mod": "module example.com/e\ngo 1.16\n", "e.go": "package e\n"},
	"example.com/e@v1.1.0": {"go.mod": "module example.com/e\ngo 1.16\n", "e.go": "package e\n"},
	// Its test imports a package that two of its requirements provide.
	"example.com/f@v1.0.0": {
		"go.mod":    "module example.com/f\ngo 1.20\nrequire (\nexample.com/m v1.0.0\nexample.com/m/sub v1.0.0\n)\n",
		"f.go":      "package f\n",
		"f_test.go": "package f\nimport _ \"example.com/m/sub/p\"\n",
	},
	"example.com/m@v1.0.0":     {"go.mod": "module example.com/m\ngo 1.20\n", "m.go": "package m\n", "sub/p/p.go": "package p\n"},
	"example.com/m@v1.1.0":     {"go.mod": "module example.com/m\ngo 1.20\n", "m.go": "package m\n"},
	"example.com/m/sub@v1.0.0": {"go.mod": "module example.com/m/sub\ngo 1.20\n", "p/p.go": "package p\n"},
	"example.com/tool@v1.0.0": {
		"go.mod":       "module example.com/tool\ngo 1.21\nrequire example.com/a v1.0.0\n",
		"cmd/x/x.go":   "package main\nimport _ \"example.com/a\"\n",
		"cmd/x/x_2.go": "//go:build ignore\n\npackage main\nimport _ \"example.com/nowhere\"\n",
	},
}

// TestWorld builds an atlas of a small world and solves every subset of it.
// 'go mod tidy' must find nothing to change in any of them.
func TestWorld(t *testing.T) {
	t.Setenv("GOPROXY", "file://"+filepath.ToSlash(serve(t)))
	t.Setenv("GOMODCACHE", t.TempDir())
	t.Setenv("GOFLAGS", "-modcacherw")
	t.Setenv("GOSUMDB", "off")
	t.Setenv("GONOSUMDB", "")
	t.Setenv("GOWORK", "off")

	// The requirement of m/sub is what a developer adds to resolve the
	// ambiguous import; tidy keeps it.
	deps := t.TempDir()
	write(t, filepath.Join(deps, "go.mod"), "module deps\ngo 1.26\n"+
		"require (\nexample.com/m/sub v1.0.0\nexample.com/f v1.0.0\n)\ntool example.com/tool/cmd/x\n")
	write(t, filepath.Join(deps, "go.sum"), "")
	write(t, filepath.Join(deps, "all.go"), source("a", "b", "f"))
	a := build(t, deps)

	tools := []string{"example.com/tool/cmd/x"}
	for set := range 1 << 7 {
		p := modules.MainModule{Path: "example.org/p", Go: "1.21"}
		for i, path := range []string{"a", "b", "f"} {
			if set&(1<<i) != 0 {
				p.Imports = append(p.Imports, "example.com/"+path)
			}
			if set&(8<<i) != 0 {
				p.TestImports = append(p.TestImports, "example.com/"+path)
			}
		}
		if set&64 != 0 {
			p.Tools = tools
		}
		checkTidy(t, a, p)
	}
}

// build returns the atlas of the union module in deps, and tests that building
// is deterministic.
func build(t *testing.T, deps string) *modules.Atlas {
	t.Helper()
	var files [2]string
	for i := range files {
		out := filepath.Join(t.TempDir(), "atlas.bin")
		if err := run(deps, out); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = string(data)
	}
	if files[0] != files[1] {
		t.Error("building is not deterministic")
	}
	d, err := atlas.Decode(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := atlas.SumDeps(os.DirFS(deps)); err != nil || sum != d.DepsSum {
		t.Error("wrong checksum of the union module:", err)
	}
	a, err := modules.Decode(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// serve writes the world as a module proxy and returns its directory.
func serve(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for id, files := range world {
		path, version, _ := strings.Cut(id, "@")
		dir := filepath.Join(root, filepath.FromSlash(path), "@v")
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, version+".info"), fmt.Sprintf(`{"Version":%q}`, version))
		write(t, filepath.Join(dir, version+".mod"), files["go.mod"])
		list, _ := os.ReadFile(filepath.Join(dir, "list"))
		write(t, filepath.Join(dir, "list"), string(list)+version+"\n")
		f, err := os.Create(filepath.Join(dir, version+".zip"))
		if err != nil {
			t.Fatal(err)
		}
		z := zip.NewWriter(f)
		for name, text := range files {
			w, err := z.Create(id + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func checkTidy(t *testing.T, a *modules.Atlas, p modules.MainModule) {
	t.Helper()
	files, err := a.Solve(p)
	if err != nil {
		t.Errorf("%+v: %v", p, err)
		return
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), string(files.GoMod))
	write(t, filepath.Join(dir, "go.sum"), string(files.GoSum))
	write(t, filepath.Join(dir, "p.go"), source(p.Imports...))
	write(t, filepath.Join(dir, "p_test.go"), source(p.TestImports...))
	cmd := exec.Command("go", "mod", "tidy", "-diff")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%+v: %v\n%s", p, err, out)
	}
}

func source(imports ...string) string {
	var b strings.Builder
	b.WriteString("package p\n")
	for _, path := range imports {
		if !strings.Contains(path, ".") {
			path = "example.com/" + path
		}
		fmt.Fprintf(&b, "import _ %q\n", path)
	}
	return b.String()
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
