package openapi_test

import (
	"os"
	"testing"

	"github.com/gen-go/gen/generator/openapi"
	"github.com/gen-go/gen/generator/tree"
)

func TestX(t *testing.T) {
	dirs, _ := os.ReadDir("../../testdata/golden")
	for _, d := range dirs {
		in, err := tree.FromFS(os.DirFS("../../testdata/golden/" + d.Name()))
		if err != nil {
			t.Fatal(err)
		}
		got, err := openapi.Docs(in)
		if err != nil {
			t.Error(d.Name(), err)
			continue
		}
		for name, f := range got.All() {
			if string(f.Data) != string(in[name].Data) {
				t.Error(d.Name(), name)
				os.WriteFile("/tmp/oa/got", f.Data, 0o644)
				os.WriteFile("/tmp/oa/want", in[name].Data, 0o644)
			}
		}
	}
}

func BenchmarkDocs(b *testing.B) {
	in, err := tree.FromFS(os.DirFS("../../testdata/golden/gin-sqlite"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := openapi.Docs(in); err != nil {
			b.Fatal(err)
		}
	}
}
