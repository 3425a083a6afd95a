package main

import (
	"go/build/constraint"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestScanPackage(t *testing.T) {
	files := map[string]string{
		"a.go":           "package p\nimport (\n\t\"fmt\"\n\t\"C\"\n\t\"appengine/x\"\n\t\"example.com/a\"\n)\n",
		"a_plan9.go":     "package p\nimport \"example.com/plan9\"\n",
		"tag.go":         "//go:build linux && !linux\n\npackage p\nimport \"example.com/tag\"\n",
		"ignore.go":      "//go:build ignore\n\npackage main\nimport \"example.com/ignore\"\n",
		"old.go":         "// +build ignore\n\npackage main\nimport \"example.com/old\"\n",
		"doc.go":         "// +build ignore\npackage p\nimport \"example.com/doc\"\n",
		"a_test.go":      "package p\nimport \"example.com/test\"\n",
		"x_test.go":      "package p_test\nimport \"example.com/xtest\"\n",
		"_hidden.go":     "package p\nimport \"example.com/hidden\"\n",
		".dot.go":        "package p\nimport \"example.com/dot\"\n",
		"other.txt":      "not Go",
		"sub/sub.go":     "package sub\nimport \"example.com/sub\"\n",
		"empty/note.txt": "not Go",
	}
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p, err := scanPackage(dir)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"example.com/a", "example.com/doc", "example.com/plan9", "example.com/tag"}; !slices.Equal(p.Imports, want) {
		t.Errorf("got imports %q, want %q", p.Imports, want)
	}
	if want := []string{"example.com/test", "example.com/xtest"}; !slices.Equal(p.Tests, want) {
		t.Errorf("got test imports %q, want %q", p.Tests, want)
	}
	for _, name := range []string{"empty", "absent"} {
		if p, err := scanPackage(filepath.Join(dir, name)); p != nil || err != nil {
			t.Errorf("%s: got %v, %v", name, p, err)
		}
	}
}

func TestEval(t *testing.T) {
	tests := map[string]bool{
		"linux":              true,
		"!linux":             true,
		"linux && !linux":    true,
		"ignore":             false,
		"!ignore":            true,
		"linux && ignore":    false,
		"linux || ignore":    true,
		"!(linux && ignore)": true,
		"!(!ignore)":         false,
	}
	for line, want := range tests {
		x, err := constraint.Parse("//go:build " + line)
		if err != nil {
			t.Fatal(err)
		}
		if got := eval(x, true); got != want {
			t.Errorf("%s: got %v, want %v", line, got, want)
		}
	}
}
