package disk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Operation is a command of git that merges a commit into the current one and
// has stopped before it committed the result.
type Operation struct {
	Name string // merge, rebase, cherry-pick or revert
	// The commits, and the one from which both sides differ. Base is "" if
	// there is none.
	Base, Ours, Theirs string
}

// heads are the references that name the other side of an operation. A rebase
// that merges has both, and then the merge is what has stopped.
var heads = []struct{ ref, name string }{
	{"MERGE_HEAD", "merge"},
	{"CHERRY_PICK_HEAD", "cherry-pick"},
	{"REVERT_HEAD", "revert"},
	{"REBASE_HEAD", "rebase"},
}

// Stopped returns the operation of git that has stopped in the repository of
// dir, without its commits. It runs no command.
func Stopped(dir string) (Operation, bool, error) {
	gitDir, err := gitDirOf(dir)
	if err != nil || gitDir == "" {
		return Operation{}, false, err
	}
	rebasing := exists(gitDir, "rebase-merge") || exists(gitDir, "rebase-apply")
	for _, h := range heads {
		switch {
		case !exists(gitDir, h.ref), h.name == "rebase" && !rebasing: // a rebase that has ended may leave its reference
			continue
		case rebasing:
			return Operation{Name: "rebase", Theirs: h.ref}, true, nil
		}
		return Operation{Name: h.name, Theirs: h.ref}, true, nil
	}
	return Operation{}, false, nil
}

// gitDirOf returns the directory of the repository that dir is in, or "".
func gitDirOf(dir string) (string, error) {
	root, err := above(dir, func(dir string) bool { return exists(dir, ".git") })
	if err != nil || root == "" {
		return "", err
	}
	at := filepath.Join(root, ".git")
	text, err := os.ReadFile(at)
	if err != nil {
		return at, nil //nolint:nilerr // a directory, and not the file that a linked working tree has
	}
	to, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	if !ok {
		return "", fmt.Errorf("%s: not a link to a git repository", at)
	}
	if !filepath.IsAbs(to) {
		to = filepath.Join(root, to)
	}
	return to, nil
}

func exists(dir, name string) bool {
	_, err := os.Lstat(filepath.Join(dir, name))
	return !errors.Is(err, fs.ErrNotExist)
}

// Commits completes an operation with its commits.
func (g Git) Commits(ctx context.Context, op Operation) (Operation, error) {
	ref := op.Theirs
	var err error
	if op.Ours, err = g.line(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err != nil {
		return op, err
	}
	if op.Theirs, err = g.line(ctx, "rev-parse", "--verify", "--quiet", ref+"^{commit}"); err != nil {
		return op, err
	}
	if ref == "MERGE_HEAD" {
		return op, g.forkPoint(ctx, &op)
	}
	parents, err := g.line(ctx, "rev-list", "--parents", "--max-count=1", op.Theirs)
	if err != nil {
		return op, err
	}
	if commits := strings.Fields(parents); len(commits) > 1 {
		op.Base = commits[1]
	}
	if ref == "REVERT_HEAD" {
		op.Base, op.Theirs = op.Theirs, op.Base
	}
	return op, nil
}

// forkPoint sets the base of a merge.
func (g Git) forkPoint(ctx context.Context, op *Operation) error {
	others, err := os.ReadFile(filepath.Join(g.gitDir(), "MERGE_HEAD"))
	if err != nil {
		return err
	}
	if n := len(strings.Fields(string(others))); n > 1 {
		return fmt.Errorf("git merges %d branches at once: merge one after the other", n)
	}
	op.Base = g.Fork(ctx, op.Ours, op.Theirs)
	return nil
}

// Fork returns the last commit that two commits have in common, or "".
func (g Git) Fork(ctx context.Context, a, b string) string {
	name, err := g.line(ctx, "merge-base", a, b)
	if err != nil {
		return ""
	}
	return name
}

func (g Git) gitDir() string {
	dir, _ := gitDirOf(g.dir) // exists: see NewGit
	return dir
}

// line runs git and returns its output without the newline.
func (g Git) line(ctx context.Context, args ...string) (string, error) {
	out, err := g.run(ctx, args...)
	return strings.TrimSpace(string(out)), err
}
