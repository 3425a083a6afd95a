package e2e

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var notes = regexp.MustCompile("(?s)```sh\n(gen new notes .*?)```")

// TestReadmeOfNotes runs the lines of the README from nothing to a stored note of
// one's own.
func TestReadmeOfNotes(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a whole project")
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("needs curl")
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := notes.FindSubmatch(readme)
	if lines == nil || strings.Count(string(lines[1]), "\n") != 7 {
		t.Fatal("the README does not have seven lines that begin with gen new notes")
	}
	bin, root := t.TempDir(), t.TempDir()
	run(t, "../..", "go", "build", "-o", filepath.Join(bin, "gen"), "./cmd/gen")
	port := freePort(t)
	script := strings.NewReplacer("localhost:8080", "localhost:"+port, "make run &", "make run & service=$!").Replace(string(lines[1]))
	script = "set -e\ntrap 'kill -INT -$service' EXIT\nset -m\n" + script
	cmd := exec.CommandContext(t.Context(), "bash", "-c", script)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "HTTP_PORT="+port, "ADMIN_PORT=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"HTTP/1.1 201 Created", "HTTP/1.1 200 OK", `"data":{"items":[{"id":1,"user_id":"`, `"text":"first text"`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the output does not contain %s:\n%s", want, out)
		}
	}
}

// freePort returns a port that nothing listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}
