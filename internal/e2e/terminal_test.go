//go:build unix

package e2e

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// interrupt stands for a signal, in what is typed.
const interrupt = "^C"

// TestPasswordPrompt types passwords into a terminal, which must not show them, and
// must echo again afterwards.
func TestPasswordPrompt(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a whole project")
	}
	if _, err := exec.LookPath("stty"); err != nil {
		t.Skip("needs stty")
	}
	dir := write(t, choice{"framework": "nethttp", "database": "sqlite", "auth": "jwt"})
	compile(t, dir)
	for _, tc := range []struct {
		name, email, first, second string
		fails                      bool
		want                       string
	}{
		{"twice the same", "ann@example.com", password + "\n", password + "\n", false, "ann@example.com: created, role admin"},
		{"another one", "bob@example.com", password + "\n", "another long sentence\n", true, "the two passwords differ"},
		{"too short", "bob@example.com", "short-one\n", "short-one\n", true, "at least 12 characters"},
		{"interrupted", "bob@example.com", password + "\n", interrupt, true, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			terminal, tty, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer terminal.Close()
			cmd := exec.CommandContext(t.Context(), filepath.Join(dir, "bin", "server"), "user", "create", tc.email, "admin")
			cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = dir, tty, tty, tty
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			var seen bytes.Buffer
			for _, step := range []struct{ prompt, text string }{{"Password: ", tc.first}, {"Again: ", tc.second}} {
				if step.text == "" {
					break
				}
				untilPrompt(t, terminal, &seen, step.prompt)
				waitFor(t, "a terminal that does not echo", func() bool { return !echoes(t, tty) })
				if step.text == interrupt {
					err = cmd.Process.Signal(os.Interrupt)
				} else {
					_, err = io.WriteString(terminal, step.text)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			failed := make(chan error, 1)
			go func() {
				err := cmd.Wait()
				_, _ = tty.WriteString("\nEND\n") // so that what is before it can be read
				failed <- err
			}()
			untilPrompt(t, terminal, &seen, "END")
			if err := <-failed; (err != nil) != tc.fails {
				t.Errorf("ended with %v", err)
			}
			if !echoes(t, tty) {
				t.Error("the terminal no longer echoes")
			}
			out := seen.String()
			if !strings.Contains(out, tc.want) || strings.Contains(out, strings.TrimSpace(tc.first)) {
				t.Errorf("got %q, want %q and no password", out, tc.want)
			}
			_ = tty.Close()
		})
	}
	list := exec.CommandContext(t.Context(), filepath.Join(dir, "bin", "server"), "user", "list")
	list.Dir = dir
	if out, err := list.CombinedOutput(); err != nil || !strings.Contains(string(out), "ann@example.com") || strings.Contains(string(out), "bob@example.com") {
		t.Errorf("users: %v\n%s", err, out)
	}
}

// untilPrompt reads from a terminal until it has shown a text.
func untilPrompt(t *testing.T, terminal *os.File, seen *bytes.Buffer, text string) {
	t.Helper()
	buf := make([]byte, 1024)
	for from := seen.Len(); !strings.Contains(seen.String()[from:], text); {
		n, err := terminal.Read(buf)
		if err != nil {
			t.Fatalf("no %q: %v\n%s", text, err, seen)
		}
		seen.Write(buf[:n])
	}
}

// echoes reports whether a terminal shows what is typed.
func echoes(t *testing.T, tty *os.File) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "stty", "-a")
	cmd.Stdin = tty
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return !strings.Contains(string(out), " -echo ")
}
