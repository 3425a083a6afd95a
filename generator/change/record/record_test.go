package record_test

import (
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/tree"
)

func rendered() tree.Tree {
	return tree.Tree{"b/c.sh": {Data: []byte("2"), Mode: 0o755}, "a": {Data: []byte("1\n"), Mode: 0o644}}
}

const lock = `# What was last generated. Do not edit: changes are merged against it.
format: 1
generator: 1.2.3
spec:
  name: myapi
  resources:
    - name: book
files:
  a: sha256:4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865
  b/c.sh: sha256:d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35
`

func TestWrite(t *testing.T) {
	rec, err := record.Write("1.2.3", []byte("# c\nname: myapi\nresources:\n  - name: book\n"), rendered())
	if err != nil {
		t.Fatal(err)
	}
	if got := string(rec[record.LockPath].Data); got != lock {
		t.Errorf("got\n%s\nwant\n%s", got, lock)
	}
	again, err := record.Write("1.2.3", []byte("name: myapi\nresources:\n  - name: book\n"), rendered())
	if err != nil {
		t.Fatal(err)
	}
	if diff := tree.Compare(rec, again); !diff.Empty() {
		t.Errorf("records of the same tree differ: %+v", diff)
	}
	base, err := record.Base(rec[record.BasePath].Data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := tree.Compare(rendered(), base); !diff.Empty() {
		t.Errorf("the base differs from the rendered tree: %+v", diff)
	}
}

func TestBaseRejectsDamage(t *testing.T) {
	rec, err := record.Write("1", []byte("name: a\n"), rendered())
	if err != nil {
		t.Fatal(err)
	}
	whole := rec[record.BasePath].Data
	for _, data := range [][]byte{nil, []byte("x"), whole[:len(whole)/2]} {
		if _, err := record.Base(data); err == nil || !strings.Contains(err.Error(), record.BasePath) {
			t.Errorf("%d of %d bytes: got error %v, want one that names the file", len(data), len(whole), err)
		}
	}
}
