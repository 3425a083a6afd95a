package tree_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/gen-go/gen/generator/tree"
)

func TestAddRejectsInvalidPaths(t *testing.T) {
	tr := tree.Tree{}
	if err := tr.Add("a/b", nil); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", ".", "..", "/a", "a/../c", "a//c", "a/b", "a/b/c"} {
		if err := tr.Add(name, nil); err == nil {
			t.Errorf("Add(%q) = nil, want an error", name)
		}
	}
}

func TestCompare(t *testing.T) {
	want := tree.Tree{"a": {Data: []byte("1"), Mode: 0o644}, "b": {Data: []byte("1"), Mode: 0o644}, "c": {Data: []byte("1"), Mode: 0o644}}
	got := tree.Tree{"b": {Data: []byte("2"), Mode: 0o644}, "c": {Data: []byte("1"), Mode: 0o755}, "d": {}}
	diff := cmp.Diff(tree.Diff{Missing: []string{"a"}, Extra: []string{"d"}, Changed: []string{"b", "c"}}, tree.Compare(want, got))
	if diff != "" {
		t.Error(diff)
	}
	if !tree.Compare(want, want).Empty() {
		t.Error("a tree does not equal itself")
	}
}

func TestTxtarAndDiskAgree(t *testing.T) {
	const text = "-- a --\n1\n-- b/c --\n2\n"
	tr, err := tree.FromTxtar(txtar.Parse([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(txtar.Format(tr.Txtar())); got != text {
		t.Errorf("got %q, want %q", got, text)
	}
	dir := t.TempDir()
	for name, f := range tr.All() {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, f.Mode); err != nil {
			t.Fatal(err)
		}
	}
	read, err := tree.FromFS(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if diff := tree.Compare(tr, read); !diff.Empty() {
		t.Errorf("%+v", diff)
	}
}
