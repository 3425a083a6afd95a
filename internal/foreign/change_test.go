package foreign_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/cli"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/foreign"
	"github.com/gen-go/gen/internal/typecheck"
)

// TestOptionsCanBeAdded adds the options to a project in which the owner has
// edited the same files, and removes them again.
func TestOptionsCanBeAdded(t *testing.T) {
	deps, err := filepath.Abs("../deps")
	if err != nil {
		t.Fatal(err)
	}
	checker, parent := typecheck.New(deps), t.TempDir()
	for _, framework := range foreign.Catalog().Options("framework") {
		t.Run(framework.Name, func(t *testing.T) {
			t.Chdir(parent)
			gen(t, "new", framework.Name, "--module", "example.com/myapi", "--framework", framework.Name, "--middleware", "ratelimit,idempotency",
				"--example", "bank", "--resource", "book title:string:required")
			t.Chdir(framework.Name)
			edit(t, "internal/app/app.go", "\tcfg, log := p.cfg, p.log\n", "\tlog.DebugContext(ctx, \"the owner's\")\n")
			edit(t, "internal/app/command.go", "\t\treturn p.serve(ctx)\n", "\tcase args[0] == \"owner\":\n\t\treturn nil\n")
			edit(t, "internal/router/router.go", "\t// RequestContext stands outside", "\t// The owner's.\n")
			edited := files(t)
			options := [][2]string{{"auth", "jwt"}, {"copies", "remote"}, {"work", "ticks"}, {"observability", "metrics"}}
			for _, o := range options {
				gen(t, "add", o[0], o[1], "--force", "--no-check")
			}
			with := files(t)
			if err := checker.Project(t.Context(), "example.com/myapi", with); err != nil {
				t.Error(err)
			}
			for _, name := range []string{"internal/app/app.go", "internal/app/command.go", "internal/router/router.go"} {
				if text := string(with[name].Data); !strings.Contains(text, "owner") {
					t.Errorf("%s: the owner's edit is lost:\n%s", name, text)
				}
			}
			for _, o := range options {
				gen(t, "remove", o[0], o[1], "--force", "--no-check")
			}
			for name, f := range files(t).All() {
				if !bytes.Equal(edited[name].Data, f.Data) {
					t.Errorf("%s differs after adding and removing the options:\n%s", name, f.Data)
				}
				delete(edited, name)
			}
			for name := range edited {
				t.Errorf("%s is missing after adding and removing the options", name)
			}
		})
	}
}

// gen runs a command with the options in its catalogue.
func gen(t *testing.T, args ...string) {
	t.Helper()
	var out bytes.Buffer
	if code := cli.Main(t.Context(), foreign.Catalog(), args, cli.IO{Out: &out, Err: &out}); code != 0 {
		t.Fatalf("gen %s: exit code %d\n%s", strings.Join(args, " "), code, out.String())
	}
}

// edit inserts text before or after a line of a file.
func edit(t *testing.T, name, line, text string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte(line)) {
		t.Fatalf("%s does not contain %q:\n%s", name, line, data)
	}
	by := line + text
	if !strings.HasSuffix(line, "\n") {
		by = text + line
	}
	if err := os.WriteFile(name, bytes.Replace(data, []byte(line), []byte(by), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// files reads the project in the working directory, without its record.
func files(t *testing.T) tree.Tree {
	t.Helper()
	out := tree.Tree{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, ".gen"+string(filepath.Separator)) {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return out.Add(filepath.ToSlash(name), data)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
