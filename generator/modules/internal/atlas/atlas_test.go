package atlas

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/mod/module"
)

func testSource() Source {
	old := module.Version{Path: "example.com/a", Version: "v1.9.0"}
	newer := module.Version{Path: "example.com/a", Version: "v1.10.0"}
	nested := module.Version{Path: "example.com/a/b", Version: "v0.1.0"}
	return Source{
		DepsSum: Sum{1, 2, 3},
		Modules: map[module.Version]*ModuleSource{
			old: {},
			newer: {
				Mod: &ModSource{Go: "1.21.0", Pruned: true, Requires: []module.Version{nested, old}, Sum: Sum{4}},
				Zip: &ZipSource{Sum: Sum{5}, Packages: map[string]PackageSource{
					"example.com/a":   {Imports: []string{"example.com/a/b/c", "example.com/a/x"}, Tests: []string{}},
					"example.com/a/x": {},
				}},
			},
			nested: {Mod: &ModSource{Sum: Sum{6}}},
		},
		Homes: map[string]module.Version{"example.com/a": newer},
	}
}

func encode(t *testing.T) []byte {
	t.Helper()
	file, err := Encode(testSource())
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestRoundTrip(t *testing.T) {
	d, err := Decode(string(encode(t)))
	if err != nil {
		t.Fatal(err)
	}
	if d.DepsSum != (Sum{1, 2, 3}) {
		t.Errorf("DepsSum = %v", d.DepsSum)
	}
	for i, want := range []string{"example.com/a@v1.9.0", "example.com/a@v1.10.0", "example.com/a/b@v0.1.0"} {
		if got := d.ID(int32(i)); got != want {
			t.Errorf("module %d is %s, want %s", i, got, want)
		}
	}
	m := &d.Modules[1]
	if !m.HasMod || !m.Pruned || m.Go != "1.21.0" || m.ModSum != (Sum{4}) || len(m.Requires) != 2 || m.Requires[0] != 0 || m.Requires[1] != 2 {
		t.Errorf("go.mod of %s: %+v", d.ID(1), m)
	}
	if d.Modules[0].HasMod || d.Modules[0].HasPackages {
		t.Error("a module that is only mentioned has a go.mod or packages")
	}
	a, _ := d.Import("example.com/a")
	if p := m.Package(a); p == nil || len(*p.Imports) != 2 || p.Tests == nil || len(*p.Tests) != 0 {
		t.Errorf("example.com/a: %+v", p)
	}
	x, _ := d.Import("example.com/a/x")
	if p := m.Package(x); p == nil || p.Imports != nil || p.Tests != nil {
		t.Errorf("example.com/a/x: %+v", p)
	}
	c, ok := d.Import("example.com/a/b/c")
	if !ok || m.Package(c) != nil || d.Homes[c] != None || d.Homes[a] != 1 {
		t.Error("wrong home or provider")
	}
	if p := d.Prefixes[c]; len(p) != 2 || d.Paths[p[0]] != "example.com/a/b" || d.Paths[p[1]] != "example.com/a" {
		t.Errorf("prefixes of example.com/a/b/c: %v", p)
	}
	if _, ok := d.Import("example.com"); ok {
		t.Error("found an unknown import path")
	}
}

func TestEncodeIsDeterministic(t *testing.T) {
	want := encode(t)
	for range 20 {
		if !bytes.Equal(encode(t), want) {
			t.Fatal("encoding is not deterministic")
		}
	}
}

func TestEncodeRefusesUnknownRequirement(t *testing.T) {
	src := testSource()
	delete(src.Modules, module.Version{Path: "example.com/a", Version: "v1.9.0"})
	if _, err := Encode(src); err == nil {
		t.Error("no error")
	}
}

func TestDecodeRefusesDamage(t *testing.T) {
	file := encode(t)
	for n := range file {
		if _, err := Decode(string(file[:n])); err == nil {
			t.Errorf("decoding the first %d of %d bytes succeeded", n, len(file))
		}
		damaged := bytes.Clone(file)
		damaged[n] ^= 0xff
		_, _ = Decode(string(damaged)) // must not panic
	}
	if _, err := Decode(string(file) + "x"); err == nil {
		t.Error("no error for trailing bytes")
	}
}

func TestParseSum(t *testing.T) {
	s := Sum{1, 2, 3}
	if got, err := ParseSum(s.String()); err != nil || got != s {
		t.Errorf("got %v, %v", got, err)
	}
	for _, text := range []string{"", "h1:", "h1:AAAA", "h2:" + s.String()[3:]} {
		if _, err := ParseSum(text); err == nil {
			t.Errorf("no error for %q", text)
		}
	}
}

func TestSumDeps(t *testing.T) {
	dir := t.TempDir()
	if _, err := SumDeps(os.DirFS(dir)); err == nil {
		t.Error("no error for an empty directory")
	}
	sums := map[Sum]bool{}
	for _, change := range []string{"", "all.go", "go.mod", "go.sum"} {
		for _, name := range []string{"all.go", "go.mod", "go.sum"} {
			text := "same"
			if name == change {
				text = "other"
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		s, err := SumDeps(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		sums[s] = true
	}
	if len(sums) != 4 {
		t.Errorf("%d different sums, want 4", len(sums))
	}
}
