package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/tree"
)

// TestOtherCatalog builds testdata/catalog, a program in another module with
// its own templates, and creates and changes a project with it.
func TestOtherCatalog(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	dir := t.TempDir()
	printers := buildPrinters(t, dir)
	project := filepath.Join(dir, "shop")

	run(t, dir, printers, "new", "shop", "--resource", "book title:string published:date")
	if got := run(t, project, "go", "run", "."); got != "[]\n" {
		t.Errorf("got output %q of the project", got)
	}
	run(t, project, printers, "add", "resource", "author", "name:string")
	run(t, project, printers, "set", "format=json")
	run(t, dir, printers, "new", "again", "-f", "shop/gen.yaml", "--name", "shop", "--dir", "again")
	if diff := tree.Compare(onDisk(t, filepath.Join(dir, "again")), onDisk(t, project)); !diff.Empty() {
		t.Errorf("the changed project differs from a new one with its gen.yaml: %+v", diff)
	}

	main := filepath.Join(project, "main.go")
	text, err := os.ReadFile(main)
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(string(text), "prints records", "prints all records", 1)
	if err := os.WriteFile(main, []byte(edited), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := run(t, project, printers, "status"); !strings.Contains(got, "changed   main.go") {
		t.Errorf("got status:\n%s", got)
	}
	if got := run(t, project, printers, "remove", "resource", "book"); !strings.Contains(got, "merge   main.go") {
		t.Errorf("got remove:\n%s", got)
	}
	run(t, project, "go", "vet", "./...")
}

// buildPrinters builds the program into dir and runs its tests. A workspace
// makes it use this module and its requirements.
func buildPrinters(t *testing.T, dir string) string {
	t.Helper()
	module, err := filepath.Abs("../testdata/catalog")
	if err != nil {
		t.Fatal(err)
	}
	work := filepath.Join(t.TempDir(), "go.work")
	if err := os.WriteFile(work, fmt.Appendf(nil, "go 1.26.0\nuse (\n\t%q\n\t%q\n)\n", filepath.Dir(filepath.Dir(module)), module), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOWORK", work)
	out := filepath.Join(dir, "printers")
	run(t, module, "go", "test", "./...")
	run(t, module, "go", "build", "-o", out, ".")
	t.Setenv("GOWORK", "off")
	return out
}

func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

func onDisk(t *testing.T, dir string) tree.Tree {
	t.Helper()
	got, err := tree.FromFS(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	delete(got, record.UndoPath)
	return got
}
