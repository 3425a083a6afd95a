package disk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Operation is a command of git that merges a commit into the current one and
// has stopped before it committed the result.
type Operation struct {
	Name string // merge, rebase, cherry-pick, revert, merge --squash or stash pop
	// The commits, and the one from which both sides differ. Base is "" if
	// there is none.
	Base, Ours, Theirs string
	// Untracked is a commit with further files of theirs, or "".
	Untracked string
}

// Squash and StashPop are the names of operations that git does not continue or
// abort.
const (
	Squash   = "merge --squash"
	StashPop = "stash pop"
)

// heads are the references that name the other side of an operation. A rebase
// that merges has both, and then the merge is what has stopped.
var heads = []struct{ ref, name string }{
	{"MERGE_HEAD", "merge"},
	{"CHERRY_PICK_HEAD", "cherry-pick"},
	{"REVERT_HEAD", "revert"},
	{"REBASE_HEAD", "rebase"},
}

// Stopped returns the operation of git that has stopped in the repository of
// dir. It runs git only if there may be one.
func Stopped(ctx context.Context, dir string) (g Git, op Operation, stopped bool, err error) {
	gitDir, err := gitDirOf(dir)
	if err != nil || gitDir == "" {
		return g, op, false, err
	}
	ref, name := other(gitDir)
	stashed := name == "" && exists(commonDir(gitDir), filepath.Join("logs", "refs", "stash"))
	if name == "" && !stashed {
		return g, op, false, nil
	}
	g, inGit, err := NewGit(dir)
	if err != nil || !inGit {
		return g, op, false, err
	}
	if stashed {
		op, stopped, err = g.popped(ctx)
		return g, op, stopped, err
	}
	op, err = g.commits(ctx, name, ref)
	return g, op, true, err
}

// other returns the reference to the commit that an operation is about, or its
// file, and the name of the operation, or "" if there is none.
func other(gitDir string) (ref, name string) {
	rebasing := exists(gitDir, "rebase-merge") || exists(gitDir, "rebase-apply")
	for _, h := range heads {
		switch {
		case !exists(gitDir, h.ref), h.name == "rebase" && !rebasing: // a rebase that has ended may leave its reference
			continue
		case rebasing:
			return h.ref, "rebase"
		}
		return h.ref, h.name
	}
	if exists(gitDir, squashMessage) {
		return squashMessage, Squash
	}
	return "", ""
}

// squashMessage has the message for the commit of a squash merge, which begins
// with the last commit of the branch.
const squashMessage = "SQUASH_MSG"

var squashedCommit = regexp.MustCompile(`(?m)^commit ([0-9a-f]{40,64})$`)

// squashed returns the commit that a squash merge is about, or "".
func squashed(gitDir string) string {
	text, err := os.ReadFile(filepath.Join(gitDir, squashMessage))
	m := squashedCommit.FindSubmatch(text)
	if err != nil || m == nil {
		return ""
	}
	return string(m[1])
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

// commonDir returns the directory that the working trees of a repository share.
func commonDir(gitDir string) string {
	text, err := os.ReadFile(filepath.Join(gitDir, "commondir"))
	if err != nil {
		return gitDir
	}
	common := strings.TrimSpace(string(text))
	if !filepath.IsAbs(common) {
		common = filepath.Join(gitDir, common)
	}
	return common
}

// commits returns an operation with its commits.
func (g Git) commits(ctx context.Context, name, ref string) (op Operation, err error) {
	op.Name = name
	if op.Ours, err = g.line(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err != nil {
		return op, err
	}
	if ref == squashMessage {
		op.Theirs = squashed(g.gitDir())
		op.Base = g.Fork(ctx, op.Ours, op.Theirs)
		return op, nil
	}
	if op.Theirs, err = g.line(ctx, "rev-parse", "--verify", "--quiet", ref+"^{commit}"); err != nil {
		return op, err
	}
	if ref == "MERGE_HEAD" {
		return op, g.forkPoint(ctx, &op)
	}
	op.Base = g.parent(ctx, op.Theirs, 1)
	if ref == "REVERT_HEAD" {
		op.Base, op.Theirs = op.Theirs, op.Base
	}
	return op, nil
}

// parent returns the nth parent of a commit, or "".
func (g Git) parent(ctx context.Context, commit string, n int) string {
	parent, err := g.line(ctx, "rev-parse", "--verify", "--quiet", fmt.Sprintf("%s^%d", commit, n))
	if err != nil {
		return ""
	}
	return parent
}

// popped returns the stash entry that git has left unmerged, if there is one:
// git itself keeps no other trace of it than the versions in the index.
func (g Git) popped(ctx context.Context) (op Operation, stopped bool, err error) {
	x, err := g.entries(ctx, "-u", ".")
	if err != nil || len(x) == 0 {
		return op, false, err
	}
	entries, err := g.run(ctx, "log", "--walk-reflogs", "--format=%H", "--max-count=20", "refs/stash", "--")
	if err != nil {
		return op, false, nil // the last entry was dropped
	}
	op.Name = StashPop
	for op.Theirs = range strings.FieldsSeq(string(entries)) {
		if stopped, err = g.has(ctx, op.Theirs, x, "3"); stopped || err != nil {
			break
		}
	}
	if err != nil || !stopped {
		return op, false, err
	}
	op.Base, op.Untracked = g.parent(ctx, op.Theirs, 1), g.parent(ctx, op.Theirs, 3)
	if op.Ours, err = g.line(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err != nil {
		return op, false, err
	}
	if clean, err := g.has(ctx, op.Ours, x, "2"); err != nil || !clean {
		return op, false, cmp.Or(err, errors.New("git stash pop has stopped, and changes were staged before it: restore them with git checkout --ours ., commit them, and run git stash pop again"))
	}
	return op, true, nil
}

// has reports whether a commit has those versions of unmerged files that the
// index has at a stage.
func (g Git) has(ctx context.Context, commit string, files []indexEntry, stage string) (bool, error) {
	c, err := g.blobs(ctx, commit)
	if err != nil {
		return false, err
	}
	found := false
	for _, f := range files {
		if f.stage != stage {
			continue
		}
		if blob, there := c[f.name]; there && blob.ID != f.blob.ID {
			return false, nil
		} else if there {
			found = true
		}
	}
	return found, nil
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
