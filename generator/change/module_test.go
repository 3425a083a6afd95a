package change_test

import (
	"testing"

	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/typecheck"
)

// A project with every edit of an owner still compiles after its module path
// was changed.
func TestRenamedModuleCompiles(t *testing.T) {
	s := ownersOf(t, "gin")
	dir := made(t, s)
	own := tree.Tree{
		"internal/own/own.go": {Data: []byte("package own\n\nimport (\n\tbk \"" + s.Module + "/internal/book\"\n\t. \"" + s.Module + "/internal/config\"\n)\n\n// T is both.\ntype T struct {\n\tbk.Book\n\tConfig\n}\n"), Mode: 0o644},
		"tools/x/main.go":     {Data: []byte("package main\n\nimport _ \"" + s.Module + "/internal/own\"\n\nfunc main() {}\n"), Mode: 0o644},
	}
	if err := writeAll(dir, own); err != nil {
		t.Fatal(err)
	}
	const to = "example.org/else/where"
	changed(t, dir, verb{"set module", func(s *spec.Spec) error { s.Module = to; return nil }})
	if err := typecheck.New("../../internal/deps").Project(t.Context(), to, onDisk(t, dir)); err != nil {
		t.Error(err)
	}
}
