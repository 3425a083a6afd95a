//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/gen-go/gen/generator/tree"
)

// terminal runs gen on a pseudo-terminal.
type terminal struct {
	t    *testing.T
	cmd  *exec.Cmd
	pty  *os.File
	read chan []byte
	seen []byte // output that has not been expected yet
}

func start(t *testing.T, dir string, args ...string) *terminal {
	t.Helper()
	self, err := exec.LookPath("gen") // testscript.Main puts it on PATH
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TERM=xterm")
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		t.Fatal(err)
	}
	c := &terminal{t: t, cmd: cmd, pty: f, read: make(chan []byte)}
	go c.screen()
	t.Cleanup(func() { _ = f.Close() })
	return c
}

// whereIsCursor is the escape sequence that asks a terminal for the cursor
// position.
const whereIsCursor = "\x1b[6n"

// screen reads the output of gen and, like a terminal, answers requests for
// the cursor position.
func (c *terminal) screen() {
	defer close(c.read)
	var last []byte // the request may be split
	for {
		buf := make([]byte, 4096)
		n, err := c.pty.Read(buf)
		if err != nil {
			return // EIO when the other side is closed
		}
		last = append(last, buf[:n]...)
		for i := bytes.Index(last, []byte(whereIsCursor)); i >= 0; i = bytes.Index(last, []byte(whereIsCursor)) {
			last = last[i+len(whereIsCursor):]
			if _, err := io.WriteString(c.pty, "\x1b[1;1R"); err != nil {
				return
			}
		}
		last = bytes.Clone(last[max(0, len(last)-len(whereIsCursor)):])
		c.read <- buf[:n]
	}
}

// expect waits until text is printed and no output follows for a moment,
// because people type after the question has been drawn.
func (c *terminal) expect(text string) {
	c.t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		quiet := time.After(100 * time.Millisecond)
		select {
		case chunk, ok := <-c.read:
			if !ok {
				c.t.Fatalf("gen exited before printing %q:\n%s", text, c.seen)
			}
			c.seen = append(c.seen, chunk...)
		case <-quiet:
			if _, after, ok := bytes.Cut(c.seen, []byte(text)); ok {
				c.seen = after
				return
			}
		case <-deadline:
			c.t.Fatalf("gen did not print %q:\n%q", text, c.seen)
		}
	}
}

func (c *terminal) send(keys string) {
	c.t.Helper()
	if _, err := io.WriteString(c.pty, keys); err != nil {
		c.t.Fatal(err)
	}
}

// wait returns the remaining output and the exit code.
func (c *terminal) wait() (string, int) {
	c.t.Helper()
	end := time.AfterFunc(20*time.Second, func() { _ = c.cmd.Process.Kill() })
	defer end.Stop()
	for chunk := range c.read {
		c.seen = append(c.seen, chunk...)
	}
	err := c.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	return string(c.seen), c.cmd.ProcessState.ExitCode()
}

const (
	up    = "\x1b[A"
	down  = "\x1b[B"
	enter = "\r"
)

func TestPromptsMakeTheSameProjectAsFlags(t *testing.T) {
	asked, flagged := t.TempDir(), t.TempDir()
	c := start(t, asked, "new")
	c.expect("Project name?")
	c.send("myapi" + enter)
	c.expect("Module path?")
	c.send(enter)
	c.expect("HTTP framework?")
	c.expect("nethttp")
	c.send(down + enter)
	c.expect("Database?")
	c.send(enter)
	c.expect("Database access?")
	c.send(enter)
	c.expect("What else?")
	c.expect("example/bank")
	c.expect("middleware/secure")
	c.send(strings.Repeat(down, 4) + " " + down + " " + enter) // space selects
	c.expect("Resource, such as")
	c.send("book title:strin" + enter)
	c.expect("did you mean")
	c.send("book title:string:required price:decimal" + enter)
	c.expect("Another resource?")
	c.send(enter)
	c.expect("Other services that it calls")
	c.send("string" + enter)
	c.expect("choose another name")
	c.send("payments, fraud_check" + enter)
	out, code := c.wait()
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	const command = "gen new myapi --module myapi --framework gin --database sqlite --access sql --middleware secure,cors --client payments --client fraud_check --resource 'book title:string:required price:decimal' --yes"
	if !strings.Contains(out, command) {
		t.Errorf("the equivalent command is missing:\n%s", out)
	}
	run := exec.CommandContext(t.Context(), "sh", "-c", command)
	run.Dir = flagged
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want, err := tree.FromFS(os.DirFS(flagged))
	if err != nil {
		t.Fatal(err)
	}
	got, err := tree.FromFS(os.DirFS(asked))
	if err != nil {
		t.Fatal(err)
	}
	if diff := tree.Compare(want, got); !diff.Empty() {
		t.Errorf("prompts and flags give different projects: %+v", diff)
	}
}

// A field that is gone from gen.yaml while a similar one is new was perhaps
// renamed: gen asks.
func TestRenamedIsAsked(t *testing.T) {
	for answer, want := range map[string]string{enter: "rename book.isbn isbn13", down + enter: "remove book isbn:string"} { // the first answer is preselected
		dir := t.TempDir()
		run := exec.CommandContext(t.Context(), "gen", "new", "myapi", "--resource", "book title:string isbn:string", "--yes")
		run.Dir = dir
		if out, err := run.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		dir = filepath.Join(dir, "myapi")
		yaml := filepath.Join(dir, "gen.yaml")
		text, err := os.ReadFile(yaml)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(yaml, bytes.Replace(text, []byte("isbn:"), []byte("isbn13:"), 1), 0o644); err != nil {
			t.Fatal(err)
		}
		c := start(t, dir, "apply", "--no-check")
		c.expect("What happened to book.isbn?")
		c.send(answer)
		if out, code := c.wait(); code != 0 {
			t.Fatalf("exit code %d\n%s", code, out)
		}
		if text, err = os.ReadFile(yaml); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("gen.yaml lacks %q: %v\n%s", want, err, text)
		}
	}
}

func TestCtrlCLeavesNothing(t *testing.T) {
	for _, question := range []string{"Project name?", "Module path?", "HTTP framework?", "Database?"} {
		t.Run(question, func(t *testing.T) {
			dir := t.TempDir()
			c := start(t, dir, "new")
			for _, step := range []string{"Project name?", "Module path?", "HTTP framework?", "Database?"} {
				c.expect(step)
				if step == question {
					c.send("\x03")
					break
				}
				if step == "Project name?" {
					c.send("myapi")
				}
				c.send(enter)
			}
			if out, code := c.wait(); code != 130 {
				t.Errorf("got exit code %d, want 130\n%s", code, out)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// gen does not ask for what a flag, a file or a preset sets.
func TestDecidedIsNotAsked(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "my.yaml"), []byte("access: sqlx\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c := start(t, dir, "new", "myapi", "--preset", "production", "--module", "example.com/myapi", "-f", "my.yaml")
	c.expect("HTTP framework?")
	c.send(enter)
	c.expect("Resource, such as")
	c.send(enter)
	c.expect("Other services that it calls")
	c.send(enter)
	out, code := c.wait()
	const command = "gen new myapi --module example.com/myapi --framework nethttp --database postgres --access sqlx --middleware secure,cors,ratelimit,compress,idempotency --observability metrics --yes"
	if code != 0 || !strings.Contains(out, command) {
		t.Errorf("got exit code %d, want 0 and %s in:\n%s", code, command, out)
	}
	c = start(t, dir, "new", "other", "--module", "example.com/other", "--framework", "gin", "--database", "none", "--auth", "none", "--middleware", "none", "--json-names", "snake", "--id", "int", "--data", "none", "--cache", "none", "--messaging", "none", "--observability", "none", "--deploy", "none")
	if out, code := c.wait(); code != 0 || strings.Contains(out, "?") {
		t.Errorf("got exit code %d, want 0 and no questions:\n%s", code, out)
	}
}

// Incompatible options are reported, and the question is repeated with the
// selection kept.
func TestBadSelectionIsAskedAgain(t *testing.T) {
	c := start(t, t.TempDir(), "new", "myapi", "--module", "myapi", "--framework", "gin", "--database", "sqlite", "--access", "sql", "--resource", "account owner:string")
	c.expect("What else?")
	c.expect("middleware/secure")
	c.send(" " + strings.Repeat(down, 4) + " " + enter)
	c.expect(`--resource 1: "account": the table accounts belongs to example bank`)
	c.send(strings.Repeat(up, 4) + " " + enter) // deselect bank
	c.expect("Other services that it calls")
	c.send(enter)
	out, code := c.wait()
	if code != 0 || !strings.Contains(out, "--middleware secure") || strings.Contains(out, "--example") {
		t.Errorf("got exit code %d, want 0 and --middleware secure without --example:\n%s", code, out)
	}
}

func TestBadAnswersAreAskedAgain(t *testing.T) {
	c := start(t, t.TempDir(), "new", "--dry-run")
	c.expect("Project name?")
	c.send("func" + enter)
	c.expect("Go keyword")
	c.send("\x03")
	if _, code := c.wait(); code != 130 {
		t.Errorf("got exit code %d, want 130", code)
	}
}
