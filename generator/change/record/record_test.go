package record_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
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

// Whatever bit of an archive flips, either the files are the same or the
// archive is refused.
func TestBaseRejectsEveryFlippedBit(t *testing.T) {
	rec, err := record.Write("1", []byte("name: a\n"), rendered())
	if err != nil {
		t.Fatal(err)
	}
	whole := rec[record.BasePath].Data
	refused := 0
	for i := range len(whole) * 8 {
		data := bytes.Clone(whole)
		data[i/8] ^= 1 << (i % 8)
		got, err := record.Base(data)
		if err != nil {
			refused++
			continue
		}
		if diff := tree.Compare(rendered(), got); !diff.Empty() {
			t.Fatalf("bit %d: accepted with other files: %+v", i, diff)
		}
	}
	if refused < len(whole)*7 {
		t.Errorf("only %d of %d bits are checked", refused, len(whole)*8)
	}
}

func TestBaseRejectsEmptyAndHuge(t *testing.T) {
	for want, files := range map[string]int{"it has no files": 0, "it unpacks to more than 256 MiB": 300} {
		var b bytes.Buffer
		zw := gzip.NewWriter(&b)
		tw := tar.NewWriter(zw)
		for i := range files {
			if err := tw.WriteHeader(&tar.Header{Name: fmt.Sprint(i), Size: 1 << 20, Mode: 0o644}); err != nil {
				t.Fatal(err)
			}
			if _, err := tw.Write(make([]byte, 1<<20)); err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(tw.Close(), zw.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := record.Base(b.Bytes()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%d files: got error %v, want %s", files, err, want)
		}
	}
}

// FuzzRead reads arbitrary files of the record. What is accepted stays within
// the project, and is equal after it was written again.
func FuzzRead(f *testing.F) {
	rec, err := record.Write("1.2.3", []byte("name: a\n"), rendered())
	if err != nil {
		f.Fatal(err)
	}
	undo, err := record.Undo{Verb: "apply", Before: rendered(), After: map[string]string{"a": "x"}}.Pack()
	if err != nil {
		f.Fatal(err)
	}
	outside, err := record.Undo{After: map[string]string{"../a": "x"}}.Pack()
	if err != nil {
		f.Fatal(err)
	}
	for _, data := range [][]byte{
		rec[record.LockPath].Data, rec[record.BasePath].Data, undo, outside, []byte("format: 1\ngenerator: [a]\n"),
		[]byte("format: 1\ngenerator: a\nspec: &a {b: *a}\nfiles: {a: b}\n"), []byte("format: 99999999999999999999\n"),
	} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if base, err := record.Base(data); err == nil {
			again, err := record.Write("1", []byte("name: a\n"), base)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := record.Base(again[record.BasePath].Data); err != nil || !tree.Compare(base, read).Empty() {
				t.Errorf("written again it differs: %v", err)
			}
		} else if strings.Count(err.Error(), ":") > 2 || strings.Contains(err.Error(), "EOF") {
			t.Errorf("wording of the library: %v", err)
		}
		if lock, err := record.ReadLock(data); err == nil && (lock.Generator == "" || len(lock.Files) == 0) {
			t.Errorf("an incomplete lock was accepted: %+v", lock)
		}
		if undo, err := record.ReadUndo(data); err == nil {
			for name := range undo.After {
				if !fs.ValidPath(name) {
					t.Errorf("accepted a path outside of the project: %s", name)
				}
			}
		}
	})
}
