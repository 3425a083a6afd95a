package disk

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/internal/file"
	"github.com/gen-go/gen/generator/tree"
)

// Index is what git's index has of a project.
type Index struct {
	Merged   map[string]Blob // files of which one version is to be committed
	Unmerged []string        // files of which there are several; sorted
	Resolved []string        // files of which there were several
	Edited   []string        // files that differ from the version in the index
	// Auto has the files as git has merged them, or is nil if git does not tell.
	Auto map[string]Blob
}

// Index reads the index.
func (g Git) Index(ctx context.Context) (Index, error) {
	x := Index{Merged: map[string]Blob{}}
	entries, err := g.entries(ctx, "-s", ".")
	if err != nil {
		return x, err
	}
	for _, e := range entries {
		switch {
		case e.stage == "0":
			x.Merged[e.name] = e.blob
		case !slices.Contains(x.Unmerged, e.name):
			x.Unmerged = append(x.Unmerged, e.name)
		}
	}
	resolved, err := g.run(ctx, "ls-files", "--resolve-undo", "-z", "--", ".")
	if err != nil {
		return x, err
	}
	for line := range strings.SplitSeq(string(resolved), "\x00") {
		if _, name, ok := strings.Cut(line, "\t"); ok && !slices.Contains(x.Resolved, name) {
			x.Resolved = append(x.Resolved, name)
		}
	}
	// Not diff-files, which lists files that were only copied or touched.
	edited, err := g.run(ctx, "diff", "--no-ext-diff", "--no-textconv", "--ignore-submodules", "--name-only", "-z", "--relative", "--", ".")
	if err != nil {
		return x, err
	}
	for name := range strings.SplitSeq(string(edited), "\x00") {
		if name != "" && !slices.Contains(x.Edited, name) {
			x.Edited = append(x.Edited, name)
		}
	}
	if exists(g.gitDir(), autoMerge) {
		x.Auto, err = g.blobs(ctx, autoMerge)
	}
	return x, err
}

// autoMerge refers to the tree that git has written to the working tree, with
// the markers of conflicts.
const autoMerge = "AUTO_MERGE"

// indexEntry is a version of a file in the index.
type indexEntry struct {
	name, stage string // 0, or 1 to 3 for the base, ours and theirs of a file with conflicts
	blob        Blob
}

// entries returns the entries of the index at a path or below it: all with the
// flag -s of git ls-files, and those of files with conflicts with -u.
func (g Git) entries(ctx context.Context, flag, path string) ([]indexEntry, error) {
	list, err := g.run(ctx, "--literal-pathspecs", "ls-files", flag, "-z", "--", path)
	if err != nil {
		return nil, err
	}
	var all []indexEntry
	for line := range strings.SplitSeq(string(list), "\x00") {
		about, name, ok := strings.Cut(line, "\t")
		if words := strings.Fields(about); ok && len(words) == 3 {
			all = append(all, indexEntry{name: name, stage: words[2], blob: Blob{Mode: words[0], ID: words[1]}})
		}
	}
	return all, nil
}

// Staged returns the versions that the index has of a file with conflicts, in
// the form that they have on disk.
func (g Git) Staged(ctx context.Context, name string) ([][]byte, error) {
	entries, err := g.entries(ctx, "-u", name)
	if err != nil {
		return nil, err
	}
	prefix, err := g.line(ctx, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	var all [][]byte
	for _, e := range entries {
		text, err := g.run(ctx, "cat-file", "--filters", "--path="+prefix+name, e.blob.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, nil
}

// Versions are those of a file with conflicts. One that does not exist is nil.
type Versions struct{ Base, Ours, Theirs *tree.File }

// Stage puts the files of the working tree at the paths of merged into the
// index, or takes them out of it if they do not exist. The paths of unmerged get
// several versions, as git itself gives them to files with conflicts.
func (g Git) Stage(ctx context.Context, merged []string, unmerged map[string]Versions) error {
	prefix, err := g.line(ctx, "rev-parse", "--show-prefix")
	if err != nil {
		return err
	}
	if len(merged) > 0 {
		paths := strings.Join(merged, "\x00") + "\x00"
		if _, err := g.write(ctx, paths, "update-index", "--add", "--remove", "-z", "--stdin"); err != nil {
			return err
		}
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(unmerged)) {
		path := prefix + name
		v := unmerged[name]
		none := ""
		var lines []string
		for i, f := range []*tree.File{v.Base, v.Ours, v.Theirs} {
			if f == nil {
				continue
			}
			id, err := g.write(ctx, string(f.Data), "hash-object", "-w", "--stdin", "--path", name)
			if err != nil {
				return err
			}
			mode := "100644"
			if f.Mode&0o111 != 0 {
				mode = "100755"
			}
			none = strings.Repeat("0", len(id))
			lines = append(lines, fmt.Sprintf("%s %s %d\t%s", mode, id, i+1, path))
		}
		if len(lines) == 0 {
			continue
		}
		for _, line := range append([]string{"0 " + none + "\t" + path}, lines...) {
			b.WriteString(line + "\x00")
		}
	}
	if b.Len() == 0 {
		return nil
	}
	_, err = g.write(ctx, b.String(), "update-index", "-z", "--index-info")
	return err
}

// write runs a git command that changes the repository, without hooks, and
// returns its output without the newline.
func (g Git) write(ctx context.Context, input string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"}, args...)...)
	cmd.Dir = g.dir
	cmd.Stdin = strings.NewReader(input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w: %s", args[0], err, bytes.TrimSpace(stderr.Bytes()))
	}
	return strings.TrimSpace(string(out)), nil
}

// MergedText returns what git makes of three versions of a text, or false if
// there is a conflict.
func (g Git) MergedText(ctx context.Context, base, ours, theirs []byte) ([]byte, bool, error) {
	temp, remove, err := TempDir()
	if err != nil {
		return nil, false, err
	}
	defer remove()
	args := []string{"merge-file", "--stdout"}
	for i, data := range [][]byte{ours, base, theirs} {
		name := filepath.Join(temp, fmt.Sprint(i))
		if err := file.WriteFile(name, data, 0o600); err != nil {
			return nil, false, plainAt("write", name, err)
		}
		args = append(args, name)
	}
	out, err := g.run(ctx, args...)
	return out, err == nil, nil // it fails if there is a conflict
}
