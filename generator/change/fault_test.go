package change_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/internal/file"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// Whichever operation on files fails, once or from then on, a command leaves
// the project as it was or as it should be, or a journal with which the next
// command completes it. Its record never describes anything else.
func TestFailedOperations(t *testing.T) {
	cat := small()
	plain, documented := faultProject(t, cat, nil), faultProject(t, cat, []string{"documented"})
	changed := func(edit func(*spec.Spec) error) func(dir string) error {
		return func(dir string) error { return changeWith(t, cat, dir, edit) }
	}
	for _, tt := range []struct {
		name    string
		project string
		prepare func(dir string)
		run     func(dir string) error
	}{
		{"add", plain, nil, changed(func(s *spec.Spec) error { return s.Add(cat, "api", "documented") })},
		{"remove", documented, nil, changed(func(s *spec.Spec) error { return s.Remove(cat, "api", "documented") })},
		{"set", documented, nil, changed(func(s *spec.Spec) error { return s.Set(cat, "api", "none") })},
		{"apply", plain, func(dir string) {
			replaced(t, filepath.Join(dir, "gen.yaml"), []byte("name: nothing\nmodule: nothing\napi:\n  - documented\n"))
		}, changed(func(*spec.Spec) error { return nil })},
		{"undo", plain, func(dir string) {
			if err := changeWith(t, cat, dir, func(s *spec.Spec) error { return s.Add(cat, "api", "documented") }); err != nil {
				t.Fatal(err)
			}
		}, func(dir string) error { _, _, err := change.Undo(t.Context(), dir, false); return err }},
		{"repair", documented, func(dir string) { replaced(t, filepath.Join(dir, record.LockPath), []byte("{")) }, func(dir string) error {
			_, err := change.Repair(t.Context(), cat, dir)
			return err
		}},
		{"merge", plain, func(dir string) { stopMerge(t, cat, dir) }, func(dir string) error { return mergeWith(t, cat, dir) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir()) // some failures leave a directory there for a later run
			before := copied(t, tt.project)
			if tt.prepare != nil {
				tt.prepare(before)
			}
			after := copied(t, before)
			if err := tt.run(after); err != nil {
				t.Fatal(err)
			}
			was, is := onDisk(t, before), onDisk(t, after)
			if tree.Compare(was, is).Empty() {
				t.Fatal("the command changes nothing")
			}
			failures := 0
			for at := 1; ; at = nextFault(at) {
				reached := false
				for _, stay := range []bool{false, true} {
					dir := copied(t, before)
					var err error
					reached, err = failing(at, stay, func() error { return tt.run(dir) })
					if err != nil {
						failures++
					}
					recovered(t, dir, at, err, was, is)
					if tt.name == "merge" {
						indexed(t, dir, after, func() error { return tt.run(dir) })
					}
				}
				if !reached {
					break
				}
			}
			if failures < 20 {
				t.Errorf("only %d failures", failures)
			}
		})
	}
}

// stopMerge makes two branches of the project in dir, of which git has stopped to
// merge one into the other.
func stopMerge(t *testing.T, cat *layer.Catalog, dir string) {
	t.Helper()
	needGit(t)
	for _, step := range []func() error{
		func() error { return git(t, dir, "init", "-q", "-b", "main") },
		func() error { return committed(t, dir) },
		func() error { return git(t, dir, "checkout", "-q", "-b", "feature") },
		func() error {
			return changeWith(t, cat, dir, func(s *spec.Spec) error { return s.Add(cat, "api", "documented") })
		},
		func() error { return committed(t, dir) },
		func() error { return git(t, dir, "checkout", "-q", "main") },
		func() error {
			return changeWith(t, cat, dir, func(s *spec.Spec) error { s.Name = "other"; return nil })
		},
		func() error { return committed(t, dir) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if git(t, dir, "merge", "-q", "feature") == nil {
		t.Fatal("git has not stopped")
	}
}

func mergeWith(t *testing.T, cat *layer.Catalog, dir string) error {
	t.Helper()
	m, err := change.PlanMerge(t.Context(), cat, dir, clock, change.MergeOptions{PlanOptions: change.PlanOptions{NoCheck: true}})
	if err != nil {
		return err
	}
	return errors.Join(m.Apply(t.Context()), m.Close())
}

// indexed repeats a merge that may have failed, after which git has the same in
// its index as in the other directory.
func indexed(t *testing.T, dir, after string, again func() error) {
	t.Helper()
	if err := again(); err != nil {
		t.Fatalf("again: %v", err)
	}
	list := func(dir string) string {
		out, err := gitCommand(t, dir, "ls-files", "--stage").Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	if want, got := list(after), list(dir); want != got {
		t.Errorf("the index is\n%s, want\n%s", got, want)
	}
}

func needGit(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
}

func gitCommand(t *testing.T, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_EDITOR=true",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	return cmd
}

func git(t *testing.T, dir string, args ...string) error {
	t.Helper()
	if out, err := gitCommand(t, dir, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("git %s: %w\n%s", args[0], err, out)
	}
	return nil
}

func committed(t *testing.T, dir string) error {
	t.Helper()
	return errors.Join(git(t, dir, "add", "-A"), git(t, dir, "commit", "-q", "-m", "change"))
}

// recovered completes what is left in dir after a command that returned err,
// and checks that the project is one of the two.
func recovered(t *testing.T, dir string, at int, err error, was, is tree.Tree) {
	t.Helper()
	finished, recovering := change.Recover(dir)
	if recovering != nil {
		t.Fatalf("operation %d: %v, then: %v", at, err, recovering)
	}
	got := onDisk(t, dir)
	isOld, isNew := tree.Compare(was, got), tree.Compare(is, got)
	switch {
	case err == nil && !isNew.Empty():
		t.Errorf("operation %d: a success, but the project differs: %+v", at, isNew)
	case err != nil && !finished && !isOld.Empty() && !isNew.Empty():
		t.Errorf("operation %d: %v: the project is neither as before (%+v) nor as after it (%+v)", at, err, isOld, isNew)
	case finished && !isNew.Empty():
		t.Errorf("operation %d: %v: completed, but the project differs: %+v", at, err, isNew)
	}
	if err == nil {
		return
	}
	for _, word := range []string{"delete", "openat", "lstat", "mkdirat", "renameat", "gen-temp-", "journal.part"} {
		if strings.Contains(err.Error(), word) {
			t.Errorf("operation %d: %q is in the message: %v", at, word, err)
		}
	}
}

// nextFault returns the next operation to fail, with growing distances, or
// every one with -thorough. Package disk has tests of every one.
func nextFault(at int) int {
	if *thorough {
		return at + 1
	}
	return at + 1 + at/8
}

// failing runs do while its nth operation on files fails, or all from the nth
// on, and reports whether it had so many.
func failing(at int, stay bool, do func() error) (reached bool, err error) {
	n := 0
	defer file.FailWith(func(string, string) error {
		if n++; n == at || stay && n > at {
			return syscall.EIO
		}
		return nil
	})()
	err = do()
	return n >= at, err
}

func changeWith(t *testing.T, cat *layer.Catalog, dir string, edit func(*spec.Spec) error) error {
	t.Helper()
	p, err := change.Open(cat, dir, clock)
	if err != nil {
		return err
	}
	defer p.Close()
	next, err := p.Next(t.Context())
	if err != nil {
		return err
	}
	if err := edit(next); err != nil {
		return err
	}
	plan, err := p.Plan(t.Context(), next, change.PlanOptions{NoCheck: true})
	if err != nil {
		return err
	}
	return p.Apply(t.Context(), plan, "change")
}

// faultProject creates a project with a file of the owner, so that the API
// documents are made by swag.
func faultProject(t *testing.T, cat *layer.Catalog, api []string) string {
	t.Helper()
	s := &spec.Spec{Name: "nothing", Options: layer.Choices{}}
	if api != nil {
		s.Options["api"] = api
	}
	s.Fill(cat)
	rendered, err := change.New(cat, s)
	if err != nil {
		t.Fatal(err)
	}
	rendered["internal/own/own.go"] = tree.File{Data: []byte("// Package own is the owner's.\npackage own\n"), Mode: 0o644}
	dir := filepath.Join(t.TempDir(), "p")
	if err := (disk.Writer{}).Create(t.Context(), dir, rendered); err != nil {
		t.Fatal(err)
	}
	return dir
}

func copied(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "p")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}
