package disk

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Git runs read-only git commands in a directory. It changes nothing in the
// repository, not even the index.
type Git struct{ dir string }

// NewGit returns the Git for a directory, or false if the directory is not in
// a working tree or git is not installed.
func NewGit(dir string) (Git, bool, error) {
	found, err := above(dir, func(dir string) bool {
		_, err := os.Lstat(filepath.Join(dir, ".git")) // a file in a linked working tree
		return err == nil
	})
	if err != nil || found == "" {
		return Git{}, false, err
	}
	_, err = exec.LookPath("git")
	return Git{dir: dir}, err == nil, nil
}

// Changed returns the tracked files in the directory with uncommitted changes,
// except for the given paths.
func (g Git) Changed(ctx context.Context, except ...string) ([]string, error) {
	args := []string{"status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames", "--", "."}
	for _, name := range except {
		args = append(args, ":(exclude,literal)"+name)
	}
	out, err := g.run(ctx, args...)
	if err != nil {
		return nil, err
	}
	var names []string
	for line := range strings.SplitSeq(string(out), "\x00") {
		if len(line) > 3 {
			names = append(names, line[3:])
		}
	}
	return names, nil
}

// Untracked returns those of the paths, relative to the directory, that are
// not tracked.
func (g Git) Untracked(ctx context.Context, paths []string) ([]string, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	args := []string{"--literal-pathspecs", "ls-files", "-z", "--"}
	out, err := g.run(ctx, append(args, paths...)...)
	if err != nil {
		return nil, err
	}
	tracked := strings.Split(string(out), "\x00")
	return slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return slices.Contains(tracked, p) }), nil
}

// Committed returns the files below a folder of the directory that are
// committed, in the branch that is checked out or in one that is being merged
// into it. The folder has no subdirectories.
func (g Git) Committed(ctx context.Context, folder string) ([]string, error) {
	names := []string{"HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD"}
	if commit := squashed(g.gitDir()); commit != "" {
		names = append(names, commit)
	}
	commits, err := g.existing(ctx, names...)
	if err != nil {
		return nil, err
	}
	names = nil
	for _, commit := range commits {
		out, err := g.run(ctx, "ls-tree", "-z", "--name-only", commit, "--", folder+"/")
		if err != nil {
			return nil, err
		}
		names = append(names, strings.FieldsFunc(string(out), func(r rune) bool { return r == 0 })...)
	}
	return names, nil
}

// With returns the last commit that has added a text to a file, in any branch
// that was merged into the present one, and the file as it is there. The commit
// is "" if there is none, or no commit at all.
func (g Git) With(ctx context.Context, name, text string) (commit string, file []byte) {
	out, err := g.run(ctx, "log", "--full-history", "--format=%H", "-S"+text, "HEAD", "--", name)
	if err != nil {
		return "", nil
	}
	for commit := range strings.FieldsSeq(string(out)) {
		if file, err := g.run(ctx, "show", commit+":./"+name); err == nil && bytes.Contains(file, []byte(text)) {
			return commit, file
		}
	}
	return "", nil
}

// Deletion is a commit that has deleted files.
type Deletion struct {
	Commit string
	Names  []string
}

// Deletions returns the commits that have deleted files of a folder and added
// none, the oldest first, without merges. There is none if there is no commit at
// all.
func (g Git) Deletions(ctx context.Context, folder string) ([]Deletion, error) {
	if commits, err := g.existing(ctx, "HEAD"); err != nil || len(commits) == 0 {
		return nil, err
	}
	out, err := g.run(ctx, "log", "--reverse", "--no-merges", "--no-renames", "--diff-filter=AD", "--format=commit %H", "--name-status", "--relative", "HEAD", "--", folder+"/")
	if err != nil {
		return nil, err
	}
	var all []Deletion
	for commit := range strings.SplitSeq(string(out), "commit ") {
		lines := strings.Split(strings.TrimSpace(commit), "\n")
		d := Deletion{Commit: lines[0]}
		for _, line := range lines[1:] {
			if name, ok := strings.CutPrefix(line, "D\t"); ok {
				d.Names = append(d.Names, name)
			}
		}
		if len(d.Names) > 0 && !strings.Contains(commit, "\nA\t") {
			all = append(all, d)
		}
	}
	return all, nil
}

// existing returns those of the names that refer to a commit.
func (g Git) existing(ctx context.Context, names ...string) ([]string, error) {
	out, err := g.output(ctx, strings.NewReader(strings.Join(names, "\n")+"\n"), "cat-file", "--batch-check")
	if err != nil {
		return nil, err
	}
	missing := strings.Fields(string(out))
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(missing, name) }), nil
}

// run runs git.
func (g Git) run(ctx context.Context, args ...string) ([]byte, error) {
	return g.output(ctx, nil, args...)
}

// output runs git with the given input, without optional locks and without the
// file system monitor.
func (g Git) output(ctx context.Context, in io.Reader, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "diff.autoRefreshIndex=true"}, args...)...)
	cmd.Dir, cmd.Stdin = g.dir, in
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		why := strings.TrimPrefix(firstLine(stderr.String()), "fatal: ")
		if why == "" {
			why = err.Error()
		}
		return nil, fmt.Errorf("git %s: %s", args[0], why)
	}
	return out, nil
}
