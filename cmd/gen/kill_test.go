package main

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/tree"
)

var thorough = flag.Bool("thorough", false, "kill each command at every system call that changes files")

// writing are the system calls that change files.
const writing = "write,pwrite64,openat,mkdirat,renameat,renameat2,unlinkat,fchmodat,fchmod,ftruncate,fsync,linkat,symlinkat"

// A command that is killed at a system call leaves the project unchanged, or
// the next run of gen completes the change.
func TestKilledVerbs(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("needs strace to kill at a system call; generator/change/disk has tests that do not")
	}
	t.Setenv("GEN_TIME", "2026-03-04T05:06:07Z") // every run makes the same migrations
	before := t.TempDir()
	command(t, before, "gen", "new", "myapi", "--resource", "book title:string", "--resource", "note text:text")
	before = filepath.Join(before, "myapi")
	command(t, before, "gen", "add", "resource", "author", "name:string", "--no-check") // a change to undo
	for _, verb := range [][]string{
		{"add", "resource", "event", "name:string", "--no-check"},
		{"remove", "resource", "note", "--no-check"},
		{"set", "framework=echo", "access=sqlx", "--no-check"},
		{"apply", "--no-check"},
		{"undo"},
		{"repair"},
		{"merge", "--no-check"},
	} {
		t.Run(strings.Join(verb, " "), func(t *testing.T) {
			before := copied(t, before)
			switch verb[0] {
			case "apply":
				command(t, before, "sed", "-i", "s/framework: nethttp/framework: gin/", "gen.yaml")
			case "repair":
				command(t, before, "cp", "gen.yaml", record.LockPath)
			case "merge":
				stopMerge(t, before)
			}
			after := copied(t, before)
			command(t, after, "gen", verb...)
			was, is := contents(t, before), contents(t, after)
			kills, finished := 0, 0
			for n, lived := 1, false; !lived; n = next(n) {
				dir := copied(t, before)
				if lived = killed(t, dir, n, verb); lived {
					break
				}
				kills++
				recovered(t, dir, verb)
				got := contents(t, dir)
				toOld, toNew := tree.Compare(was, got), tree.Compare(is, got)
				switch {
				case toNew.Empty():
					finished++
				case !toOld.Empty():
					t.Fatalf("killed at call %d: differs from the project before (%+v) and after the change (%+v)", n, toOld, toNew)
				}
			}
			t.Logf("%d kills, after %d of which the change was complete", kills, finished)
			if kills < 4 {
				t.Errorf("only %d kills", kills)
			}
		})
	}
}

// next returns the next call to kill at, with growing distances, or every call
// with -thorough.
func next(n int) int {
	if *thorough {
		return n + 1
	}
	return n + 1 + n/3
}

// killed runs a command and kills it at its nth system call that changes
// files, counted per thread. It reports whether the command survived because
// it makes fewer calls.
func killed(t *testing.T, dir string, n int, verb []string) (lived bool) {
	t.Helper()
	args := append([]string{"-f", "-qq", "-o", os.DevNull, "-e", "trace=" + writing, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", writing, n), "gen"}, verb...)
	cmd := exec.CommandContext(t.Context(), "strace", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case strings.Contains(strings.ToLower(string(out)), "ptrace"):
		t.Skipf("strace does not work here: %s", out)
	case err == nil:
		return true
	case verb[0] == "merge" && errors.As(err, &exit): // or git was killed, and gen says so
	case !errors.As(err, &exit) || exit.Exited(): // strace dies from the same signal as the command
		t.Fatalf("gen %s, to be killed at call %d: %v\n%s", strings.Join(verb, " "), n, err, out)
	}
	return false
}

// stopMerge makes two branches of a project, of which git has stopped to merge one
// into the other.
func stopMerge(t *testing.T, dir string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	for _, args := range [][]string{
		{"git", "init", "-q", "-b", "main"},
		{"git", "config", "user.name", "a"},
		{"git", "config", "user.email", "a@example.com"},
		{"git", "add", "-A"},
		{"git", "commit", "-q", "-m", "base"},
		{"git", "checkout", "-q", "-b", "feature"},
		{"gen", "add", "resource", "event", "name:string", "--no-check"},
		{"git", "add", "-A"},
		{"git", "commit", "-q", "-m", "theirs"},
		{"git", "checkout", "-q", "main"},
		{"gen", "add", "field", "note", "title:string", "--no-check"},
		{"git", "commit", "-q", "-a", "-m", "ours"},
	} {
		command(t, dir, args[0], args[1:]...)
	}
	merge := exec.CommandContext(t.Context(), "git", "merge", "-q", "feature")
	merge.Dir = dir
	if out, err := merge.CombinedOutput(); err == nil {
		t.Fatalf("git has not stopped: %s", out)
	}
}

// recovered runs gen again, which completes the change. After a killed gen
// repair, the record may still need a repair; a killed gen merge is to be run
// again, unless git itself was killed and has left a lock.
func recovered(t *testing.T, dir string, verb []string) {
	t.Helper()
	args := []string{"status"}
	if verb[0] == "merge" {
		_ = os.Remove(filepath.Join(dir, ".git", "index.lock"))
		args = verb
	}
	cmd := exec.CommandContext(t.Context(), "gen", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil && !strings.Contains(string(out), "gen repair") {
		t.Fatalf("gen %s: %v\n%s", args[0], err, out)
	}
}

func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

func copied(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "p")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// contents reads a project without the archive for undo and what git keeps, and
// fails the test if files of an unfinished write are left.
func contents(t *testing.T, dir string) tree.Tree {
	t.Helper()
	got, err := tree.FromFS(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	delete(got, record.UndoPath)
	maps.DeleteFunc(got, func(name string, _ tree.File) bool { return strings.HasPrefix(name, ".git/") })
	return got
}
